import t from 'tap';
import { isId, uuidv5, uuidv7 } from '../../src/fhir/id.ts';

const dns = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

t.test('a name has the same version 5 id as RFC 9562 gives it', async (t) => {
  t.equal(uuidv5(dns, 'www.example.com'), '2ed6657d-e927-568b-95e1-2665a8aea6a2');
  t.not(uuidv5('00000000-0000-4000-8000-000000000000', 'a'), uuidv5(dns, 'a'));
  t.throws(() => uuidv5('ikke-en-uuid', 'a'), { message: 'the namespace is not a UUID' });
});

t.test('version 7 ids sort by the time they were made, and two are never the same', async (t) => {
  const [first, second, third] = [uuidv7(1_000), uuidv7(1_000), uuidv7(Date.UTC(2026, 10, 24))];
  t.match(first, /^00000000-03e8-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  t.not(first, second);
  t.ok(first < third);
});

t.test('an id is 1 to 64 letters, digits, points and hyphens', async (t) => {
  for (const id of ['a', 'A-1.b', 'x'.repeat(64)]) t.ok(isId(id), id);
  for (const id of ['', 'x'.repeat(65), 'a_b', 'a/b', 'å', 'a\n']) t.notOk(isId(id), id);
});
