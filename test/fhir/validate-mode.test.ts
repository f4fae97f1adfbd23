import t from 'tap';
import { structure } from '../../src/fhir/canonical.ts';
import { loadDefinitions } from '../../src/fhir/definitions.ts';
import { type ValidateCall, validateCall, validateModes } from '../../src/fhir/validate-mode.ts';
import { basic } from './basic.ts';

const definitions = await loadDefinitions(['Slot', 'Patient']);
const text = {
  status: 'generated',
  div: '<div xmlns="http://www.w3.org/1999/xhtml">x</div>',
};
const slot = { ...basic.Slot, text };
const withId = { ...slot, id: 'a' };
const profile = structure('samspil-slot');

const told = (call: ValidateCall): string[] =>
  validateCall(call, definitions).map(
    ({ severity, key, expression }) => `${severity} ${key} ${expression ?? '-'}`,
  );

const cases: readonly (readonly [string, ValidateCall, ...string[]])[] = [
  ['a good resource', { type: 'Slot', resource: slot }],
  ['no resource', { type: 'Slot' }, 'error resource-needed Parameters.parameter'],
  ['another type', { type: 'Patient', resource: slot }, 'error resource-type resourceType'],
  [
    'something else than a resource',
    { resource: [] },
    'error resource-needed Parameters.parameter',
    'error wrong-type Resource',
  ],
  [
    'a broken resource',
    { resource: { ...slot, status: 'x' } },
    'error not-in-value-set Slot.status',
  ],
  ['a best practice', { resource: basic.Slot }, 'warning dom-6 Slot'],
  ['a profile', { resource: slot, profiles: [profile] }, 'error missing Slot.serviceType'],
  [
    'an unknown profile',
    { resource: slot, profiles: ['http://a.dk/p'] },
    'error unknown-profile Slot',
  ],
  [
    'an unknown profile of its own',
    { resource: { ...slot, meta: { profile: ['http://a.dk/p'] } } },
    'warning unknown-profile Slot',
  ],
  ['a create', { mode: 'create', type: 'Slot', resource: slot }],
  ['a create with an id', { mode: 'create', resource: withId }, 'information id-ignored Slot.id'],
  ['an update', { mode: 'update', type: 'Slot', id: 'a', resource: withId }],
  ['an update without an address', { mode: 'update', resource: withId }],
  ['an update without id', { mode: 'update', id: 'a', resource: slot }, 'error id-needed Slot.id'],
  [
    'an update of another',
    { mode: 'update', id: 'b', resource: withId },
    'error id-mismatch Slot.id',
  ],
  ['a delete', { mode: 'delete', type: 'Slot', id: 'a' }],
  ['a delete with a resource that does not matter', { mode: 'delete', id: 'a', resource: {} }],
  ['a delete of nothing', { mode: 'delete', type: 'Slot' }, 'error instance-needed -'],
  [
    'a profile of what is stored',
    { mode: 'profile', id: 'a', resource: withId, profiles: [profile] },
    'error missing Slot.serviceType',
  ],
  [
    'the mode profile without one',
    { mode: 'profile', id: 'a', resource: withId },
    'error profile-needed -',
  ],
];

for (const [title, call, ...expected] of cases)
  t.test(`says what is wrong with ${title}`, async (t) => {
    t.same(told(call), expected);
  });

t.test('every mode is tried', async (t) => {
  const tried = new Set(cases.map(([, { mode }]) => mode));
  t.same(
    validateModes.filter((mode) => !tried.has(mode)),
    [],
  );
});
