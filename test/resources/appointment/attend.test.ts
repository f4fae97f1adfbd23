import type { Appointment, ConceptMap } from '@medplum/fhirtypes';
import t from 'tap';
import { aftaleStatus } from '../../../mappings/codes/appointment.ts';
import type { Aftale } from '../../../src/cura/care-records.ts';
import { uuidv5 } from '../../../src/fhir/id.ts';
import { formatInstant } from '../../../src/fhir/instant.ts';
import {
  type AppointmentStatus,
  mayTransition,
  transitions,
} from '../../../src/scheduling/transitions.ts';
import { synchronise } from '../../../src/sync/inbound.ts';
import { noon } from '../../house.ts';
import { acts, at, keys, scene } from '../../sync/scene.ts';

const hourMs = 3_600_000;
const patched = { method: 'PATCH', headers: { 'content-type': 'application/json-patch+json' } };
const house = await scene(t);
await at(house, noon);

/** Of the states that Cura has, those in which citizens and staff see an appointment. */
const states = (Object.entries(aftaleStatus) as [Aftale['status'], AppointmentStatus][]).filter(
  ([, status]) => status !== 'entered-in-error',
);

async function insert(
  status: Aftale['status'],
  start: number,
): Promise<{ cura: string; id: string }> {
  const { id } = house.cura.insert('aftale', {
    borgerId: 'borger-00001',
    ydelsestypeId: 'yt-maaling',
    start: formatInstant(start),
    slut: formatInstant(start + hourMs / 4),
    status,
    oprettet: formatInstant(noon - 48 * hourMs),
    ...(status === 'aflyst' && {
      aflysning: { aarsag: 'borger', tidspunkt: formatInstant(noon - 24 * hourMs), sent: false },
    }),
  });
  await synchronise(house.sync);
  return { cura: id, id: uuidv5(house.sync.namespace, `aftale/${id}`) };
}

const become = (persona: string, id: string, status: string) =>
  house.send(
    persona,
    `Appointment/${id}`,
    [{ op: 'replace', path: '/status', value: status }],
    patched,
  );

const targets = [
  'arrived',
  'fulfilled',
  'noshow',
  'booked',
  'pending',
  'waitlist',
  'entered-in-error',
];

const pairs = states.flatMap(([word, from]) =>
  targets.flatMap((to) => (from === to ? [] : [{ word, from, to }])),
);

/** What is cancelled has a reason, which no other status may have: R4 refuses that before we do. */
const refusals: readonly unknown[] = ['transition', 'app-4'];

t.test(
  'staff make of an appointment what the table of states says, and nothing else',
  async (t) => {
    for (const { word, from, to } of pairs) {
      const { id, cura } = await insert(word, noon - hourMs);
      const may = mayTransition(from, to as AppointmentStatus, 'staff');
      const reply = await become('staff', id, to);
      t.equal(reply.status, may ? 200 : 422, `${from} to ${to}`);
      t.equal(refusals.includes(keys(reply)[0]), !may, `${from} to ${to}: ${keys(reply)}`);
      const now = house.cura.read('aftale', cura)?.status ?? 'planlagt';
      t.equal(aftaleStatus[now], may ? to : from, `${from} to ${to}: Cura has it too`);
    }
    const allowed = pairs.filter(({ from, to }) =>
      mayTransition(from, to as AppointmentStatus, 'staff'),
    );
    t.equal(allowed.length, 4, 'booked may become three, arrived one');
  },
);

t.test('a citizen notes nothing of an appointment but that it is cancelled', async (t) => {
  for (const to of targets) {
    if (to === 'booked') continue;
    const { id } = await insert('planlagt', noon - hourMs);
    const reply = await become('citizen', id, to);
    t.equal(reply.status, 422, to);
    t.same(keys(reply), ['transition'], to);
  }
  const { id } = await insert('planlagt', noon + 48 * hourMs);
  t.equal((await become('relative', id, 'cancelled')).status, 200);
});

