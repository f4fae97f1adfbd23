import fc from 'fast-check';
import t from 'tap';
import { FhirError } from '../../src/fhir/outcome.ts';
import { splitEscaped, unescaped } from '../../src/fhir/search-escape.ts';
import { parseSearch } from '../../src/fhir/search-query.ts';
import { isAtOnce } from '../at-once.ts';
import { criteria, keys, options, refusal, rooms } from './search-scene.ts';

function refusalOf(entries: readonly [string, string][]): string | undefined {
  try {
    parseSearch(entries, rooms.get('Appointment') ?? {}, options);
    return undefined;
  } catch (error) {
    return error instanceof FhirError ? error.issues[0]?.key : String(error);
  }
}

t.test('what is too long, too much or unprintable is refused before it is read', async (t) => {
  const within = (query: string, key: string): void => {
    const entries = [...new URLSearchParams(query)];
    t.equal(refusalOf(entries), key);
    t.ok(
      isAtOnce(() => refusalOf(entries), 10),
      key,
    );
  };
  within(`status=${'x'.repeat(2_000_000)}`, 'value-too-long');
  within('status=x&'.repeat(10_000), 'too-many-parameters');
  within(`status=${'x,'.repeat(900)}x`, 'too-many-values');
  within(`status=${'|'.repeat(1900)}`, 'unreadable-value');
  t.equal(keys('status=%00'), 'invalid-character');
  t.notMatch(JSON.stringify(refusal('<script>=x').issues), /[<>]/);
  t.equal(criteria(`status=${'x,'.repeat(199)}x`).length, 1);
  t.equal(keys(`status=${'x,'.repeat(200)}x`), 'too-many-values');
});

t.test('any text can be escaped, split and read back', async () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), (texts) => {
      const escaped = texts.map((text) => text.replace(/[\\,|$]/g, '\\$&')).join(',');
      const back = splitEscaped(escaped, ',').map(unescaped);
      return JSON.stringify(back) === JSON.stringify(texts);
    }),
  );
});

t.test('no query makes anything but a search or a refusal, soon', async (t) => {
  const part = fc.constantFrom(
    ...['status', 'date', 'actor', 'law-dose', 'near', 'dose', 'link', 'target', '_id', '_sort'],
    ...['_count', '_include', '_revinclude', '_elements', '_has', 'Provenance', 'Patient', 'not'],
    ...['in', 'above', 'of-type', 'text', 'missing', 'iterate', '__proto__', ''],
  );
  const joined = fc.array(fc.tuple(part, fc.constantFrom(':', '.')), {
    minLength: 1,
    maxLength: 8,
  });
  const name = joined.map((parts) => parts.flat().slice(0, -1).join(''));
  const text = fc.string({ unit: fc.constantFrom(...'|,\\-:/.$* eq2026TZ+#%Patient') });
  const entry = fc.tuple(name, fc.oneof(fc.string(), text, part));
  // The tables of units are read when the first unit is.
  criteria('near=1|1|1|km');
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 5 }), fc.boolean(), (entries, lenient) => {
      const parse = () => {
        try {
          parseSearch(entries, rooms.get('Appointment') ?? {}, { ...options, lenient });
        } catch (error) {
          if (!(error instanceof FhirError && error.status === 400)) throw error;
        }
      };
      return isAtOnce(parse, 50);
    }),
    { numRuns: 2000 },
  );
  t.pass('nor does any of them take long');
});
