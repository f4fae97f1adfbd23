import t from 'tap';
import { fhirId, inboundContext } from '../../src/sync/identity.ts';

const namespaces = ['6f3f1c1e-2d0b-4f7e-9f59-7b1f0f3a5b11', '00000000-0000-4000-8000-000000000000'];
const ids = ['A-1', 'A-2', '__proto__'];

t.test('an id asked for again is that of its own namespace, record and number', async (t) => {
  const seen = new Set<string>();
  for (const namespace of [...namespaces, ...namespaces]) {
    for (const record of ['aftale', 'borger', 'constructor']) {
      for (const id of ids) {
        const found = inboundContext(namespace).fhirId(record, id);
        t.equal(found, fhirId(namespace, record, id));
        seen.add(found);
      }
    }
  }
  t.equal(seen.size, 18);
});
