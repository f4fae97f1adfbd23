import type { Bundle, Flag, Provenance } from '@medplum/fhirtypes';
import t from 'tap';
import { registry } from '../../src/registry.ts';
import { scene } from '../sync/scene.ts';
import { afterwards, confided, flag, jsonPatch, minding, put, remote, said } from './flag.ts';

const house = await scene(t, { rooms: [...registry, flag, remote], citizens: 20 });
const { as, send, karen, poul } = house;

const read = async <T = Flag>(persona: string, path: string): Promise<T> =>
  (await (await as(persona)(path)).json()) as T;
const made = async (resource: object): Promise<string> =>
  `${(await send('system', 'Flag', resource)).body.id}`;
const actsOn = async (id: string): Promise<Provenance[]> =>
  ((await read<Bundle>('auditor', `Provenance?target=Flag/${id}&_sort=recorded`)).entry ?? []).map(
    ({ resource }) => resource as Provenance,
  );
t.test('every write leaves its Provenance, and is told to the room', async (t) => {
  afterwards.length = 0;
  const { body, status } = await send('relative', 'Flag', minding(karen));
  t.equal(status, 201);
  const path = `Flag/${body.id}`;
  const stands = await read('relative', path);
  await send('citizen', path, { ...(await read('citizen', path)), status: 'inactive' }, put);
  await send('citizen', path, await read('citizen', path), put);
  await send('system', path, [{ op: 'remove', path: '/period' }], jsonPatch);
  t.equal((await as('relative')(path, { method: 'DELETE' })).status, 204);
  t.same(afterwards, ['created 1', 'updated 2', 'updated 3', 'removed 4']);
  const acts = await actsOn(`${body.id}`);
  t.same(
    acts.map(({ activity, agent, target }) => [
      activity?.coding?.[1]?.code,
      agent[0]?.who.reference?.split('/')[0],
      target[0]?.reference?.split('/').at(-1),
    ]),
    [
      ['create', 'RelatedPerson', '1'],
      ['update', 'Patient', '2'],
      ['update', 'Device', '3'],
      ['delete', 'RelatedPerson', '4'],
    ],
  );
  t.equal(acts[0]?.entity?.[0]?.role, 'source', 'with the mandate');
  t.equal((await as('citizen')(path)).status, 410);
  t.equal(
    said(await send('citizen', path, { ...stands, id: body.id }, put)),
    '201',
    'it comes back',
  );
  t.equal((await read('citizen', path)).meta?.versionId, '5');
});

t.test('only those who act for the citizen write', async (t) => {
  const id = await made(minding(karen));
  const path = `Flag/${id}`;
  const seen = await read('citizen', path);
  for (const [persona, body, expected] of [
    ['neighbour', minding(karen), '403 no-mandate'],
    ['citizen', minding(poul), '403 no-mandate'],
    ['seeonly', minding(karen), '403 no-mandate'],
    ['auditor', minding(karen), '403 insufficient-scope'],
    ['citizen', minding('nobody'), '403 no-mandate'],
  ] as const)
    t.equal(said(await send(persona, 'Flag', body)), expected, persona);
  t.equal(
    said(await send('neighbour', path, seen, put)),
    '405 method-not-allowed',
    'unknown to him',
  );
  t.equal(said(await send('neighbour', path, undefined, { method: 'DELETE' })), '204');
  t.equal((await as('citizen')(path)).status, 200, 'and it is there still');
  const moved = { ...seen, subject: { reference: `Patient/${poul}` } };
  t.equal(said(await send('citizen', path, moved, put)), '422 not-changeable');
  t.equal(
    said(await send('citizen', 'Flag/unknown', { ...seen, id: 'unknown' }, put)),
    '405 method-not-allowed',
  );
  t.equal((await actsOn(id)).length, 1);
});

t.test('a write through a view keeps what the view hides', async (t) => {
  for (const [persona, sees] of [
    ['citizen', true],
    ['relative', false],
  ] as const) {
    const id = await made(confided(karen));
    const path = `Flag/${id}`;
    const seen = await read(persona, path);
    t.equal(seen.period !== undefined, sees, `${persona} sees a part`);
    t.notMatch(JSON.stringify(seen), 'fortroligt');
    const same = await send(persona, path, seen, put);
    t.equal(same.status, 200);
    t.equal((await read('system', path)).meta?.versionId, '1', 'unchanged it is no version');
    const { meta: _, ...bare } = seen;
    await send(persona, path, { ...bare, code: { text: 'Lille hund' } }, put);
    await send(persona, path, [{ op: 'replace', path: '/status', value: 'inactive' }], jsonPatch);
    const whole = await read('system', path);
    const { meta, ...rest } = whole;
    const { meta: _meta, ...expected } = confided(karen, { id });
    t.same(rest, { ...expected, code: { text: 'Lille hund' }, status: 'inactive' }, persona);
    t.match(meta, { versionId: '3', security: [{ code: 'R' }] });
    const past = await read('system', `${path}/_history`);
    t.equal(JSON.stringify(past).split('fortroligt').length - 1, 3, 'in every version');
    t.notMatch(JSON.stringify(await read(persona, `${path}/_history`)), 'fortroligt');
  }
});

t.test('a conditional write sees what its caller may see', async (t) => {
  const theirs = minding(poul, { identifier: [{ system: 'urn:x', value: '1' }] });
  await send('neighbour', 'Flag', theirs);
  const mine = { ...minding(karen), identifier: theirs.identifier };
  const unless = {
    headers: { 'if-none-exist': 'identifier=urn:x|1', 'content-type': 'application/fhir+json' },
    method: 'POST',
  };
  t.equal(
    said(await send('citizen', 'Flag', mine, unless)),
    '201',
    'one of another citizen is none',
  );
  t.equal(said(await send('citizen', 'Flag', mine, unless)), '200');
  const removed = await as('citizen')('Flag?identifier=urn:x|1', { method: 'DELETE' });
  t.equal(removed.status, 204);
  const left = await read<Bundle>('system', 'Flag?identifier=urn:x|1');
  t.same(
    left.entry?.map(({ resource }) => (resource as Flag).subject.reference),
    [`Patient/${poul}`],
  );
});

t.test(
  'equal conditional creates at once make one where another system is asked, too',
  async (t) => {
    const basic = {
      resourceType: 'Basic',
      code: { text: 'x' },
      identifier: [{ system: 'urn:x', value: '1' }],
    };
    const headers = {
      'if-none-exist': 'identifier=urn:x|1',
      'content-type': 'application/fhir+json',
    };
    const all = await Promise.all(
      Array.from({ length: 24 }, () => send('system', 'Basic', basic, { method: 'POST', headers })),
    );
    t.same(all.map(({ status }) => status).sort(), [...Array(23).fill(200), 201]);
    t.equal(new Set(all.map(({ body }) => body.id)).size, 1);
    t.equal((await house.ports.db.query('select from lease')).rowCount, 0, 'no lease is left');
    const matching = { ...put, headers: { ...headers, 'if-match': 'W/"1"' } };
    const id = `${all[0]?.body.id}`;
    const late = await send(
      'system',
      `Basic/${id}`,
      { ...basic, id, code: { text: 'y' } },
      matching,
    );
    t.equal(
      said(late),
      '412 stale-version',
      'what is decided on a later version was not asked for',
    );
  },
);
