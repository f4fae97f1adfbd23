import type { Bundle, Slot } from '@medplum/fhirtypes';
import t from 'tap';
import { type ClassScene, classScene, join, remaining } from './class-scene.ts';

const get = async ({ as }: ClassScene, persona: string, path: string) => {
  const answer = await as(persona)(path);
  return { status: answer.status, text: await answer.text() };
};

const totalOf = (text: string): number | undefined => (JSON.parse(text) as Bundle).total;

t.test('who takes part in a class learns of nobody else in it', async (t) => {
  const house = await classScene(t);
  const { balance, karen, poul } = house;
  const [session] = await house.sessions(balance);
  const slot = session?.id ?? '';
  const hers = await join(house, 'relative', { patient: karen, slot });
  const his = await join(house, 'neighbour', { patient: poul, slot });
  t.same([hers.status, his.status], [201, 201]);
  const own = hers.joined[0]?.id ?? '';
  const other = his.joined[0]?.id ?? '';
  const { rows } = await house.sync.db.query<{ id: string; citizen: string }>(
    'select appointment as id, citizen from seat where session = $1 and citizen <> $2',
    [`${balance}/2026-11-24`, karen],
  );
  t.ok(rows.length > 5, `${rows.length} others are in it`);
  const others = rows.flatMap(({ id, citizen }) => [id, citizen]);
  const paths = [
    `Appointment?patient=${karen}&_include=Appointment:actor&_include=Appointment:slot`,
    `Appointment?slot=Slot/${slot}`,
    `Appointment?actor=HealthcareService/${balance}&_include:iterate=Appointment:*`,
    `Appointment?slot.schedule=Schedule/${balance}`,
    `Appointment?date=2026-11-24&_revinclude=Provenance:target`,
    `Slot?schedule=Schedule/${balance}&_revinclude=Appointment:slot`,
    `HealthcareService?_id=${balance}&_revinclude=Appointment:actor`,
    `Slot?_has:Appointment:slot:patient=${karen}&_revinclude=Appointment:slot`,
    `Schedule/${balance}`,
    `Schedule?actor=HealthcareService/${balance}&_revinclude=Slot:schedule`,
    `Slot/${slot}`,
    `Slot/${slot}/_history/1`,
    `HealthcareService/${balance}`,
    `Appointment/${own}/_history`,
    `Patient/${karen}/$everything`,
  ];
  for (const persona of ['citizen', 'relative'])
    for (const path of paths) {
      const { status, text } = await get(house, persona, path);
      t.ok(status < 500, `${persona} ${status} ${path}`);
      t.same(
        others.filter((id) => text.includes(id)),
        [],
        `${persona}: ${path}`,
      );
    }
  const seen = await get(house, 'citizen', `Appointment?slot=Slot/${slot}`);
  t.equal(totalOf(seen.text) ?? 1, 1, 'one appointment is in the session, for all that she knows');
  for (const path of [`Appointment/${other}`, `Appointment/${other}/_history`, `Patient/${poul}`])
    t.ok((await get(house, 'citizen', path)).status >= 400, path);
  const had = await get(house, 'citizen', `Slot?_has:Appointment:slot:patient=${poul}`);
  t.notOk(had.text.includes(slot), 'nor by asking whose session it is');
});

t.test('a Slot says how many seats are left, and not who has the rest', async (t) => {
  const house = await classScene(t);
  const [session] = await house.sessions(house.kol);
  const { text } = await get(house, 'citizen', `Slot/${session?.id}`);
  const shown = JSON.parse(text) as Slot;
  t.equal(remaining(shown), remaining(session));
  t.same(
    Object.keys(shown).sort(),
    [
      ...['end', 'extension', 'id', 'identifier', 'meta', 'resourceType', 'schedule'],
      ...['serviceType', 'start', 'status'],
    ],
    'and nothing else is in it',
  );
  t.notMatch(text, /Patient|Appointment|RelatedPerson/);
});
