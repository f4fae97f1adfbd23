import { interleaved, type Load, quantile } from './measure.ts';
import { logIn, type Somebody, type World } from './world.ts';

const inBatch = 100;
const lanes = 4;
const warmUp = 8;

let made = 0;

/** Blood pressures of one citizen, each with an identifier that was never sent. */
const batchOf = ({ patient }: Somebody): string => {
  const part = (code: string, value: number) => ({
    code: { coding: [{ system: 'http://loinc.org', code }] },
    valueQuantity: { value, unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
  });
  const entry = Array.from({ length: inBatch }, () => {
    made += 1;
    return {
      resource: {
        ...{ resourceType: 'Observation', status: 'final' },
        identifier: [{ system: 'urn:bench', value: `${process.pid}-${made}` }],
        subject: { reference: `Patient/${patient}` },
        effectiveDateTime: new Date(Date.now() - 60_000).toISOString(),
        code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }] },
        component: [part('8480-6', 120 + (made % 40)), part('8462-4', 70 + (made % 20))],
      },
    };
  });
  return JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry });
};

async function submit(url: string, one: Somebody): Promise<number> {
  const began = performance.now();
  const reply = await fetch(`${url}/fhir/Observation/$submit-measurements`, {
    method: 'POST',
    headers: { authorization: `Bearer ${one.token}`, 'content-type': 'application/fhir+json' },
    body: batchOf(one),
  });
  const accepted = (await reply.text()).split('"status":"201').length - 1;
  if (accepted !== inBatch) throw new Error(`${accepted} of ${inBatch} were accepted.`);
  return performance.now() - began;
}

/** Batches in all lanes for a while; `perSecond` counts measurements, p50 and p99 are of a batch. */
async function loadOf(url: string, turn: () => Somebody, seconds: number): Promise<Load> {
  const took: number[] = [];
  const began = performance.now();
  const lane = async (): Promise<void> => {
    while (performance.now() - began < seconds * 1_000) took.push(await submit(url, turn()));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const perSecond = (took.length * inBatch * 1_000) / (performance.now() - began);
  const sorted = took.sort((a, b) => a - b);
  return { perSecond, p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) };
}

interface Measuring {
  readonly ours: string;
  readonly floor: string;
  readonly rounds: number;
  readonly seconds: number;
}

type Line = (what: string, figure: string, aim: string, floor: string) => void;

/**
 * Measurements in batches of 100, four at a time, each committed to the disk before it is answered; beside them the same bodies parsed
 * and their resources' bytes put into one bare table.
 */
export async function tellMeasuring(
  world: World,
  { ours, floor, rounds, seconds }: Measuring,
  line: Line,
): Promise<void> {
  const people = await logIn(world, 200);
  let next = 0;
  const turn = (): Somebody => people[next++ % people.length] as Somebody;
  for (let nth = 0; nth < warmUp; nth += 1)
    for (const url of [ours, floor]) await submit(url, turn());
  const found = await interleaved(
    rounds,
    () => loadOf(ours, turn, seconds),
    () => loadOf(floor, turn, seconds),
  );
  line(
    `measurements, batches of ${inBatch}`,
    `${Math.round(found.perSecond)} /s, a batch p50 ${Math.round(found.p50)} ms, p99 ${Math.round(found.p99)} ms`,
    '1,000 /s',
    `${found.ratio.toFixed(3)} of the floor (${Math.round(found.floor)} /s)`,
  );
}
