import { uuidv5 } from '../../src/fhir/id.ts';
import type { Context } from '../../src/mapping/mapping.ts';

const namespace = '00000000-0000-4000-8000-000000000000';

/** Ids as the fixtures have them. It knows the way back for the ids it has given. */
export function testContext(): Context {
  const back = new Map<string, string>();
  const ids = new Map<string, string>();
  return {
    fhirId: (type, id) => {
      const name = `${type}/${id}`;
      const known = ids.get(name);
      if (known !== undefined) return known;
      const made = uuidv5(namespace, name);
      ids.set(name, made);
      back.set(`${type}/${made}`, id);
      return made;
    },
    curaId: (type, fhirId) => back.get(`${type}/${fhirId}`),
  };
}
