import type { Bundle, Parameters } from '@medplum/fhirtypes';
import t, { type Test } from 'tap';
import { buildApp } from '../../src/http/app.ts';
import { layFoundation, prepareStore } from '../../src/main/foundation.ts';
import { registryFor } from '../../src/registry.ts';
import { type Features, featureNames } from '../../src/resources/feature.ts';
import { loadMunicipality } from '../../src/resources/municipality.ts';
import { citizenIdOf } from '../access/answer.ts';
import { startHouse, type TestHouse } from '../house.ts';
import { askingAs } from '../house-ask.ts';

const sandby = loadMunicipality('9999');

/** As a start with these choices: what is asked of it, as a persona. */
async function restarted(t: Test, house: TestHouse, features: Features) {
  const rooms = registryFor({ ...sandby, features });
  const { db, now, log, secret } = house.ports;
  const changed = await prepareStore(db, rooms, { owner: house.owner });
  const ground = { db, now, log, rooms, publicUrl: '', installation: { secret } };
  await layFoundation(ground as never, changed);
  const municipality = { ...house.ports.municipality, features };
  const ports = { ...house.service.ports, municipality };
  const app = buildApp({ ...house.service, ports, rooms });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  t.teardown(() => {
    app.server.closeAllConnections();
    return app.close();
  });
  const as = askingAs(house.identity, url, now);
  return async (who: string, path: string, body?: object) => {
    const init = body && { method: 'POST', body: JSON.stringify(body) };
    const response = who === 'public' ? await fetch(`${url}${path}`) : await as(who)(path, init);
    return { status: response.status, body: await response.text() };
  };
}

type Ask = Awaited<ReturnType<typeof restarted>>;

/** The types that an answer holds, each as often as it does. */
async function typesOf(ask: Ask, who: string, path: string): Promise<Record<string, number>> {
  const { entry = [] } = JSON.parse((await ask(who, path)).body) as Bundle;
  const types = entry.map(({ resource }) => resource?.resourceType ?? '').sort();
  return Object.fromEntries(
    [...Map.groupBy(types, (type) => type)].map(([type, all]) => [type, all.length]),
  );
}

const closed = ['Observation', 'Goal', 'Condition', 'Composition', 'EpisodeOfCare', 'Procedure'];
const off: Features = {
  ...Object.fromEntries(featureNames.map((name) => [name, 'off'])),
  relatives: 'on',
};

t.setTimeout(240_000);

const people = ['citizen', 'relative', 'staff'];

interface Looked {
  readonly all: Record<string, number>;
  readonly everything: Record<string, number>;
  readonly acts: number;
  readonly history: Record<string, number>;
  readonly slots: Record<string, number>;
  readonly status: readonly number[];
}

/** What somebody sees by the ways that show several types; `single` are addresses of one resource each. */
const lookOf =
  (ask: Ask, me: string, single: readonly string[]) =>
  async (who: string): Promise<Looked> => ({
    all: await typesOf(ask, who, `Patient/${me}/*?_count=1000`),
    everything: await typesOf(ask, who, `Patient/${me}/$everything?_count=1000`),
    acts: (await typesOf(ask, who, `Provenance?patient=${me}&_count=1000`)).Provenance ?? 0,
    history: await typesOf(ask, who, 'Communication/_history?_count=100'),
    slots: await typesOf(ask, who, 'Slot?status=free&_count=1'),
    status: await Promise.all(single.map(async (path) => (await ask(who, path)).status)),
  });

function assertGone(t: Test, who: string, { all, everything, acts, ...rest }: Looked): void {
  const types = Object.keys({ ...all, ...everything });
  const gone = [...closed, 'Communication', 'Binary', 'Task'];
  t.same(
    types.filter((type) => gone.includes(type)),
    [],
    who,
  );
  t.ok(types.includes('Appointment') && types.includes('CarePlan'), who);
  t.same(rest, { history: {}, slots: {}, status: [404, 404, 404] }, who);
  const { Provenance: _, ...shown } = all;
  const most = Object.values(shown).reduce((sum, count) => sum + count, 0);
  t.ok(acts > 0 && acts <= most, `${who} is told of ${acts} acts on ${most}`);
}

async function assertRefused(t: Test, ask: Ask, me: string, who: string): Promise<void> {
  for (const type of closed) {
    for (const path of [type, `Patient/${me}/${type}`, `Patient/${me}/$everything?_type=${type}`])
      t.match(await ask(who, path), { status: 403, body: /"feature-off"/ }, `${who} ${path}`);
    const path = `Patient?_id=${me}&_revinclude=${type}:patient`;
    t.same(await typesOf(ask, who, path), { Patient: 1 }, `${who} ${path}`);
  }
}

const idSql = `select c.record, min(c.id) as id from cura_record c left join service_request p on p.id = c.id
  where record in ('forening', 'aktivitet') or record = 'maaleplan' and p.patient = $1 group by 1`;

