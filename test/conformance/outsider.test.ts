import type { Bundle, CapabilityStatement } from '@medplum/fhirtypes';
import { Client, type FhirResource } from 'fhir-kit-client';
import t from 'tap';
import { startPlain } from './plain.ts';
import { identified, order, stories, system, types } from './suite.ts';

const statusOf = (call: Promise<unknown>): Promise<number> =>
  call.then(
    (answer) => Client.httpFor(answer as FhirResource).response?.status ?? 0,
    (error: { response: { status: number } }) => error.response.status,
  );

const idsIn = (bundle: FhirResource): (string | undefined)[] =>
  ((bundle as unknown as Bundle).entry ?? []).map(({ resource }) => resource?.id);

t.test('A suite of others finds a whole server', async (t) => {
  const plain = await startPlain(t, types);
  const client = new Client({ baseUrl: plain.base });

  await t.test('the statement says what it looks for', async (t) => {
    const statement = (await client.capabilityStatement()) as unknown as CapabilityStatement;
    const [rest] = statement.rest ?? [];
    const needed = ['read', 'vread', 'update', 'patch', 'delete', 'create', 'search-type'];
    for (const type of types) {
      const stated = rest?.resource?.find((one) => one.type === type);
      const codes = stated?.interaction?.map(({ code }) => `${code}`) ?? [];
      t.same(
        [...needed, 'history-instance', 'history-type'].filter((code) => !codes.includes(code)),
        [],
      );
      const { updateCreate, conditionalCreate, conditionalUpdate, conditionalDelete } =
        stated ?? {};
      t.same(
        { updateCreate, conditionalCreate, conditionalUpdate, conditionalDelete },
        {
          updateCreate: true,
          conditionalCreate: true,
          conditionalUpdate: true,
          conditionalDelete: 'single',
        },
      );
    }
    const system = rest?.interaction?.map(({ code }) => code) ?? [];
    t.same([...system].sort(), ['batch', 'history-system', 'transaction']);
  });

  for (const type of order) {
    const { made, changed, searches } = stories[type];
    const id = `${type === 'Observation' ? 'b' : type.charAt(0).toLowerCase()}-1`;
    await t.test(`${type} with an id of the client's`, async (t) => {
      const put = () => client.update({ resourceType: type, id, body: { ...made, id } });
      t.equal(await statusOf(put()), 201, 'an update makes it');
      t.equal(await statusOf(put()), 200);
      const first = await client.read({ resourceType: type, id });
      t.match(first, { ...made, id, meta: { versionId: '1' } }, 'an equal update changes nothing');
      const second = await client.update({
        ...{ resourceType: type, id },
        body: { ...made, ...changed, id } as FhirResource,
      });
      t.match(second, { ...changed, meta: { versionId: '2' } });
      for (const searchParams of searches)
        t.same(
          idsIn(await client.resourceSearch({ resourceType: type, searchParams })),
          [id],
          `${type}?${new URLSearchParams(searchParams)}`,
        );
      t.match(await client.vread({ resourceType: type, id, version: '1' }), made);
      const past = (await client.resourceHistory({ resourceType: type, id })) as unknown as Bundle;
      t.same(
        past.entry?.map(({ response }) => response?.etag),
        ['W/"2"', 'W/"1"'],
      );
    });
  }

  for (const type of order)
    await t.test(`${type} with an id of the server's, gone and back`, async (t) => {
      const created = await client.create({ resourceType: type, body: stories[type].made });
      const id = `${created.id}`;
      const of = { resourceType: type, id };
      t.equal(await statusOf(client.read(of)), 200);
      t.equal(await statusOf(client.delete(of)), 204);
      t.equal(await statusOf(client.read(of)), 410);
      t.equal(await statusOf(client.delete(of)), 204, 'to delete twice is no fault');
      t.equal(await statusOf(client.read({ ...of, id: 'never' })), 404);
      const searchParams = { _id: id };
      t.same(idsIn(await client.resourceSearch({ resourceType: type, searchParams })), []);
      const back = await client.update({ ...of, body: { ...stories[type].made, id } });
      t.match(back, { id, meta: { versionId: '3' } }, 'it comes back and goes on counting');
    });

  await t.test('references are followed both ways', async (t) => {
    const all = await client.resourceSearch({
      resourceType: 'Encounter',
      searchParams: {
        _id: 'e-1',
        _include: 'Encounter:subject',
        _revinclude: 'Observation:encounter',
      },
    });
    t.same(idsIn(all), ['e-1', 'p-1']);
    const having = { '_has:Observation:patient:code': '8867-4' };
    t.same(idsIn(await client.resourceSearch({ resourceType: 'Patient', searchParams: having })), [
      'p-1',
    ]);
  });

  await t.test('a condition makes one thing only', async (t) => {
    const body = { resourceType: 'Patient', ...identified('p-9') };
    const options = { headers: { 'If-None-Exist': `identifier=${system}|p-9` } };
    const ask = () => client.create({ resourceType: 'Patient', body, options });
    t.equal(await statusOf(ask()), 201);
    t.equal(await statusOf(ask()), 200);
    const searchParams = { identifier: `${system}|p-9` };
    const update = client.update({
      ...{ resourceType: 'Patient', searchParams },
      body: { ...body, active: true } as FhirResource,
    });
    t.match(await update, { active: true, meta: { versionId: '2' } });
  });

  await t.test('a transaction is stored whole, or not at all', async (t) => {
    const mother = 'urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0';
    const reading = 'urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e1';
    const entries = (code: object): object[] => [
      {
        fullUrl: reading,
        resource: { ...stories.Observation.made, subject: { reference: mother }, code },
        request: { method: 'POST', url: 'Observation' },
      },
      {
        fullUrl: mother,
        resource: { resourceType: 'Patient', ...identified('p-t') },
        request: { method: 'POST', url: 'Patient' },
      },
    ];
    const send = (code: object) =>
      client.transaction({
        body: { resourceType: 'Bundle', type: 'transaction', entry: entries(code) } as FhirResource,
      });
    const search = { resourceType: 'Patient', searchParams: { identifier: `${system}|p-t` } };
    t.equal(await statusOf(send({ coding: 'no list' })), 422);
    t.same(idsIn(await client.resourceSearch(search)), []);
    const done = (await send({ text: 'puls' })) as unknown as Bundle;
    t.match(
      done.entry?.map(({ response }) => response?.status),
      [/^201/, /^201/],
    );
    const [id] = idsIn(await client.resourceSearch(search));
    const found = (await client.resourceSearch({
      ...{ resourceType: 'Observation', searchParams: { subject: `Patient/${id}` } },
    })) as unknown as Bundle;
    t.match(found.entry, [{ resource: { subject: { reference: `Patient/${id}` } } }]);
  });

  await t.test('pages are turned both ways', async (t) => {
    for (const number of [1, 2, 3, 4, 5])
      await client.create({
        resourceType: 'Organization',
        body: { resourceType: 'Organization', name: `Plejehjem ${number}` } as FhirResource,
      });
    const searchParams = { name: 'plejehjem', _count: 2, _sort: 'name' };
    const namesIn = (bundle: unknown): unknown[] =>
      ((bundle as Bundle).entry ?? []).map(({ resource }) => (resource as { name?: string }).name);
    const first = await client.resourceSearch({ resourceType: 'Organization', searchParams });
    const second = await client.nextPage({ bundle: first as never });
    const third = await client.nextPage({ bundle: second as never });
    t.same([first, second, third].map(namesIn), [
      ['Plejehjem 1', 'Plejehjem 2'],
      ['Plejehjem 3', 'Plejehjem 4'],
      ['Plejehjem 5'],
    ]);
    t.equal(await client.nextPage({ bundle: third as never }), undefined);
    const back = await client.prevPage({ bundle: third as never });
    t.same(namesIn(back), namesIn(second));
  });

  await t.test('a patch changes one thing, and the past is there at every level', async (t) => {
    const of = { resourceType: 'Organization', id: 'o-1' };
    const jsonPatch = [{ op: 'replace' as const, path: '/name', value: 'Lægehuset' }];
    t.match(await client.patch({ ...of, jsonPatch }), { name: 'Lægehuset', active: true });
    const pasts = [
      await client.resourceHistory(of),
      await client.typeHistory({ resourceType: 'Organization' }),
      await client.systemHistory(),
    ] as unknown as Bundle[];
    for (const past of pasts)
      t.match(past.entry?.[0], { resource: { name: 'Lægehuset', meta: { versionId: '3' } } });
    t.equal(
      await statusOf(client.search({ resourceType: 'Organization', searchParams: { x: 1 } })),
      400,
    );
  });
});
