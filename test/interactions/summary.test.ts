import t from 'tap';
import { type Ask, issuesOf, startPlain } from './plain-house.ts';

const subsetted = [
  { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' },
];

const text = { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">x</div>' };

const observation = {
  resourceType: 'Observation',
  id: 'weight',
  meta: { tag: [{ system: 'urn:test', code: 'mine' }] },
  text,
  status: 'final',
  _status: { extension: [{ url: 'urn:test:why', valueString: 'x' }] },
  code: { text: 'weight' },
  subject: { reference: 'Patient/one' },
  effectiveDateTime: '2026-11-24',
  valueQuantity: { value: 1.5, unit: 'kg' },
  note: [{ text: 'late' }],
  component: [
    { code: { text: 'fat' }, valueQuantity: { value: 2 }, interpretation: [{ text: 'L' }] },
  ],
};

const patient = {
  resourceType: 'Patient',
  id: 'one',
  text,
  active: true,
  name: [{ family: 'Holm' }],
  birthDate: '1950-01-02',
  _birthDate: { extension: [{ url: 'urn:test:why', valueString: 'x' }] },
  maritalStatus: { text: 'gift' },
  deceasedBoolean: false,
  contact: [{ name: { family: 'Ny' } }],
  link: [{ other: { reference: 'Patient/two' }, type: 'seealso' }],
};

const item = `{"resourceType":"ChargeItem","id":"item","status":"billable","code":{"text":"x"},"subject":{"reference":"Patient/one"},"factorOverride":1.50,"quantity":{"value":2.00}}`;

/** Members of what is answered, the tags aside. */
async function partOf(ask: Ask, path: string): Promise<Record<string, unknown>> {
  const { status, body } = await ask('GET', path);
  if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
  const { meta, ...rest } = body;
  if (
    rest.resourceType !== 'Bundle' &&
    !meta.tag?.some((tag: { code: string }) => tag.code === 'SUBSETTED')
  )
    throw new Error(`${path} is not marked`);
  return rest;
}

const only = (whole: Record<string, unknown>, ...names: string[]): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(whole).filter(([name]) => ['resourceType', 'id', ...names].includes(name)),
  );

t.test('Parts of resources', async (t) => {
  const { ask, base } = await startPlain(t, ['Observation', 'Patient', 'ChargeItem']);
  for (const one of [patient, { ...patient, id: 'two', link: [] as never }, observation]) {
    const { link, ...rest } = one as typeof patient;
    const body = link?.length ? one : rest;
    t.equal((await ask('PUT', `${one.resourceType}/${one.id}`, body)).status, 201, one.id);
  }
  t.equal((await ask('PUT', 'ChargeItem/item', item)).status, 201);

  const mandatory = ['status', '_status', 'code'];
  const expected: readonly (readonly [string, Record<string, unknown>])[] = [
    ['Observation/weight?_summary=text', only(observation, 'text', ...mandatory)],
    ['Patient/one?_summary=text', only(patient, 'text')],
    [
      'Patient/one?_summary=data',
      Object.fromEntries(Object.entries(patient).filter(([name]) => name !== 'text')),
    ],
    [
      'Patient/one?_summary=true',
      only(patient, 'active', 'name', 'birthDate', '_birthDate', 'deceasedBoolean', 'link'),
    ],
    [
      'Observation/weight?_summary=true',
      {
        ...only(observation, ...mandatory, 'subject', 'effectiveDateTime', 'valueQuantity'),
        component: [{ code: { text: 'fat' }, valueQuantity: { value: 2 } }],
      },
    ],
    [
      'Observation/weight?_elements=note,effective',
      only(observation, ...mandatory, 'note', 'effectiveDateTime'),
    ],
    [
      'Observation/weight?_elements=valueQuantity',
      only(observation, ...mandatory, 'valueQuantity'),
    ],
    ['Observation/weight?_elements=Observation.note', only(observation, ...mandatory, 'note')],
    // What may change the meaning of the rest comes along.
    [
      'Patient/one?_elements=birthDate',
      only(patient, 'birthDate', '_birthDate', 'active', 'deceasedBoolean', 'link'),
    ],
  ];

  await t.test('are read, now and as they were', async (t) => {
    for (const [path, part] of expected) {
      t.same(await partOf(ask, path), part, path);
      t.same(await partOf(ask, path.replace('?', '/_history/1?')), part, `${path} of a version`);
      const { entry } = (await partOf(ask, path.replace('?', '/_history?'))) as {
        entry: { resource: { meta: unknown } }[];
      };
      const { meta: _, ...resource } = entry[0]?.resource ?? {};
      t.same(resource, part, `${path} of the history`);
      const { etag } = Object.fromEntries((await ask('GET', path)).headers);
      t.equal(etag, 'W/"1"');
    }
    const { body } = await ask('GET', 'Observation/weight?_summary=true');
    t.same(body.meta.tag, [...observation.meta.tag, ...subsetted]);
    t.equal((await ask('GET', 'Patient/one?_summary=false')).body.meta.tag, undefined, 'whole');
  });

  await t.test('are searched for', async (t) => {
    for (const [path, part] of expected) {
      const [address = '', query] = path.split('?');
      const [type, id] = address.split('/');
      const { body } = await ask('GET', `${type}?_id=${id}&${query}`);
      const { meta: _, ...resource } = body.entry[0].resource;
      t.same(resource, part, path);
    }
    const each = '_include=Observation:subject&_elements=Observation.note,Patient.name';
    const { body } = await ask('GET', `Observation?${each}`);
    t.match(body.entry[0].resource, { note: [], subject: undefined });
    t.match(body.entry[1].resource, { name: patient.name, birthDate: undefined });
    t.match((await ask('GET', 'Patient?_summary=count')).body, { total: 2, entry: undefined });
  });

  await t.test('keep numbers as they are written', async (t) => {
    for (const query of ['_summary=data', '_elements=factorOverride,quantity']) {
      const answer = await fetch(`${base}/ChargeItem/item?${query}`);
      t.match(await answer.text(), /"factorOverride":1\.50,"quantity":\{"value":2\.00\}/);
    }
  });

  await t.test('that do not exist are refused', async (t) => {
    for (const [query, issues] of [
      ['_summary=count', ['unreadable-value _summary']],
      ['_summary=all', ['unreadable-value']],
      ['_elements=colour', ['unreadable-value']],
      ['_elements=', ['unreadable-value']],
      ['_elements=Observation.colour', ['unreadable-value']],
      ['_elements=Nothing.note', ['unreadable-value']],
      ['_elements=Patient.name', ['unreadable-value']],
      [
        '_elements=note&status=final&_sort=x',
        ['unknown-parameter status', 'unknown-parameter _sort'],
      ],
      ['_summary=true&_summary=text', ['parameter-repeated _summary']],
    ] as const)
      for (const path of ['Observation/weight', 'Observation/weight/_history/1']) {
        const refused = await ask('GET', `${path}?${query}`);
        t.same([refused.status, issuesOf(refused)], [400, issues], `${path}?${query}`);
      }
    const names = (await ask('GET', 'Observation/weight?_elements=colour')).body;
    t.match(names.issue[0].details.text, /effectiveDateTime.*bodySite/);
  });
});
