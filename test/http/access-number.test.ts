import t from 'tap';
import { withoutNumbers } from '../../src/http/access-row.ts';

t.test('Numbers of persons give way to the Patient', async (t) => {
  const hidden = (query: string) => withoutNumbers(query, 'p1');
  t.equal(
    hidden('Patient?identifier=urn:oid:1.2.208.176.1.2|2512489996'),
    'Patient?identifier=urn:oid:1.2.208.176.1.2|Patient/p1',
  );
  t.equal(
    hidden('Patient?identifier=251248-9996,0703921VJ4'),
    'Patient?identifier=Patient/p1,Patient/p1',
  );
  t.equal(withoutNumbers('x=2512489996', null), 'x=Patient');
  const kept =
    'Organization?identifier=79641000016006&date=ge2026-11-24&_id=0192f0c4-1111-7000-8000-123456789012';
  t.equal(hidden(kept), kept);
});
