import type { AuditEvent, Bundle } from '@medplum/fhirtypes';
import t from 'tap';
import { validate } from '../../../src/fhir/validate.ts';
import { citizenIdOf, fhir, people, verdict } from '../../access/answer.ts';
import { type Ask, asker } from '../../access/ask.ts';
import { misfits } from '../../contracts/profile-rule.ts';
import { startHouse } from '../../house.ts';
import { bundleAt } from '../../interactions/walk.ts';

const eventsIn = ({ entry = [] }: Bundle): AuditEvent[] =>
  entry.flatMap(({ resource }) => (resource?.resourceType === 'AuditEvent' ? resource : []));

const roles = (events: readonly AuditEvent[]): string[] =>
  [...new Set(events.map(({ agent }) => `${agent[0]?.role?.[0]?.coding?.[0]?.code}`))].sort();

t.test('Who has looked', async (t) => {
  const house = await startHouse(t, { citizens: 14 });
  const mine = await citizenIdOf(house, 'citizen');
  const [citizen, relative, staff, neighbour, auditor, system] = (await Promise.all(
    ['citizen', 'relative', 'staff', 'neighbour', 'auditor', 'system'].map((one) =>
      asker(house, one),
    ),
  )) as [Ask, Ask, Ask, Ask, Ask, Ask];
  const found = await bundleAt(citizen, `Appointment?patient=${mine}`);
  const appointment = `Appointment/${found.entry?.[0]?.resource?.id}`;
  for (const ask of [citizen, relative, staff, system])
    t.equal((await ask(appointment)).status, 200);
  t.equal((await neighbour(appointment)).status, 404);
  const asked = `AuditEvent?entity=${appointment}`;

  await t.test('is told to the auditor and to machines of the house, all of it', async (t) => {
    for (const ask of [auditor, system]) {
      const events = eventsIn(await bundleAt(ask, `${asked}&_count=100`));
      t.same(roles(events), ['ONESELF', 'relative', 'staff', 'system']);
      t.equal(events.filter(({ outcome }) => outcome === '4').length, 1, 'the neighbour too');
      for (const event of events) {
        t.same(validate(event, house.service.definitions), []);
        t.same(misfits(event), []);
      }
    }
  });

  await t.test('is told to the citizen, but for who tried in vain', async (t) => {
    const events = eventsIn(await bundleAt(citizen, `${asked}&_count=100`));
    t.same(roles(events), ['ONESELF', 'relative', 'staff', 'system']);
    t.ok(events.every(({ outcome }) => outcome === '0'));
    const [first] = events;
    t.same(await (await citizen(`AuditEvent/${first?.id}`)).json(), first);
    t.same(await (await citizen(`AuditEvent/${first?.id}/_history/1`)).json(), first);
    const own = await bundleAt(citizen, `Patient/${mine}/AuditEvent?_count=1000`);
    t.ok(eventsIn(own).length > events.length);
    t.equal(own.total, eventsIn(own).length);
  });

  await t.test('is told to the citizen with the names of staff', async (t) => {
    const bundle = await bundleAt(citizen, `${asked}&agent-role=staff&_include=AuditEvent:agent`);
    const types = bundle.entry?.map(({ resource }) => resource?.resourceType) ?? [];
    t.ok(types.includes('Practitioner'));
    const back = await bundleAt(
      citizen,
      `${appointment.replace('/', '?_id=')}&_revinclude=AuditEvent:entity`,
    );
    t.ok(eventsIn(back).length >= 4);
  });

  await t.test('is hidden from relatives and staff, and from whom it is not about', async (t) => {
    for (const ask of [relative, staff, neighbour]) {
      const bundle = await ask(`${asked}&_summary=count`);
      if (bundle.status === 200) t.equal(((await bundle.json()) as Bundle).total ?? 0, 0);
      else t.ok(bundle.status === 403 || bundle.status === 404);
    }
    const ofCitizen = await bundleAt(relative, `AuditEvent?patient=${mine}`);
    t.same(eventsIn(ofCitizen), []);
    const [event] = eventsIn(await bundleAt(citizen, asked));
    for (const ask of [relative, staff, neighbour])
      t.match(await verdict(await ask(`AuditEvent/${event?.id}`)), /^40[34] /);
    const through = `${appointment.replace('/', '?_id=')}&_revinclude=AuditEvent:entity`;
    for (const ask of [relative, staff]) t.same(eventsIn(await bundleAt(ask, through)), []);
  });

  await t.test('comes with everything where it is named, and never for a relative', async (t) => {
    const found = async (ask: Ask, type: string) => {
      const { entry = [] } = await bundleAt(ask, `Patient/${mine}/$everything${type}`);
      return [...new Set(entry.map(({ resource }) => resource?.resourceType))];
    };
    const named = '?_type=AuditEvent,Provenance';
    t.same(await found(citizen, named), ['Provenance', 'AuditEvent']);
    for (const ask of [relative, staff]) t.same(await found(ask, named), ['Provenance']);
    t.notOk((await found(citizen, '')).includes('AuditEvent'), 'so that its ETag holds');
  });

  await t.test('is never answered from an earlier answer', async (t) => {
    const path = `AuditEvent?patient=${mine}&_count=1000`;
    const first = await citizen(path);
    const tag = first.headers.get('etag');
    const again = await citizen(path, tag === null ? {} : { headers: { 'if-none-match': tag } });
    t.equal(again.status, 200);
    const count = eventsIn((await first.json()) as Bundle).length;
    t.ok(eventsIn((await again.json()) as Bundle).length > count);
  });

  await t.test('is written by nobody', async (t) => {
    const [event] = eventsIn(await bundleAt(auditor, asked));
    const sent = { body: JSON.stringify(event), headers: fhir };
    t.equal((await system('AuditEvent', { ...sent, method: 'POST' })).status, 405);
    t.equal((await system(`AuditEvent/${event?.id}`, { ...sent, method: 'PUT' })).status, 405);
    t.equal((await system(`AuditEvent/${event?.id}`, { method: 'DELETE' })).status, 405);
  });

  await t.test('never holds the number of a person', async (t) => {
    const number = `${people.citizen?.cpr}`;
    const { status } = await system('Patient/_search', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `identifier=urn:oid:1.2.208.176.1.2|${number}`,
    });
    t.equal(status, 200);
    const events = eventsIn(await bundleAt(auditor, `AuditEvent?patient=${mine}&_count=1000`));
    const queries = events.flatMap(({ entity = [] }) =>
      entity.flatMap(({ query }) => (query ? Buffer.from(query, 'base64').toString() : [])),
    );
    t.ok(queries.some((query) => query.startsWith('Patient?identifier=')));
    t.notOk(`${JSON.stringify(events)}${queries}`.includes(number));
  });
});
