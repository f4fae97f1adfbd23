import { definitionsOf } from '../../src/main/foundation.ts';
import { type Described, describe } from '../../src/manual/described.ts';
import { registry } from '../../src/registry.ts';
import { plainRoom } from '../../src/resources/plain.ts';

const codes: NonNullable<Described['codes']> = {
  valueSet: () => undefined,
  above: () => undefined,
  below: () => undefined,
};

const base = 'http://127.0.0.1:3000/fhir';

/** What `npm start` serves. */
export async function describedProduct(): Promise<Described> {
  const definitions = await definitionsOf(registry.map(({ type }) => type));
  return describe({ rooms: registry, definitions, base, isSecured: true, codes });
}

const types = [
  'Patient',
  'Organization',
  'Basic',
  'Appointment',
  'Observation',
  'Composition',
  'Group',
];

/** What the server for conformance suites serves, of a few types. */
export async function describedPlain(): Promise<Described> {
  const all = [...types, 'Location', 'ValueSet', 'CodeSystem', 'ConceptMap'];
  const definitions = await definitionsOf(all);
  const rooms = all.map((type) => plainRoom(type, definitions));
  return describe({ rooms, definitions, base, isSecured: false, codes });
}
