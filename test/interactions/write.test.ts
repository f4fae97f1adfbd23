import t from 'tap';
import { issuesOf, startPlain } from './plain-house.ts';

const patient = (more: object = {}) => ({
  resourceType: 'Patient',
  name: [{ family: 'Holm' }],
  ...more,
});

t.test('a room of our own is written', async (t) => {
  const { ask, base } = await startPlain(t, ['Patient', 'Observation']);

  await t.test('create gives an id, a version and its address', async (t) => {
    const made = await ask('POST', 'Patient', patient({ id: 'mine' }));
    t.equal(made.status, 201);
    const { id } = made.body;
    t.not(id, 'mine', 'the id is ours');
    t.equal(made.headers.get('location'), `${base}/Patient/${id}/_history/1`);
    t.equal(made.headers.get('etag'), 'W/"1"');
    t.match((await ask('GET', `Patient/${id}`)).body, patient());
  });

  await t.test('update makes versions, and none when nothing is changed', async (t) => {
    const holm = { name: [{ family: 'Holm', given: ['Ida'] }], gender: 'female' };
    const made = await ask('PUT', 'Patient/u1', patient({ ...holm, id: 'u1' }));
    t.match([made.status, made.headers.get('etag')], [201, 'W/"1"'], 'update as create');
    const other = {
      ...{ id: 'u1', gender: 'female', name: [{ given: ['Ida'], family: 'Holm' }] },
      resourceType: 'Patient',
    };
    const same = await ask('PUT', 'Patient/u1', other);
    t.match([same.status, same.headers.get('etag')], [200, 'W/"1"'], 'in another order');
    const next = await ask('PUT', 'Patient/u1', { ...other, active: true });
    t.match([next.status, next.headers.get('etag')], [200, 'W/"2"']);
    t.equal((await ask('GET', 'Patient/u1/_history')).body.total, 2);
  });

  await t.test('a number that is written otherwise is another version', async (t) => {
    const observed = (value: string) =>
      `{"resourceType":"Observation","id":"o1","status":"final","code":{"text":"x"},"valueQuantity":{"value":${value}}}`;
    t.equal((await ask('PUT', 'Observation/o1', observed('1.0'))).status, 201);
    t.equal((await ask('PUT', 'Observation/o1', observed('1.0'))).headers.get('etag'), 'W/"1"');
    t.equal((await ask('PUT', 'Observation/o1', observed('1.00'))).headers.get('etag'), 'W/"2"');
  });

  await t.test('delete ends the history, and a PUT goes on with it', async (t) => {
    await ask('PUT', 'Patient/d1', patient({ id: 'd1' }));
    const gone = await ask('DELETE', 'Patient/d1');
    t.match([gone.status, gone.headers.get('etag'), gone.body], [204, 'W/"2"', undefined]);
    t.equal((await ask('GET', 'Patient/d1')).status, 410);
    t.equal((await ask('GET', 'Patient?_id=d1')).body.total, 0);
    t.equal((await ask('DELETE', 'Patient/d1')).status, 204, 'again changes nothing');
    t.equal((await ask('DELETE', 'Patient/never')).status, 204);
    const back = await ask('PUT', 'Patient/d1', patient({ id: 'd1' }));
    t.match([back.status, back.headers.get('etag')], [201, 'W/"3"']);
    const history = (await ask('GET', 'Patient/d1/_history')).body;
    t.same(
      history.entry.map((one: { request: { method: string } }) => one.request.method),
      ['PUT', 'DELETE', 'POST'],
    );
  });

  await t.test('a condition on the version holds for every kind of write', async (t) => {
    await ask('PUT', 'Patient/c1', patient({ id: 'c1' }));
    const patch = [{ op: 'add', path: '/active', value: true }];
    const changed = patient({ id: 'c1', gender: 'female' });
    const jsonPatch = { 'content-type': 'application/json-patch+json' };
    const writes = (header: object) =>
      [
        ask('PUT', 'Patient/c1', changed, { ...header }),
        ask('PATCH', 'Patient/c1', patch, { ...jsonPatch, ...header }),
        ask('DELETE', 'Patient/c1', undefined, { ...header }),
      ] as const;
    for (const [header, expected] of [
      [{ 'if-match': 'W/"7"' }, [412, 'stale-version']],
      [{ 'if-match': '"x"' }, [412, 'stale-version']],
      [{ 'if-match': '7' }, [400, 'bad-etag']],
      [{ 'if-match': 'W/"1' }, [400, 'bad-etag']],
      [{ 'if-none-match': '*' }, [412, 'already-there']],
      [{ 'if-none-match': 'W/"1"' }, [412, 'already-there']],
    ] as const)
      for (const heard of await Promise.all(writes(header)))
        t.same([heard.status, ...issuesOf(heard)], expected, JSON.stringify(header));
    t.equal((await ask('GET', 'Patient/c1')).headers.get('etag'), 'W/"1"');
    const right = { 'if-match': 'W/"9", W/"1"' };
    t.equal((await ask('PUT', 'Patient/c1', changed, right)).status, 200);
    t.equal((await ask('DELETE', 'Patient/c1', undefined, { 'if-match': '*' })).status, 204);
    for (const tag of ['*', 'W/"3"'])
      t.equal((await ask('PUT', 'Patient/c1', changed, { 'if-match': tag })).status, 412, 'gone');
    const anew = await ask('PUT', 'Patient/c1', changed, { 'if-none-match': '*' });
    t.equal(anew.status, 201, 'create only');
  });

  await t.test('of writes on one version at once exactly one is made', async (t) => {
    await ask('PUT', 'Patient/r1', patient({ id: 'r1' }));
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        ask('PUT', 'Patient/r1', patient({ id: 'r1', birthDate: `19${at + 10}` }), {
          'if-match': 'W/"1"',
        }),
      ),
    );
    const statuses = all.map(({ status }) => status).sort();
    t.same(statuses, [200, ...Array.from({ length: 19 }, () => 412)]);
    t.equal((await ask('GET', 'Patient/r1')).headers.get('etag'), 'W/"2"');
  });

  await t.test('writes of one id at once follow each other', async (t) => {
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        ask('PUT', 'Patient/r2', patient({ id: 'r2', birthDate: `19${at + 10}` })),
      ),
    );
    t.same(all.map(({ status }) => status).sort(), [...Array(19).fill(200), 201]);
    t.equal((await ask('GET', 'Patient/r2/_history')).body.total, 20);
  });

  await t.test('the answer is what the caller prefers', async (t) => {
    const prefer = (value: string) => ({ prefer: `return=${value}` });
    const bare = await ask('POST', 'Patient', patient(), prefer('minimal'));
    t.match([bare.status, bare.body], [201, undefined]);
    t.match(bare.headers.get('location'), /Patient\/[^/]+\/_history\/1$/);
    const word = await ask('PUT', 'Patient/p1', patient({ id: 'p1' }), prefer('OperationOutcome'));
    t.match([word.status, issuesOf(word)], [201, ['ok']]);
    const whole = await ask('PUT', 'Patient/p1', patient({ id: 'p1' }), prefer('representation'));
    t.match([whole.status, whole.body.id], [200, 'p1']);
    const gone = await ask('DELETE', 'Patient/p1', undefined, prefer('OperationOutcome'));
    t.match([gone.status, issuesOf(gone)], [200, ['ok']]);
  });

  await t.test('what cannot be written is refused', async (t) => {
    const part = { meta: { tag: [{ code: 'SUBSETTED' }] } };
    for (const [method, path, body, expected] of [
      ['POST', 'Patient', { resourceType: 'Observation' }, '400 resource-type resourceType'],
      ['POST', 'Patient', undefined, '400 body-missing'],
      ['PUT', 'Patient/x1', patient({ id: 'x2' }), '400 id-mismatch Patient.id'],
      ['PUT', 'Patient/x1', patient(), '400 id-mismatch Patient.id'],
      ['PUT', 'Patient/x_1', patient({ id: 'x_1' }), '404 not-found'],
      ['PUT', 'Patient/x1', patient({ id: 'x1', ...part }), '422 subsetted Patient.meta.tag'],
      ['PUT', 'Patient/x1?a=b', patient({ id: 'x1' }), '400 unknown-parameter a'],
    ] as const) {
      const heard = await ask(method, path, body);
      t.equal([heard.status, ...issuesOf(heard)].join(' '), expected, `${method} ${path}`);
    }
    t.equal((await ask('GET', 'Patient/x1')).status, 404, 'and nothing is there');
  });
});