t.test('what is off is off on every way, and comes back as it was', async (t) => {
  const house = await startHouse(t, { citizens: 14 });
  const me = await citizenIdOf(house, 'citizen');
  const { rows } = await house.ports.db.query<{ record: string; id: string }>(idSql, [me]);
  const idOf = (record: string) => rows.find((row) => row.record === record)?.id;
  const single = [
    `ServiceRequest/${idOf('maaleplan')}`,
    `Organization/${idOf('forening')}`,
    `HealthcareService/${idOf('aktivitet')}`,
  ];
  const seenBy = (ask: Ask) => Promise.all(people.map(lookOf(ask, me, single)));
  const before = await seenBy(await restarted(t, house, {}));
  const ask = await restarted(t, house, off);
  const [citizen, relative, staff] = (await seenBy(ask)) as [Looked, Looked, Looked];
  assertGone(t, 'citizen', citizen);
  assertGone(t, 'relative', relative);
  const types = Object.keys({ ...staff.all, ...staff.everything });
  t.notOk(types.some((type) => closed.includes(type)));
  t.ok(types.includes('Communication'), 'what was written stands in the record of staff');
  for (const who of [...people, 'system']) await assertRefused(t, ask, me, who);
  const entry = closed.map((type) => ({ request: { method: 'GET', url: type } }));
  const batch = await ask('staff', '', { resourceType: 'Bundle', type: 'batch', entry });
  t.equal(batch.body.split('403 Forbidden').length - 1, closed.length);
  t.match(await ask('public', `/video/${me}`), { status: 403, body: /videom/ });
  t.equal((await ask('public', '/activities.json')).status, 404);
  const stated = (await ask('public', '/fhir/metadata')).body;
  const told = ['SubscriptionTopic/', ...closed.map((type) => `"${type}"`)];
  t.same(
    told.filter((one) => stated.includes(one)),
    [],
  );
  t.same(await seenBy(await restarted(t, house, {})), before, 'on again, all is as it was');
});

const watching = (topic: string) => ({
  ...{ resourceType: 'Subscription', status: 'requested', reason: 'Min app' },
  criteria: `https://samspil.example/fhir/SubscriptionTopic/${topic}`,
  channel: {
    ...{ type: 'websocket', payload: 'application/fhir+json' },
    _payload: {
      extension: [
        {
          url: 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content',
          valueCode: 'id-only',
        },
      ],
    },
  },
});

t.test('where some units have a feature, what is of the others is not there', async (t) => {
  const house = await startHouse(t, { citizens: 14 });
  const me = await citizenIdOf(house, 'citizen');
  const slotsIn = async (ask: Ask) =>
    (JSON.parse((await ask('citizen', 'Slot?_summary=count')).body) as Bundle).total ?? 0;
  const at = async (name: string) => {
    const ask = await restarted(t, house, { messages: [name], booking: [name] });
    const seen = (who: string) => typesOf(ask, who, `Communication?patient=${me}`);
    const files = await typesOf(ask, 'citizen', `Patient/${me}/Binary`);
    const [citizen, staff] = [await seen('citizen'), await seen('staff')];
    return { slots: await slotsIn(ask), citizen, files, staff };
  };
  const all = await slotsIn(await restarted(t, house, {}));
  const [here, there] = [await at('Sygeplejeklinikken Sandby'), await at('enhed-genoptraening')];
  t.same([here.citizen, here.files], [{ Communication: 2 }, { Binary: 1 }]);
  t.same([there.citizen, there.files], [{}, {}], 'the threads are of the clinic');
  t.same(there.staff, here.staff);
  t.ok(here.slots > 0 && there.slots > 0 && here.slots + there.slots <= all, `${all} in all`);
  t.same(await at('900100010000160'), here, 'by SOR code as by name');

  const everyone = await restarted(t, house, {});
  const opened = await everyone('relative', `Patient/${me}/$calendar-feed?active=true`, {
    resourceType: 'Parameters',
  });
  const { parameter = [] } = JSON.parse(opened.body) as Parameters;
  const { pathname } = new URL(parameter[0]?.valueUrl ?? '');
  t.equal((await everyone('public', pathname)).status, 200);
  const alone = await restarted(t, house, { relatives: 'off' });
  t.equal((await alone('public', pathname)).status, 404, 'no calendar of a relative is told');

  const ask = await restarted(t, house, { messages: 'off', measurements: 'off', booking: 'off' });
  const statusOf = async (topic: string) =>
    (await ask('citizen', 'Subscription', watching(topic))).status;
  const topics = ['appointments', 'messages', 'measurements', 'slots'];
  t.same(await Promise.all(topics.map(statusOf)), [201, 403, 403, 403], 'nothing is told of it');
});
