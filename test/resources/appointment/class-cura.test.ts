import t from 'tap';
import type { Grant } from '../../../src/access/grant.ts';
import { uuidv5 } from '../../../src/fhir/id.ts';
import { FhirError } from '../../../src/fhir/outcome.ts';
import { book } from '../../../src/resources/appointment/book.ts';
import { synchronise } from '../../../src/sync/inbound.ts';
import { deriveAll } from '../../derive-all.ts';
import { settleAll } from '../../sync/scene.ts';
import {
  type ClassScene,
  classScene,
  codesOf,
  join,
  type Kept,
  remaining,
  sessionIdOf,
} from './class-scene.ts';

const citizens = Array.from(
  { length: 20 },
  (_, at) => `borger-${String(at + 21).padStart(5, '0')}`,
);

/** A citizen books; gives the refusal. */
const bookAs = ({ ports }: ClassScene, patient: string, slot: string) => {
  const caller = { kind: 'person', name: 'En borger', client: 'test' };
  const grant = { caller, self: patient, mandates: [], units: [], at: ports.now() };
  return book({ ports, grant: grant as unknown as Grant, language: 'da' }, { slot, patient }).catch(
    (error: unknown) => {
      if (error instanceof FhirError) return error;
      throw error;
    },
  );
};

const left = async ({ sessions }: ClassScene, service: string) =>
  (await sessions(service)).map(remaining);

/** Somebody signs up in Cura itself, where no rule holds staff back. */
function enrol({ cura }: ClassScene, borgerId: string, gangId: string, holdId: string) {
  const [start, slut] = [`${gangId}T16:00:00+01:00`, `${gangId}T17:00:00+01:00`];
  return cura.insert('holdtilmelding', {
    ...{ borgerId, holdId, gangId, start, slut, status: 'planlagt' },
    oprettet: '2026-11-24T09:00:00+01:00',
  });
}

const appointmentsOf = async ({ sync }: ClassScene, service: string): Promise<Kept[]> => {
  const { rows } = await sync.db.query<{ content: string }>(
    `select content from appointment where view & 1 <> 0 and p_actor && $1::text[] order by sort`,
    [[`HealthcareService/${service}`]],
  );
  return rows.map(({ content }) => JSON.parse(content));
};

t.test('of many who want the last seat of a session one has it, here and in Cura', async (t) => {
  const house = await classScene(t, { curaTimeoutMs: 10_000, patienceMs: 15_000 });
  const [session] = await house.sessions(house.balance);
  const last = remaining(session) ?? 0;
  t.ok(last > 1, `${last} seats`);
  const asked = citizens.map((id) => uuidv5(house.sync.namespace, `borger/${id}`));
  const told = await Promise.all(asked.map((patient) => bookAs(house, patient, session?.id ?? '')));
  t.equal(told.filter((one) => !(one instanceof FhirError)).length, last);
  const others = told.filter((one) => one instanceof FhirError);
  t.equal(others.length, asked.length - last);
  for (const { status, issues } of others)
    t.same([status, ...issues.map(({ key }) => key)], [409, 'class-full', 'nearest-free']);
  const [now] = await house.sessions(house.balance);
  t.match(now, { status: 'busy' });
  t.equal(remaining(now), 0);
});

