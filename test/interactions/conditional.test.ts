import t from 'tap';
import { type Ask, type Heard, issuesOf, startPlain } from './plain-house.ts';

/** A trial is 64 creates at once; the promise is of a thousand, which takes minutes. */
const trials = Number(process.env.CREATE_TRIALS ?? 8);

const holm = (value: string, more: object = {}) => ({
  resourceType: 'Patient',
  identifier: [{ system: 'urn:x', value }],
  ...more,
});
const identified = (value: string) => `Patient?identifier=urn:x|${value}`;
const total = async (ask: Ask, value: string): Promise<number> =>
  (await ask('GET', `${identified(value)}&_total=accurate`)).body.total;
const said = (heard: Heard) => [heard.status, ...issuesOf(heard)].join(' ');

t.test('a write can mean what fulfils a condition', async (t) => {
  const { ask, asks, base } = await startPlain(t, ['Patient', 'Observation', 'Group'], 2);
  const twins = async (value: string) => {
    for (const id of ['a', 'b'])
      await ask('PUT', `Patient/${value}${id}`, holm(value, { id: value + id }));
  };
  await twins('twin');

  await t.test('a conditional create makes one, then finds it', async (t) => {
    const unless = { 'if-none-exist': 'identifier=urn:x|1' };
    const made = await ask('POST', 'Patient', holm('1'), unless);
    t.equal(made.status, 201);
    const found = await ask('POST', 'Patient', holm('1', { active: true }), unless);
    t.match([found.status, found.body], [200, made.body], 'and writes nothing');
    t.equal(found.headers.get('location'), `${base}/Patient/${made.body.id}/_history/1`);
    const several = { 'if-none-exist': '?identifier=urn:x|twin' };
    t.equal(said(await ask('POST', 'Patient', holm('twin'), several)), '412 several-match');
  });

  await t.test('a conditional update makes one, changes it, and heeds the id', async (t) => {
    const made = await ask('PUT', identified('2'), holm('2'));
    t.equal(made.status, 201);
    const { id } = made.body;
    const changed = await ask('PUT', identified('2'), holm('2', { active: true }));
    t.match([changed.status, changed.body], [200, { id, active: true }]);
    const same = await ask('PUT', identified('2'), holm('2', { active: true, id }));
    t.match([same.status, same.headers.get('etag')], [200, 'W/"2"']);
    t.equal(
      said(await ask('PUT', identified('2'), holm('2', { id: 'x' }))),
      '400 id-mismatch Patient.id',
    );
    t.match(
      (await ask('PUT', identified('2'), holm('2', { id: 'x' }))).body.issue[0].details.text,
      /opfylder betingelsen/,
    );
    t.equal(said(await ask('PUT', identified('twin'), holm('twin'))), '412 several-match');
    const named = await ask('PUT', identified('3'), holm('3', { id: 'three' }));
    t.match([named.status, named.body.id], [201, 'three'], 'with the id of the client');
    const taken = await ask('PUT', identified('4'), holm('4', { id: 'three' }));
    t.equal(said(taken), '412 already-there', 'which must be free');
    const stale = await ask('PUT', identified('2'), holm('2'), { 'if-match': 'W/"1"' });
    t.equal(said(stale), '412 stale-version');
    const none = await ask('PUT', identified('5'), holm('5'), { 'if-match': '*' });
    t.equal(said(none), '412 stale-version', 'nothing is of a version');
  });

  await t.test('a conditional patch and delete mean one', async (t) => {
    const jsonPatch = { 'content-type': 'application/json-patch+json' };
    const patch = [{ op: 'add', path: '/gender', value: 'female' }];
    await ask('PUT', 'Patient/six', holm('6', { id: 'six' }));
    const patched = await ask('PATCH', identified('6'), patch, jsonPatch);
    t.match([patched.status, patched.body], [200, { id: 'six', gender: 'female' }]);
    t.equal(said(await ask('PATCH', identified('7'), patch, jsonPatch)), '404 not-found');
    t.match(
      (await ask('PATCH', identified('7'), patch, jsonPatch)).body.issue[0].details.text,
      'Ingen Patient opfylder betingelsen',
    );
    t.equal(said(await ask('PATCH', identified('twin'), patch, jsonPatch)), '412 several-match');
    t.equal(said(await ask('DELETE', identified('twin'))), '412 several-match');
    t.equal((await ask('DELETE', identified('6'))).status, 204);
    t.equal((await ask('GET', 'Patient/six')).status, 410);
    t.equal((await ask('DELETE', identified('6'))).status, 204, 'none is gone already');
  });

  await t.test('criteria that cannot be used never mean everything', async (t) => {
    for (const [criteria, key] of [
      ['', '400 criteria-missing'],
      ['identifier=', '400 criteria-missing'],
      ['identifer=urn:x|1', '400 unknown-parameter'],
      ['_count=1', '400 no-criterion _count'],
      ['identifier=urn:x|1&_sort=name', '400 no-criterion _sort'],
      ['birthdate=yesterday', '400 unreadable-value'],
      ['%zz=1', '400 bad-request'],
    ] as const)
      for (const heard of [
        await ask('POST', 'Patient', holm('8'), {
          'if-none-exist': criteria,
          prefer: 'handling=lenient',
        }),
        await ask('PUT', `Patient?${criteria}`, holm('8'), { prefer: 'handling=lenient' }),
        await ask('DELETE', `Patient?${criteria}`),
      ])
        t.match(said(heard), key, criteria);
    t.equal((await ask('DELETE', 'Patient')).status, 400, 'nor do none');
    t.equal(await total(ask, '8'), 0);
  });

  await t.test('a reference can be a search that meets one', async (t) => {
    await ask('PUT', 'Patient/nine', holm('9', { id: 'nine' }));
    const observed = (reference: string) => ({
      resourceType: 'Observation',
      ...{ status: 'final', code: { text: 'x' }, subject: { reference } },
    });
    const made = await ask('POST', 'Observation', observed(identified('9')));
    t.match([made.status, made.body.subject], [201, { reference: 'Patient/nine' }]);
    for (const [reference, expected] of [
      [identified('10'), '412 none-matches Observation.subject.reference'],
      [identified('twin'), '412 several-match'],
      ['Patient?', '400 criteria-missing'],
      ['Wizard?name=x', '400 unknown-type Observation.subject.reference'],
    ] as const)
      t.equal(said(await ask('POST', 'Observation', observed(reference))), expected, reference);
    const many = Array.from({ length: 101 }, (_, at) => ({
      entity: { reference: `Patient?identifier=urn:x|9,n${at}` },
    }));
    const group = { resourceType: 'Group', type: 'person', actual: true, member: many };
    t.equal(said(await ask('POST', 'Group', group)), '400 too-many-references');
  });

  await t.test(
    `64 equal conditional creates at once make one, in each of ${trials} trials`,
    async (t) => {
      const wrong: string[] = [];
      for (let trial = 0; trial < trials; trial += 1) {
        const value = `trial-${trial}`;
        const identifier = `identifier=urn:x|${value}`;
        const orders = [`${identifier}&active=true`, `active=true&${identifier}`];
        const all = await Promise.all(
          Array.from({ length: 64 }, (_, at) => {
            const criteria = `${orders[at % 3 === 0 ? 1 : 0]}`;
            const send = asks[at % asks.length] as Ask;
            return send('POST', 'Patient', holm(value, { active: true }), {
              'if-none-exist': criteria,
            });
          }),
        );
        const ids = new Set(all.map(({ body }) => body.id));
        const made = all.filter(({ status }) => status === 201).length;
        const there = await total(ask, value);
        if (ids.size !== 1 || made !== 1 || there !== 1)
          wrong.push(`${value}: ${ids.size} ${made} ${there}`);
      }
      t.same(wrong, []);
    },
  );

  await t.test('every spelling of a condition waits for the others', async (t) => {
    const wrong: string[] = [];
    for (let trial = 0; trial < trials; trial += 1) {
      const value = `spelt-${trial}`;
      const whole = `identifier=urn:x|${value}`;
      const spellings = [`identifier=${value}`, whole, `${whole},${value}`, `${whole}&active=true`];
      const all = await Promise.all(
        Array.from({ length: 16 }, (_, at) => {
          const send = asks[at % 2] as Ask;
          const criteria = spellings[(at >> 1) % 4] as string;
          const body = holm(value, { active: true });
          return at % 8 === 7
            ? send('PUT', `Patient?${criteria}`, body)
            : send('POST', 'Patient', body, { 'if-none-exist': criteria });
        }),
      );
      const made = all.filter(({ status }) => status === 201).length;
      const there = await total(ask, value);
      if (made !== 1 || there !== 1) wrong.push(`${value}: ${made} ${there}`);
    }
    t.same(wrong, []);
  });

  await t.test('equal conditional updates at once make one too', async (t) => {
    const all = await Promise.all(
      Array.from({ length: 32 }, (_, at) =>
        (asks[at % 2] as Ask)('PUT', identified('u'), holm('u', { birthDate: `19${at + 10}` })),
      ),
    );
    t.same(all.map(({ status }) => status).sort(), [...Array(31).fill(200), 201]);
    t.equal(await total(ask, 'u'), 1);
  });
});
