import t from 'tap';
import { criteria } from './search-scene.ts';

const ucum = 'http://unitsofmeasure.org';

const ranges: readonly [string, number, number, number][] = [
  ['30', 30, 29.5, 30.5],
  ['1.5', 1.5, 1.45, 1.55],
  ['100', 100, 99.5, 100.5],
  ['1e2', 100, 95, 105],
  ['1.00e2', 100, 99.5, 100.5],
  ['-0.10', -0.1, -0.105, -0.095],
  ['5.4', 5.4, 5.35, 5.45],
  ['1E-3', 0.001, 0.00095, 0.00105],
];
for (const [text, number, from, to] of ranges) {
  t.test(`the number ${text} is from ${from} to ${to}`, async (t) => {
    t.same(criteria(`length=gt${text}`), [
      { kind: 'number', name: 'length', values: [{ prefix: 'gt', number, from, to }] },
    ]);
  });
}

t.test('a quantity of UCUM says what it is in base units, any other does not', async (t) => {
  const plain = { prefix: 'eq', number: 5.4, from: 5.35, to: 5.45 };
  t.same(criteria(`dose=5.4,5.4||mg,5.4|urn:s|mg,5.4|${ucum}|mg`), [
    {
      kind: 'quantity',
      name: 'dose',
      values: [
        plain,
        { ...plain, code: 'mg' },
        { ...plain, system: 'urn:s', code: 'mg' },
        {
          ...{ ...plain, system: ucum, code: 'mg' },
          canonical: { unit: 'g', number: 0.0054, from: 0.00535, to: 0.00545 },
        },
      ],
    },
  ]);
});
