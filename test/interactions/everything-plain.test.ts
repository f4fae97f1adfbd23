import type { Bundle } from '@medplum/fhirtypes';
import t from 'tap';
import { startPlain } from './plain-house.ts';

t.test('Everything about a patient of plain rooms is R4’s compartment', async (t) => {
  const { ask } = await startPlain(t, ['Patient', 'Observation', 'Encounter', 'Practitioner']);
  const status = 'final';
  const code = { text: 'x' };
  for (const one of [
    { resourceType: 'Practitioner', id: 'doctor' },
    { resourceType: 'Practitioner', id: 'stranger' },
    { resourceType: 'Patient', id: 'one' },
    { resourceType: 'Patient', id: 'two' },
    {
      ...{ resourceType: 'Observation', id: 'a', status, code, effectiveDateTime: '2026-01-01' },
      subject: { reference: 'Patient/one' },
      performer: [{ reference: 'Practitioner/doctor' }],
      hasMember: [{ reference: 'Observation/b' }],
    },
    {
      ...{ resourceType: 'Observation', id: 'b', status, code },
      subject: { reference: 'Patient/two' },
      performer: [{ reference: 'Practitioner/stranger' }],
    },
    {
      ...{ resourceType: 'Observation', id: 'c', status, code, effectiveDateTime: '2027-01-01' },
      subject: { reference: 'Patient/two' },
      performer: [{ reference: 'Patient/one' }],
    },
  ])
    t.equal((await ask('PUT', `${one.resourceType}/${one.id}`, one)).status, 201);
  const shown = async (path: string) => {
    const { body } = await ask('GET', path);
    return ((body as Bundle).entry ?? []).map(
      ({ resource, search }) => `${search?.mode} ${resource?.resourceType}/${resource?.id}`,
    );
  };
  const all = 'Patient/one/$everything';
  t.same((await shown(all)).sort(), [
    'include Practitioner/doctor',
    ...['match Observation/a', 'match Observation/c', 'match Patient/one'],
  ]);
  t.same(await shown(`${all}?end=2026-12-31&_type=Observation`), ['match Observation/a']);
  const { headers } = await ask('GET', all);
  const known = { 'if-none-match': headers.get('etag') ?? '' };
  t.equal((await ask('GET', all, undefined, known)).status, 304);
  await ask('PUT', 'Practitioner/doctor', {
    resourceType: 'Practitioner',
    id: 'doctor',
    active: true,
  });
  t.equal((await ask('GET', all, undefined, known)).status, 200);
  t.equal((await ask('GET', 'Patient/none/$everything')).status, 404);
  t.equal((await ask('GET', 'Patient/$everything')).status, 422);
});
