import t from 'tap';
import { holm, observed, patient, post, put, request, said, uuid } from './entry.ts';
import { startPlain } from './plain-house.ts';

t.test('a transaction that cannot be done whole is not done', async (t) => {
  const { ask } = await startPlain(t, ['Patient', 'Observation', 'Binary']);
  const send = (entry: readonly object[], headers = {}) =>
    ask('POST', '', { resourceType: 'Bundle', type: 'transaction', entry }, headers);
  const countOf = async (type: string) => (await ask('GET', `${type}?_summary=count`)).body.total;

  await t.test('one that fails leaves nothing, and says which entry it was', async (t) => {
    await ask('PUT', 'Patient/f1', holm('f1', { id: 'f1' }));
    for (const id of ['t1', 't2']) await ask('PUT', `Patient/${id}`, holm('twin', { id }));
    const before = [await countOf('Patient'), await countOf('Observation')];
    const good = post(patient(), { fullUrl: uuid(1) });
    const twin = { ifNoneExist: 'identifier=urn:x|twin' };
    const at = 'Bundle.entry[1]';
    const cases: readonly [string, readonly object[]][] = [
      [
        `412 stale-version ${at}`,
        [
          good,
          {
            resource: holm('f1', { id: 'f1' }),
            ...request('PUT', 'Patient/f1', { ifMatch: 'W/"8"' }),
          },
        ],
      ],
      [`412 several-match ${at}`, [good, post(holm('twin'), {}, twin)]],
      [
        `412 none-matches ${at}.resource.subject.reference`,
        [good, post(observed('Patient?name=nobody'))],
      ],
      [`412 several-match ${at}`, [good, post(observed('Patient?identifier=urn:x|twin'))]],
      [
        `400 unresolved-reference ${at}.resource.subject.reference`,
        [good, post(observed(uuid(9)))],
      ],
      [`404 not-found ${at}`, [good, request('GET', 'Patient/nobody')]],
      [
        `404 not-found ${at}`,
        [good, { resource: { resourceType: 'Parameters' }, ...request('PATCH', 'Patient/nobody') }],
      ],
      [`400 unknown-parameter ${at}`, [good, request('GET', 'Patient?wizard=1')]],
      [`404 unknown-type ${at}`, [good, request('GET', 'Wizard/1')]],
      [
        `400 id-mismatch ${at}.resource.id`,
        [good, { resource: patient({ id: 'x' }), ...request('PUT', 'Patient/f1') }],
      ],
      [
        '400 entry-twice Bundle.entry[2]',
        [good, put(patient({ id: 'f1' })), request('DELETE', 'Patient/f1')],
      ],
      [
        '400 entry-twice Bundle.entry[2]',
        [good, put(patient({ id: 'f1' })), request('DELETE', 'Patient?identifier=urn:x|f1')],
      ],
      ['400 full-url-twice Bundle.entry[1].fullUrl', [good, post(patient(), { fullUrl: uuid(1) })]],
      [`400 nested-bundle ${at}.request`, [good, request('POST', '/')]],
      [
        `400 entry-url ${at}.request`,
        [good, request('DELETE', 'https://far.example/fhir/Patient/f1')],
      ],
      [`405 method-not-allowed ${at}`, [good, request('DELETE', 'Patient/f1/_history/1')]],
      [`400 criteria-missing ${at}`, [good, request('DELETE', 'Patient')]],
      [
        `404 not-found ${at}`,
        [put(patient({ id: 'f1', active: true })), request('GET', 'Patient/nobody')],
      ],
    ];
    for (const [expected, entries] of cases) {
      const heard = await send(entries);
      t.match(said(heard), expected);
      t.equal(heard.body.resourceType, 'OperationOutcome');
    }
    t.same([await countOf('Patient'), await countOf('Observation')], before);
    t.equal((await ask('GET', 'Patient/f1')).headers.get('etag'), 'W/"1"');
  });

  await t.test('all that is wrong is told at once', async (t) => {
    const heard = await send([
      post({ ...patient(), gender: 'wizard' } as never),
      post(patient({ birthDate: 'x' })),
      post(observed(`Patient/1`, { status: undefined })),
    ]);
    t.equal(heard.status, 422);
    const places = heard.body.issue.flatMap((one: { expression: string[] }) => one.expression);
    t.same(places, [
      'Bundle.entry[0].resource.gender',
      'Bundle.entry[1].resource.birthDate',
      'Bundle.entry[2].resource.status',
    ]);
  });
});
