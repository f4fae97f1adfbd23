import t from 'tap';
import {
  compartmentCriteria,
  compartments,
  isCompartment,
  membersOf,
} from '../../src/fhir/compartment.ts';
import { allResourceTypes, loadDefinitions } from '../../src/fhir/definitions.ts';

const types = allResourceTypes();
const definitions = await loadDefinitions(['Patient']);

t.test('the compartments are those that R4 has', async (t) => {
  t.same(types.filter(isCompartment), [...compartments].sort());
  const sizes = compartments.map((one) => [one, membersOf(one).size]);
  t.same(sizes, [
    ['Patient', 66],
    ['Encounter', 25],
    ['Practitioner', 59],
    ['RelatedPerson', 32],
    ['Device', 33],
  ]);
});

t.test('each member is a type, put there by reference parameters of R4', async (t) => {
  let seen = 0;
  for (const compartment of compartments) {
    for (const [type, params] of membersOf(compartment)) {
      t.ok(types.includes(type), type);
      for (const name of params) {
        seen += 1;
        const param = definitions.searchParameter(type, name);
        t.equal(param?.type, 'reference', `${type}.${name}`);
      }
    }
  }
  t.equal(seen, 299);
});

const reference = (name: string, reference: string) => ({
  ...{ kind: 'reference', name, values: [{ reference }] },
});

t.test('a member meets one of the criteria', async (t) => {
  t.same(compartmentCriteria('Patient', 'Appointment', '1'), [reference('actor', 'Patient/1')]);
  t.same(compartmentCriteria('Encounter', 'Observation', 'e'), [
    reference('encounter', 'Encounter/e'),
  ]);
  t.same(compartmentCriteria('Patient', 'AllergyIntolerance', '1'), [
    ...['patient', 'recorder', 'asserter'].map((name) => reference(name, 'Patient/1')),
  ]);
});

t.test('the resource itself lies in its compartment', async (t) => {
  const itself = { kind: 'token', name: '_id', not: false, values: [{ code: '1' }] };
  t.same(compartmentCriteria('Patient', 'Patient', '1'), [itself, reference('link', 'Patient/1')]);
  for (const one of compartments.slice(1)) t.same(compartmentCriteria(one, one, '1'), [itself]);
});

t.test('a type outside the compartment has no criteria', async (t) => {
  t.equal(compartmentCriteria('Patient', 'Slot', '1'), undefined);
  t.equal(compartmentCriteria('Device', 'Practitioner', '1'), undefined);
});
