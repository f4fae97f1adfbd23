import t from 'tap';
import type { Ask } from '../access/ask.ts';
import { startPlain } from './plain-house.ts';
import { matchesIn, pagesFrom } from './walk.ts';

t.test('R4’s compartments are those of plain rooms', async (t) => {
  const types = ['Patient', 'Practitioner', 'Encounter', 'Observation', 'Organization'] as const;
  const { ask } = await startPlain(t, types);
  const get: Ask = async (path) => {
    const { status, body } = await ask('GET', path);
    return new Response(JSON.stringify(body), { status });
  };
  const put = (body: { resourceType: string; id: string }) =>
    ask('PUT', `${body.resourceType}/${body.id}`, body);
  const code = { text: 'x' };
  for (const body of [
    { resourceType: 'Patient', id: 'one' },
    {
      resourceType: 'Patient',
      id: 'two',
      link: [{ other: { reference: 'Patient/one' }, type: 'seealso' }],
    },
    { resourceType: 'Practitioner', id: 'doctor' },
    {
      resourceType: 'Encounter',
      id: 'visit',
      status: 'finished',
      class: { code: 'AMB' },
      subject: { reference: 'Patient/one' },
      participant: [{ individual: { reference: 'Practitioner/doctor' } }],
    },
    {
      resourceType: 'Observation',
      id: 'a',
      status: 'final',
      code,
      subject: { reference: 'Patient/one' },
      encounter: { reference: 'Encounter/visit' },
    },
    {
      resourceType: 'Observation',
      id: 'b',
      status: 'final',
      code,
      subject: { reference: 'Patient/two' },
      performer: [{ reference: 'Patient/one' }, { reference: 'Practitioner/doctor' }],
    },
    {
      resourceType: 'Observation',
      id: 'c',
      status: 'amended',
      code,
      subject: { reference: 'Patient/two' },
    },
  ])
    t.equal((await put(body)).status, 201, `${body.resourceType}/${body.id}`);
  for (const [path, expected] of [
    ['Patient/one/Observation', ['Observation/a', 'Observation/b']],
    ['Patient/two/Observation', ['Observation/b', 'Observation/c']],
    ['Patient/two/Observation?status=amended', ['Observation/c']],
    ['Patient/one/Patient', ['Patient/one', 'Patient/two']],
    ['Practitioner/doctor/*', ['Practitioner/doctor', 'Encounter/visit', 'Observation/b']],
    ['Encounter/visit/*', ['Encounter/visit', 'Observation/a']],
    ['Encounter/none/Observation', []],
  ] as const)
    t.same(matchesIn(await pagesFrom(get, path)).toSorted(), [...expected].sort(), path);
  const all = await pagesFrom(get, 'Patient/one/*?_count=2');
  t.equal(matchesIn(all).length, 5);
  for (const path of ['Patient/one/Organization', 'Organization/x/Patient'])
    t.equal((await ask('GET', path)).status, 404, path);
});
