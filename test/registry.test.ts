import type { Bundle, CapabilityStatement, Flag, Resource } from '@medplum/fhirtypes';
import t from 'tap';
import { actorFor } from '../src/access/scope.ts';
import { structure } from '../src/fhir/canonical.ts';
import { uuidv7 } from '../src/fhir/id.ts';
import { forbidden } from '../src/fhir/outcome.ts';
import { provenanceOf } from '../src/ledger/provenance.ts';
import { registry } from '../src/registry.ts';
import { defineResource, idIn } from '../src/resources/define.ts';
import { findOne } from '../src/resources/find-resource.ts';
import { defaultLaw } from '../src/resources/healthcare-service/policy.ts';
import { putAll } from '../src/store/put.ts';
import { startHouse, type TestHouse } from './house.ts';

const noRight = { da: 'Det må du ikke.', en: 'You may not.' };
const citizenOf = ({ subject }: Flag): string | undefined => idIn(subject.reference, 'Patient');

/** A room that no file of the house knows of. */
const flag = defineResource<Flag>({
  type: 'Flag',
  profile: structure('samspil-flag'),
  origin: 'here',
  about: { da: 'Noget at være opmærksom på.', en: 'Something to mind.' },
  interactions: ['read', 'vread', 'history-instance', 'search-type', 'create'],
  access: { kind: 'compartment' },
  order: 'date',
  patient: citizenOf,
  search: {
    patient: { type: 'reference', expression: 'Flag.subject', target: ['Patient'] },
    date: { type: 'date', expression: 'Flag.period' },
    code: {
      type: 'token',
      expression: 'Flag.code',
      index: 'range',
      description: { da: 'hvad der skal huskes', en: 'what is to be minded' },
    },
  },
  create: async ({ ports, grant, resource }) => {
    const patient = citizenOf(resource as Flag);
    const actor = patient === undefined ? undefined : actorFor(grant, patient, 'Flag');
    if (patient === undefined || !actor) throw forbidden('no-right', noRight);
    const [id, now] = [uuidv7(ports.now()), ports.now()];
    await ports.db.transaction(async (tx) => {
      await putAll(tx, ports.room('Flag'), [{ ...resource, id }], now);
      const act = provenanceOf({
        target: { type: 'Flag', id, version: 1 },
        ...{ patient, actor, kind: 'flag', outcome: 'created' as const, policy: defaultLaw },
        ...{ occurred: now, recorded: now, assembler: actor.who },
      });
      await putAll(tx, ports.room('Provenance'), [act], now);
    });
    const stored = await findOne<Flag>(ports.db, ports.room('Flag'), id);
    return { status: 201, ...(stored && { stored }) };
  },
});

const json = async <T>(answer: Promise<Response>): Promise<T> => (await (await answer).json()) as T;

const idsIn = ({ entry = [] }: Bundle): (string | undefined)[] =>
  entry.map(({ resource }) => resource?.id);

async function ownId({ as }: TestHouse, persona: string): Promise<string> {
  const [id] = idsIn(await json(as(persona)('Patient')));
  return `${id}`;
}

const minding = (patient: string): Flag => ({
  resourceType: 'Flag',
  status: 'active',
  code: { coding: [{ system: 'urn:test', code: 'dog' }], text: 'Stor hund' },
  subject: { reference: `Patient/${patient}` },
  period: { start: '2026-11-24' },
});

const post = (body: Resource): RequestInit => ({ method: 'POST', body: JSON.stringify(body) });

const typesIn = (statement: CapabilityStatement): (string | undefined)[] =>
  (statement.rest?.[0]?.resource ?? []).map(({ type }) => type);

