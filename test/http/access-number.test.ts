import t from 'tap';
import { queryOf } from '../../src/http/access-row.ts';
import { askedText } from '../../src/interactions/look.ts';

const asked = (value: string, patient: string | null = 'p1'): string =>
  queryOf(askedText('Patient', [['x', value]]), patient).slice('Patient?x='.length);

t.test('Numbers of persons give way to the Patient', async (t) => {
  t.equal(asked('urn:oid:1.2.208.176.1.2|2512489996'), 'urn:oid:1.2.208.176.1.2|Patient/p1');
  t.equal(asked('251248-9996,0703921VJ4'), 'Patient/p1,Patient/p1');
  t.equal(asked('2512489996', null), 'Patient');
  for (const hidden of [
    'x2512489996',
    '2512489996x',
    '251248.9996',
    '251248\u200b9996',
    ' 2512489996',
    '%32512489996',
    '%2532512489996',
  ])
    t.notMatch(asked(hidden), /2512489996|251248.9996/, hidden);
  for (const kept of [
    '79641000016006',
    'ge2026-11-24',
    '0192f0c4-1111-7000-8000-123456789012',
    'a1b2c3d4-0000-4000-8000-a1234567890b',
  ])
    t.equal(asked(kept), kept);
});

t.test('What was asked is written so that a value stays a value', async (t) => {
  t.equal(asked('a&patient=b\r\nX\0'), 'a%26patient=b%0D%0AX%00');
  const cut = queryOf(`${'a'.repeat(3_999)}😀`, null);
  t.ok(cut.isWellFormed(), 'no half of a character');
});
