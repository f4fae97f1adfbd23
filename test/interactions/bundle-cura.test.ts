import type { Bundle, Patient } from '@medplum/fhirtypes';
import t from 'tap';
import { registry } from '../../src/registry.ts';
import { idOf } from '../access/story.ts';
import { measuring, scene, wish } from '../sync/scene.ts';
import { flag, jsonPatch, minding, put, said } from './flag.ts';

const house = await scene(t, { rooms: [...registry, flag], citizens: 20 });
const { as, send, karen, poul } = house;

const read = async (persona: string, path: string): Promise<Patient> =>
  (await (await as(persona)(path)).json()) as Patient;
const provenances = async (): Promise<number> => {
  const { rows } = await house.ports.db.query<{ n: number }>(
    'select count(*)::int as n from provenance',
  );
  return rows[0]?.n ?? 0;
};

const transaction = (entry: readonly object[], type = 'transaction') => ({
  resourceType: 'Bundle',
  ...{ type, entry },
});
const request = (method: string, url: string) => ({ request: { method, url } });

t.test('a transaction leaves all its Provenance or none, and says whom it looked at', async (t) => {
  const before = await provenances();
  const flags = [minding(karen), minding(karen)].map((resource) => ({
    resource,
    ...request('POST', 'Flag'),
  }));
  const failed = await send(
    'citizen',
    '',
    transaction([...flags, { resource: minding(poul), ...request('POST', 'Flag') }]),
  );
  t.equal(said(failed), '403 no-mandate');
  t.same(failed.body.issue?.[0]?.expression, ['Bundle.entry[2].request']);
  t.equal(await provenances(), before);
  const done = await send(
    'citizen',
    '',
    transaction([
      ...flags,
      request('GET', `Patient/${karen}`),
      request('GET', `Flag?patient=${karen}`),
    ]),
  );
  t.equal(done.status, 200);
  t.equal(await provenances(), before + 2);
  const { rows } = await house.ports.db.query(
    `select interaction from ledger where request = (select request from ledger where request is not null order by tx desc, seq desc limit 1) order by 1`,
  );
  t.same(rows, [{ interaction: 'read' }, { interaction: 'search-type' }]);
});

t.test('what is written to Cura stands alone in a transaction', async (t) => {
  const [one, two] = [await house.slot(measuring), await house.slot(measuring)];
  const booking = (slot: typeof one) => ({
    resource: wish(karen, slot),
    ...request('POST', 'Appointment'),
  });
  const own = { resource: minding(karen), ...request('POST', 'Flag') };
  const before = await provenances();
  for (const entries of [
    [booking(one), booking(two)],
    [booking(one), own],
    [own, booking(one)],
  ])
    t.equal(said(await send('citizen', '', transaction(entries))), '422 one-cura-write');
  const unreadable = [booking(one), request('GET', 'Appointment/nobody')];
  t.equal(said(await send('citizen', '', transaction(unreadable))), '404 not-found');
  t.equal(await provenances(), before, 'nothing was written');
  const booked = await send(
    'citizen',
    '',
    transaction([
      request('GET', `Appointment?patient=${karen}&status=booked&_count=100`),
      booking(one),
    ]),
  );
  t.equal(booked.status, 200, JSON.stringify(booked.body.issue));
  const { entry } = booked.body as Bundle;
  t.equal(entry?.[1]?.response?.status, '201 Created');
  const shown = JSON.stringify(entry?.[0]?.resource);
  t.match(shown, `${entry?.[1]?.resource?.id}`, 'what is read beside it is read afterwards');
  const both = await send('citizen', '', transaction([booking(two), own], 'batch'));
  t.same(
    (both.body as Bundle).entry?.map(({ response }) => response?.status),
    ['201 Created', '201 Created'],
  );
});

t.test('a citizen is changed through every view without loss', async (t) => {
  const patient = await idOf(house, 'borger', 'borger-00003');
  const path = `Patient/${patient}`;
  const before = await read('system', path);
  const seen = await read('protectedRelative', path);
  t.notMatch(JSON.stringify(seen), `${before.telecom?.[0]?.value}`);
  t.equal(said(await send('protectedRelative', path, seen, put)), '200');
  const telecom = [
    {
      op: 'add',
      path: '/telecom',
      value: [{ system: 'phone', value: '+4512345678', use: 'mobile' }],
    },
  ];
  await send('protectedRelative', path, telecom, jsonPatch);
  const kept = await read('system', path);
  t.match(kept, {
    identifier: before.identifier,
    address: before.address,
    telecom: before.telecom,
  });
  const own = await read('protected', path);
  const changed = {
    ...own,
    telecom: own.telecom?.map((one) =>
      one.system === 'phone' ? { ...one, value: '+4587654321' } : one,
    ),
  };
  t.equal(said(await send('protected', path, changed, put)), '200');
  const after = await read('system', path);
  t.match(after, { identifier: before.identifier, address: before.address });
  t.match(JSON.stringify(after.telecom), '+4587654321');
  const history = JSON.stringify(await read('system', `${path}/_history`));
  t.match(history, `${before.telecom?.[0]?.value}`);
});