t.test(
  'a room that is added to the registry, and to no other file, is there in full',
  async (t) => {
    const house = await startHouse(t, { rooms: [...registry, flag], citizens: 20 });
    const { as } = house;
    const [mine, theirs] = [await ownId(house, 'citizen'), await ownId(house, 'neighbour')];

    const made = await as('citizen')('Flag', post(minding(mine)));
    t.equal(made.status, 201);
    const { id } = (await made.json()) as Flag;
    t.equal(made.headers.get('location')?.endsWith(`/fhir/Flag/${id}/_history/1`), true);

    await t.test('it is read, also in its version and history', async (t) => {
      const { meta, ...read } = await json<Flag>(as('citizen')(`Flag/${id}`));
      t.same(read, { ...minding(mine), id });
      t.equal(meta?.versionId, '1');
      t.equal((await as('citizen')(`Flag/${id}/_history/1`)).status, 200);
      t.equal((await json<Bundle>(as('citizen')(`Flag/${id}/_history`))).total, 1);
    });

    await t.test('it is found by each of its parameters and by no other', async (t) => {
      const found = [
        `patient=${mine}`,
        `patient=${mine}&date=ge2026-11-01`,
        `patient=${mine}&code=urn:test|dog`,
        'code=dog',
        `_id=${id}`,
      ];
      for (const query of found)
        t.same(idsIn(await json(as('citizen')(`Flag?${query}`))), [id], query);
      const none = [`patient=${mine}&date=lt2026-11-01`, `patient=${mine}&code=cat`];
      for (const query of none)
        t.same(idsIn(await json(as('citizen')(`Flag?${query}`))), [], query);
      const unknown = await as('citizen')('Flag?colour=red');
      t.equal(unknown.status, 400);
      t.match(await unknown.text(), /patient, date, code/, 'and the refusal lists them');
    });

    await t.test('it refers to the citizen, and the Provenance to it', async (t) => {
      const both = await json<Bundle>(as('citizen')(`Flag?patient=${mine}&_include=Flag:patient`));
      t.same(idsIn(both), [id, mine]);
      const acts = await json<Bundle>(as('auditor')(`Provenance?target=Flag/${id}`));
      t.equal(acts.entry?.length, 1);
    });

    await t.test('its access rule holds', async (t) => {
      t.equal((await as('neighbour')(`Flag/${id}`)).status, 404);
      t.same(idsIn(await json(as('neighbour')('Flag?code=dog'))), []);
      t.equal((await as('neighbour')(`Flag?patient=${mine}`)).status, 403);
      t.equal((await as('citizen')('Flag', post(minding(theirs)))).status, 403);
      t.same(idsIn(await json(as('relative')(`Flag?patient=${mine}`))), [id]);
      t.equal((await fetch(`${house.base}/Flag/${id}`)).status, 401);
    });

    await t.test('what it gets is checked by the definition of its type', async (t) => {
      const { code: _, ...without } = minding(mine);
      const wrong = await as('citizen')('Flag', post(without as Flag));
      t.equal(wrong.status, 422);
      t.match(await wrong.text(), /Flag\.code/);
    });

    await t.test('what it does not offer is refused, and the statement says so too', async (t) => {
      const refused = await as('citizen')(`Flag/${id}`, { method: 'DELETE' });
      t.equal(refused.status, 405);
      const statement = await json<CapabilityStatement>(as('citizen')('metadata'));
      const stated = statement.rest?.[0]?.resource?.find(({ type }) => type === 'Flag');
      t.match(stated, {
        supportedProfile: [structure('samspil-flag')],
        interaction: flag.interactions.map((code) => ({ code })),
        searchParam: [{ name: 'patient' }, { name: 'date' }, { name: 'code' }],
      });
    });
  },
);

t.test('a room that is not in the registry has no table, no route and no statement', async (t) => {
  const house = await startHouse(t, { citizens: 20 });
  t.equal((await house.as('citizen')('Flag')).status, 404);
  t.equal((await house.as('citizen')('Flag', post(minding('x')))).status, 404);
  const statement = await json<CapabilityStatement>(house.as('citizen')('metadata'));
  t.same(
    typesIn(statement),
    registry.map(({ type }) => type),
  );
  const { rows } = await house.ports.db.query("select to_regclass('flag') as found");
  t.same(rows, [{ found: null }]);
});
