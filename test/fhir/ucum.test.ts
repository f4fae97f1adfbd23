import fc from 'fast-check';
import t from 'tap';
import { canonicalQuantity } from '../../src/fhir/ucum.ts';
import { isAtOnce } from '../at-once.ts';

const same: readonly [number, string, number, string, string][] = [
  [5.4, 'g/L', 540, 'mg/dL', 'g.m-3'],
  [37.5, 'Cel', 99.5, '[degF]', 'K'],
  [-40, 'Cel', -40, '[degF]', 'K'],
  [1, 'kPa', 1_000_000, 'g.m-1.s-2', 'g.m-1.s-2'],
  [7, 'd', 1, 'wk', 's'],
  [6.5, '%', 0.065, '1', '1'],
  [5, 'mmol/L', 5, 'mol/m3', 'm-3.mol'],
  [48, 'mmol/mol', 0.048, '1', '1'],
  [140, 'meq/L', 0.14, 'eq/L', 'eq.m-3'],
  [60, '{beats}/min', 1, 's-1', 's-1'],
];
for (const [left, from, right, to, unit] of same) {
  t.test(`${left} ${from} is ${right} ${to}`, async (t) => {
    t.same(canonicalQuantity(left, from), canonicalQuantity(right, to));
    t.equal(canonicalQuantity(left, from)?.unit, unit);
  });
}

t.test('a mole is more than a number, and mass is no amount', async (t) => {
  t.same(canonicalQuantity(5, 'mmol/L'), { value: 5, unit: 'm-3.mol' });
  t.not(canonicalQuantity(1, 'mmol/L')?.unit, canonicalQuantity(1, '10*3/L')?.unit);
  t.not(canonicalQuantity(1, 'mmol/L')?.unit, canonicalQuantity(1, 'mg/L')?.unit);
});

const without = [
  '',
  'foo',
  'FOO/L',
  '[iU]/L',
  '[pH]',
  'dB',
  'Np',
  'Cel/min',
  'mg ',
  'mgx',
  'å',
  't52',
  't-52',
];
for (const code of without) {
  t.test(`"${code}" has no fixed relation to other units`, async (t) => {
    t.equal(canonicalQuantity(1, code), undefined);
  });
}

t.test('codes made up by a client are refused soon, again and again', async (t) => {
  const unit = fc.constantFrom(
    'm',
    'g',
    '/',
    '.',
    '(',
    ')',
    '2',
    '-',
    '{',
    '}',
    '[',
    ']',
    '*',
    'k',
  );
  const code = fc.string({ unit, maxLength: 100 });
  canonicalQuantity(1, 'm');
  fc.assert(
    fc.property(fc.oneof(code, fc.string()), (text) => {
      const found = canonicalQuantity(1, text);
      if (found && !Number.isFinite(found.value)) return false;
      return isAtOnce(() => canonicalQuantity(1, text), 50);
    }),
    { numRuns: 3000 },
  );
  t.pass('nor does any of them take long');
});

t.test('a known code costs next to nothing', async (t) => {
  canonicalQuantity(1, 'mg/dL');
  const many = () => {
    for (let n = 0; n < 20_000; n += 1) canonicalQuantity(n, 'mg/dL');
  };
  t.ok(isAtOnce(many, 500));
});
