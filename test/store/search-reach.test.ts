import t, { type Test } from 'tap';
import type { Predicate } from '../../src/store/predicate.ts';
import type { SearchResult } from '../../src/store/search.ts';
import { openShelf, param, room, type Shelf } from './shelf.ts';

const subject = { target: ['Patient'] };
const idIn = (reference: string | undefined): string | undefined => reference?.split('/')[1];
const ofSubject = (resource: { subject?: { reference?: string } }) =>
  idIn(resource.subject?.reference);

const rooms = [
  room(
    'Patient',
    {
      name: param('string', 'Patient.name'),
      gender: param('token', 'Patient.gender'),
      organization: param('reference', 'Patient.managingOrganization', {
        target: ['Organization'],
      }),
    },
    { patient: (resource: { id?: string }) => resource.id },
  ),
  room(
    'Observation',
    {
      patient: { ...param('reference', 'Observation.subject', subject), index: undefined as never },
      code: param('token', 'Observation.code'),
      performer: param('reference', 'Observation.performer', {
        target: ['Practitioner', 'Organization'],
      }),
      'has-member': param('reference', 'Observation.hasMember', { target: ['Observation'] }),
    },
    { patient: ofSubject },
  ),
  room('Organization', {
    name: param('string', 'Organization.name'),
    partof: param('reference', 'Organization.partOf', { target: ['Organization'] }),
  }),
  room('Practitioner', { name: param('string', 'Practitioner.name') }),
];

const to = (reference: string) => ({ reference });
const observation = (id: string, patient: string, code: string, more: object = {}) => ({
  ...{ resourceType: 'Observation', id, code: { coding: [{ code }] } },
  ...{ subject: to(`Patient/${patient}`), ...more },
});

/** Who is hidden: Bo with all that is his, Dora herself, the secret unit and its doctor. */
const hiddenIds = ['bo', 'bo-weight', 'dora', 'secret', 'spy'];
const world = [
  {
    ...{ resourceType: 'Patient', id: 'anna', gender: 'female', name: [{ family: 'And' }] },
    managingOrganization: to('Organization/north'),
  },
  {
    ...{ resourceType: 'Patient', id: 'bo', gender: 'male', name: [{ family: 'Bek' }] },
    managingOrganization: to('Organization/secret'),
  },
  {
    ...{ resourceType: 'Patient', id: 'carl', gender: 'male', name: [{ family: 'Carl' }] },
    managingOrganization: to('Organization/secret'),
  },
  { resourceType: 'Patient', id: 'dora', gender: 'other', name: [{ family: 'Dal' }] },
  observation('dora-pulse', 'dora', 'pulse'),
  observation('anna-weight', 'anna', 'weight', {
    ...{ performer: [to('Practitioner/doc'), to('Organization/north')] },
    hasMember: [to('Observation/anna-height'), to('Observation/bo-weight')],
  }),
  observation('anna-height', 'anna', 'height', { hasMember: [to('Observation/anna-weight')] }),
  observation('bo-weight', 'bo', 'weight', { performer: [to('Practitioner/doc')] }),
  observation('carl-pulse', 'carl', 'pulse', { performer: [to('Practitioner/spy')] }),
  { resourceType: 'Organization', id: 'top', name: 'Top' },
  { resourceType: 'Organization', id: 'north', name: 'Nord', partOf: to('Organization/top') },
  { resourceType: 'Organization', id: 'secret', name: 'Skjult', partOf: to('Organization/top') },
  { resourceType: 'Practitioner', id: 'doc', name: [{ family: 'Dam' }] },
  { resourceType: 'Practitioner', id: 'spy', name: [{ family: 'Spion' }] },
];

const hiding: Predicate = (row) =>
  `${row}.view & 1 <> 0 and ${row}.id <> all('{${hiddenIds.join(',')}}'::text[])
   and coalesce(${row}.patient, '') <> 'bo'`;