t.test(
  'what only Cura knows is refused session by session, and what stands there stands',
  async (t) => {
    const house = await classScene(t);
    const { kol, karen, cura } = house;
    const before = await left(house, kol);
    // Two more than there is room for, and we have not heard of it yet.
    for (const borgerId of citizens.slice(0, 4)) enrol(house, borgerId, '2026-12-02', 'hold-kol');
    const [first] = await house.sessions(kol);
    const told = await join(house, 'citizen', {
      patient: karen,
      slot: first?.id ?? '',
      series: true,
    });
    t.equal(told.status, 201);
    t.equal(told.joined.length, before.length - 1);
    t.notOk(told.joined.map(sessionIdOf).includes('2026-12-02'));
    t.same(codesOf(told), ['class-full', 'class-session']);
    t.match(told.refused[0]?.issue[1]?.details?.text, /2\/12|2\. december/);
    await synchronise(house.sync);
    const after = await left(house, kol);
    t.same(
      after,
      before.map((seats, at) => (at === 1 ? 0 : (seats ?? 0) - 1)),
    );
    const { rowCount } = await house.sync.db.query('select from seat where session = $1', [
      `${kol}/2026-12-02`,
    ]);
    t.equal(rowCount, 8, 'eight are in a session of six');
    await deriveAll(house);
    t.same(await left(house, kol), after, 'a full rebuild equals the increments');

    t.test(
      'a session that is cancelled goes, and its seats with it; one that is moved moves',
      async (t) => {
        const [start, slut] = ['2026-12-10T09:00:00+01:00', '2026-12-10T10:30:00+01:00'];
        cura.change('hold', 'hold-kol', {
          gange: [
            { id: '2026-11-25', dato: '2026-11-25', fra: '16:15', til: '17:45', aflyst: true },
            {
              id: '2026-12-09',
              dato: '2026-12-10',
              fra: '09:00',
              til: '10:30',
              lokationId: 'lok-kildevej-b-sal',
            },
          ],
        });
        await synchronise(house.sync);
        const sessions = await house.sessions(kol);
        t.equal(sessions.length, before.length - 1);
        t.same(sessions.map((one) => one.start).slice(0, 3), [
          '2026-12-02T16:15:00+01:00',
          start,
          '2026-12-16T16:15:00+01:00',
        ]);
        const all = await appointmentsOf(house, kol);
        const of = (id: string) => all.filter((one) => sessionIdOf(one) === id);
        t.ok(of('2026-11-25').length > 4);
        t.ok(of('2026-11-25').every(({ status }) => status === 'cancelled'));
        const moved = of('2026-12-09');
        t.ok(moved.length > 0);
        t.ok(
          moved.every((one) => one.start === start && one.end === slut && one.status === 'booked'),
        );
        t.ok(moved.every(({ slot }) => slot?.[0]?.reference === `Slot/${sessions[1]?.id}`));
        t.equal(remaining(sessions[1]), after[2], 'seats stay with the session');
        cura.change('hold', 'hold-kol', { kapacitet: 9 });
        await synchronise(house.sync);
        t.equal(remaining((await house.sessions(kol))[0]), 1, 'more seats are more seats');
        cura.change('hold', 'hold-kol', { status: 'lukket' });
        await synchronise(house.sync);
        t.same(await house.sessions(kol), [], 'a class that is closed offers nothing');
      },
    );
  },
);

t.test(
  'a whole class that was joined while Cura answered half is finished by recovery',
  async (t) => {
    const house = await classScene(t, { curaTimeoutMs: 2_000, patienceMs: 1_000 });
    const { kol, karen, cura } = house;
    const before = await left(house, kol);
    Object.assign(cura.faults, { cutBeforeCommit: 2, cutAfterCommit: 2 });
    const [first] = await house.sessions(kol);
    const told = await join(house, 'citizen', {
      patient: karen,
      slot: first?.id ?? '',
      series: true,
    });
    t.equal(told.status, 201);
    t.equal(told.joined.length, before.length - 4);
    t.equal(codesOf(told).filter((code) => code === 'outcome-unknown').length, 4);
    const { rowCount } = await house.sync.db.query('select from seat where citizen = $1', [karen]);
    t.equal(rowCount, before.length, 'the seats are kept until it is known');
    await settleAll(house);
    await synchronise(house.sync);
    t.same(
      await left(house, kol),
      before.map((seats) => (seats ?? 0) - 1),
    );
    const own = (await appointmentsOf(house, kol)).filter(({ participant }) =>
      participant.some(({ actor }) => actor?.reference === `Patient/${karen}`),
    );
    t.equal(own.length, before.length);
    t.equal(new Set(own.map(sessionIdOf)).size, before.length, 'each session once');
  },
);