t.test('nobody stays away from what has not begun, and Cura has no checked-in', async (t) => {
  const { id } = await insert('planlagt', noon + 2 * hourMs);
  t.same(keys(await become('staff', id, 'noshow')), ['not-begun-yet']);
  t.same(keys(await become('staff', id, 'fulfilled')), ['not-begun-yet']);
  const reply = await become('staff', id, 'checked-in');
  t.equal(reply.status, 422);
  t.same(keys(reply), ['unmappable']);
});

t.test(
  'a no-show carries no reason of a cancellation, names who noted it, and is searched for',
  async (t) => {
    const { id } = await insert('planlagt', noon - hourMs);
    const reply = await become('staff', id, 'noshow');
    t.equal(reply.status, 200);
    t.equal((reply.body as Appointment).cancelationReason, undefined);
    t.match((await acts(house, id)).at(-1), { kind: 'attend', role: 'staff' });
    const found = (await (
      await house.as('staff')(`Appointment?patient=${house.karen}&status=noshow&_summary=count`)
    ).json()) as { total: number };
    t.ok(found.total >= 1);
  },
);

t.test(
  'home visits are read-only: whoever asks is told by whom they are planned, and Cura hears nothing',
  async (t) => {
    const { rows } = await house.sync.db.query<{ id: string; content: string }>(
      `select id, content from appointment where view & 1 <> 0 and content like '%/cura/besoeg"%' and patient = $1
       and p_status && '{booked}' limit 1`,
      [house.karen],
    );
    const stored = rows[0] ?? { id: '', content: '{}' };
    const visit = JSON.parse(stored.content) as Appointment;
    t.ok(visit.minutesDuration, 'the window has a length beside it');
    const slot = await house.slot();
    const before = JSON.stringify(house.cura.read('besoeg', visit.identifier?.[0]?.value ?? ''));
    const given = (name: string, reference: string) => ({
      resourceType: 'Parameters',
      parameter: [{ name, valueReference: { reference } }],
    });
    for (const who of ['citizen', 'relative', 'staff']) {
      const replies = [
        await house.cancel(who, stored.id),
        await house.move(who, stored.id, slot),
        await become(who, stored.id, 'cancelled'),
        await become(who, stored.id, 'arrived'),
        await house.send(
          who,
          `Appointment/${stored.id}/$propose-move`,
          given('slot', `Slot/${slot.id}`),
        ),
        await house.send(who, 'Appointment/$book', {
          resourceType: 'Parameters',
          parameter: [
            { name: 'appointment-resource', resource: { ...visit, status: 'cancelled' } },
          ],
        }),
      ];
      for (const [nth, reply] of replies.entries()) {
        t.equal(reply.status, 422, `${who} ${nth}: ${JSON.stringify(reply.body).slice(0, 200)}`);
        const issues = JSON.stringify(reply.body);
        t.match(issues, /"read-only"/, `${who} ${nth}`);
        t.match(issues, /telefon/, `${who} ${nth} is given the phone`);
      }
    }
    const { rowCount } = await house.sync.db.query('select from intent where resource_id = $1', [
      stored.id,
    ]);
    t.equal(rowCount, 0, 'nothing was on its way to Cura');
    t.equal(JSON.stringify(house.cura.read('besoeg', visit.identifier?.[0]?.value ?? '')), before);
  },
);

t.test(
  'the table of states is published for machines, and says of each pair who may',
  async (t) => {
    const found = await (
      await house.as('citizen')(
        'ConceptMap?url=https://samspil.example/fhir/ConceptMap/appointment-transition',
      )
    ).json();
    const map = (found as { entry: { resource: ConceptMap }[] }).entry[0]?.resource;
    const told = (map?.group?.[0]?.element ?? []).flatMap(({ code, target = [] }) =>
      target.map((to) => `${code} ${to.code} ${to.dependsOn?.[0]?.value}`),
    );
    const table = transitions.flatMap(({ from, to, by }) =>
      by.map((one) => `${from ?? 'proposed'} ${to} ${one}`),
    );
    t.ok(table.length > 30);
    t.same(told.sort(), table.sort());
  },
);