/** Matches by id where all is seen, and what is included with them. */
const cases: Readonly<Record<string, string>> = {
  'Observation?patient.name=bek': 'bo-weight',
  'Observation?patient.gender=male': 'bo-weight carl-pulse',
  'Observation?patient:Patient.gender=female': 'anna-height anna-weight',
  'Observation?patient.organization.name=skj': 'bo-weight carl-pulse',
  'Observation?patient.organization.partof.name=top':
    'anna-height anna-weight bo-weight carl-pulse',
  'Observation?performer:Practitioner.name=dam': 'anna-weight bo-weight',
  'Observation?performer:Practitioner.name=spion': 'carl-pulse',
  'Observation?has-member.code=weight': 'anna-height anna-weight',
  'Observation?has-member.patient.name=bek': 'anna-weight',
  'Observation?patient.name=bek,and&code=weight': 'anna-weight bo-weight',
  'Patient?_has:Observation:patient:code=weight': 'anna bo',
  'Patient?_has:Observation:patient:performer.name=spion': 'carl',
  'Observation?patient.gender=other': 'dora-pulse',
  'Observation?_id=dora-pulse&_include=Observation:patient': 'dora-pulse + dora',
  'Patient?organization.name=skj&gender=male': 'bo carl',
  'Organization?_has:Patient:organization:gender=male': 'secret',
  'Organization?_has:Patient:organization:_has:Observation:patient:code=pulse': 'secret',
  'Organization?_has:Organization:partof:name=skj': 'top',
  'Practitioner?_has:Observation:performer:patient.name=bek': 'doc',
  'Observation?_id=anna-weight&_include=Observation:performer': 'anna-weight + doc north',
  'Observation?_id=anna-weight&_include=Observation:performer:Organization': 'anna-weight + north',
  'Observation?_id=anna-weight&_include=*': 'anna-weight + anna anna-height bo-weight doc north',
  'Observation?_id=carl-pulse&_include=Observation:*': 'carl-pulse + carl spy',
  'Observation?_id=anna-weight&_include=Observation:patient&_include:iterate=Patient:organization&_include:iterate=Organization:partof':
    'anna-weight + anna north top',
  'Observation?_id=anna-height&_include:iterate=Observation:has-member':
    'anna-height + anna-weight bo-weight',
  'Observation?_id=anna-weight&_include=Observation:performer&_include:iterate=Organization:partof':
    'anna-weight + doc north top',
  'Patient?_id=anna,carl&_revinclude=Observation:patient':
    'anna carl + anna-height anna-weight carl-pulse',
  'Organization?_id=secret&_revinclude=Patient:organization&_revinclude:iterate=Observation:patient':
    'secret + bo bo-weight carl carl-pulse',
  'Organization?_id=top&_revinclude:iterate=Organization:partof&_revinclude:iterate=Patient:organization':
    'top + anna bo carl north secret',
  'Practitioner?_id=doc&_revinclude=*': 'doc + anna-weight bo-weight',
};

const sorted = (found: readonly { id: string }[]): string =>
  found
    .map(({ id }) => id)
    .sort()
    .join(' ');

const shown = ({ matches, includes }: SearchResult): string =>
  [sorted(matches), sorted(includes)].filter((part) => part !== '').join(' + ');

async function answers(
  { ask }: Shelf,
  scope?: (type: string) => Predicate | undefined,
): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const query of Object.keys(cases))
    for (const narrow of [false, true])
      found[`${query} ${narrow}`] = shown(await ask(query, { narrow, ...(scope && { scope }) }));
  return found;
}

const expected = Object.fromEntries(
  Object.entries(cases).flatMap(([query, ids]) => [
    [`${query} false`, ids],
    [`${query} true`, ids],
  ]),
);

async function shelfOf(t: Test, resources: readonly object[]): Promise<Shelf> {
  const shelf = await openShelf(t, rooms);
  await shelf.put(...resources);
  return shelf;
}

t.test('chains, reverse chains and includes lead where they say', async (t) => {
  t.same(await answers(await shelfOf(t, world)), expected);
});

t.test('what is hidden is as if it were not there, on every way', async (t) => {
  const whole = await shelfOf(t, world);
  const seen = await shelfOf(
    t,
    world.filter(({ id }) => !hiddenIds.includes(id)),
  );
  const rest = await answers(seen);
  t.same(await answers(whole, () => hiding), rest);
  t.test('and a type whose scope were left out would show', async (t) => {
    for (const type of ['Patient', 'Observation', 'Organization', 'Practitioner']) {
      const leaking = await answers(whole, (one) =>
        one === type ? (row) => `${row}.view & 1 <> 0` : hiding,
      );
      const open = Object.keys(rest).filter((query) => leaking[query] !== rest[query]);
      const hops = open.filter((query) => !query.startsWith(`${type}?`));
      t.ok(hops.length > 0, `${type} by ${hops.length} ways`);
    }
  });
});

t.test('a type that the caller may not see at all leads nowhere', async (t) => {
  const { ask } = await shelfOf(t, world);
  const scope = (type: string): Predicate | undefined =>
    type === 'Patient' ? undefined : (row) => `${row}.view & 1 <> 0`;
  for (const narrow of [false, true]) {
    t.same(shown(await ask('Observation?patient.name=bek', { scope, narrow })), '');
    t.same(
      shown(await ask('Observation?_id=carl-pulse&_include=Observation:*', { scope, narrow })),
      'carl-pulse + spy',
    );
  }
});
