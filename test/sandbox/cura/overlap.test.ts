import fc from 'fast-check';
import t from 'tap';
import type { Aftale } from '../../../src/cura/care-records.ts';
import type { CuraClient } from '../../../src/cura/client.ts';
import { parseInstant } from '../../../src/fhir/instant.ts';
import { booked, booking, cancelled, client, inHours, sandbox } from '../../cura/sandbox.ts';

t.test(
  'of 64 who want one time at once, one gets it and 63 are told that it is taken',
  async (t) => {
    const cura = client(t, await sandbox(t));
    const all = Array.from({ length: 64 }, (_, n) => cura.create('aftale', booking(), `key-${n}`));
    const outcomes = await Promise.all(all);
    t.equal(outcomes.filter(({ kind }) => kind === 'done').length, 1);
    const refused = outcomes.filter((one) => one.kind === 'refused' && one.kode === 'overlap');
    t.equal(refused.length, 63);
  },
);

t.test('a room is taken as a person is, and a home never', async (t) => {
  const cura = client(t, await sandbox(t));
  t.match(await cura.create('aftale', booking(), 'key-1'), { kind: 'done' });
  const sameRoom = booking({ medarbejderId: 'med-003' });
  t.match(await cura.create('aftale', sameRoom, 'key-2'), { kode: 'overlap' });
  for (const medarbejderId of ['med-004', 'med-005']) {
    const home = inHours(60, { medarbejderId, lokationId: 'lok-hjem' });
    t.match(await cura.create('aftale', home, medarbejderId), { kind: 'done' });
  }
});

t.test('a cancelled time is free again, and a moved appointment frees its old time', async (t) => {
  const staff = await sandbox(t);
  const cura = client(t, staff);
  const aftale = booked(staff, 30);
  const { start, slut } = inHours(40);
  t.match(await cura.replace('aftale', { ...aftale, start, slut }, 'key-1'), { kind: 'done' });
  t.match(await cura.create('aftale', inHours(30), 'key-2'), { kind: 'done' });
  const moved = staff.read('aftale', aftale.id);
  if (moved) await cura.replace('aftale', cancelled(moved), 'key-3');
  t.match(await cura.create('aftale', inHours(40), 'key-4'), { kind: 'done' });
});

interface Step {
  readonly quarter: number;
  readonly length: number;
  readonly move: boolean;
}

const quarters = 0.25;
const steps = fc.array(
  fc.record({ quarter: fc.nat(24), length: fc.integer({ min: 1, max: 6 }), move: fc.boolean() }),
  { maxLength: 12 },
);

/** Books a time, or moves what was booked before to it; tells the id of what is new. */
async function take(cura: CuraClient, step: Step, old: Aftale | undefined, key: string) {
  const { start } = inHours(30 + step.quarter * quarters);
  const { start: slut } = inHours(30 + (step.quarter + step.length) * quarters);
  const outcome = old
    ? await cura.replace('aftale', { ...old, start, slut }, key)
    : await cura.create('aftale', booking({ start, slut }), key);
  return outcome.kind === 'done' && old === undefined ? [outcome.record.id] : [];
}

function apart(all: readonly Aftale[]): boolean {
  const times = all
    .map(({ start, slut }) => ({ from: parseInstant(start), to: parseInstant(slut) }))
    .sort((a, b) => a.from - b.from);
  return times.every(({ from }, at) => at === 0 || (times[at - 1]?.to ?? 0) <= from);
}

t.test(
  'whatever is booked and moved in whatever order, no two take a person at a time',
  async (t) => {
    const staff = await sandbox(t, { size: { citizens: 1, appointments: 0 } });
    const cura = client(t, staff);
    const made: string[] = [];
    let key = 0;
    const law = fc.asyncProperty(steps, async (all) => {
      for (const step of all) {
        key += 1;
        const old = step.move ? staff.read('aftale', made[key % made.length] ?? '') : undefined;
        made.push(...(await take(cura, step, old, `key-${key}`)));
      }
      return apart(made.flatMap((id) => staff.read('aftale', id) ?? []));
    });
    await fc.assert(law, { numRuns: 25 });
    t.ok(made.length > 1, `${made.length} appointments were made`);
  },
);
