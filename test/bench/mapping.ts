import type { Appointment } from '@medplum/fhirtypes';
import { aftaleMapping } from '../../mappings/aftale.ts';
import type { Aftale } from '../../src/cura/care-records.ts';
import { generate } from '../../src/sandbox/people/generate.ts';
import { inboundContext } from '../../src/sync/identity.ts';
import { type Compared, interleaved, type Load } from './measure.ts';

const namespace = '6f3f1c1e-2d0b-4f7e-9f59-7b1f0f3a5b11';
const curaTypes = ['borger', 'ydelsestype', 'ydelse', 'medarbejder', 'lokation', 'enhed', 'aftale'];

function someAppointments(): Aftale[] {
  const size = { seed: 1, citizens: 400, appointments: 2_000, now: Date.now() };
  return [...generate(size)].flatMap((batch) => (batch.type === 'aftale' ? batch.records : []));
}

/** Runs `each` over the records for a while. */
function timed<T>(all: readonly T[], each: (one: T) => unknown, ms: number): Load {
  let done = 0;
  let kept: unknown;
  const started = performance.now();
  while (performance.now() - started < ms) {
    for (const one of all) kept = each(one);
    done += all.length;
  }
  if (kept === undefined) throw new Error('The bench mapped nothing.');
  const perSecond = (done * 1000) / (performance.now() - started);
  return { perSecond, p50: 1000 / perSecond, p99: Number.NaN };
}

/** Cura's ids of what the records refer to, found again as the store would find them. */
function wayBack(records: readonly Aftale[]) {
  const context = inboundContext(namespace);
  const known = new Map<string, string>();
  for (const record of records)
    for (const value of Object.values(record))
      for (const type of typeof value === 'string' ? curaTypes : [])
        known.set(`${type}/${context.fhirId(type, String(value))}`, String(value));
  return { ...context, curaId: (type: string, id: string) => known.get(`${type}/${id}`) };
}

/** Records a second, to FHIR and back to Cura, beside parsing and writing the same record. */
export async function benchMapping(
  rounds: number,
  ms: number,
): Promise<{ toFhir: Compared; toRecord: Compared }> {
  const records = someAppointments();
  const context = inboundContext(namespace);
  const back = wayBack(records);
  const texts = records.map((record) => JSON.stringify(record));
  const pairs = records.map((base) => ({
    base,
    resource: aftaleMapping.toFhir(base, context) as Appointment,
  }));
  const floor = async (): Promise<Load> =>
    timed(texts, (text) => JSON.stringify(JSON.parse(text)), ms);
  return {
    toFhir: await interleaved(
      rounds,
      async () => timed(records, (one) => aftaleMapping.toFhir(one, context), ms),
      floor,
    ),
    toRecord: await interleaved(
      rounds,
      async () =>
        timed(pairs, ({ resource, base }) => aftaleMapping.toRecord(resource, base, back), ms),
      floor,
    ),
  };
}
