import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import { carryForms, cloneKeeping, formOf, keepForm, writeJson } from '../../src/fhir/decimal.ts';
import { parseJson, parseJsonArray, parseStored } from '../../src/fhir/json.ts';
import { applyPatch } from '../../src/fhir/patch.ts';
import { serialise } from '../../src/store/bytes.ts';
import { exampleNames, readExample, said } from './published.ts';

const parsed = (text: string): Record<string, unknown> => ({ ...parseJson(Buffer.from(text)) });
const read = (text: string) => parseJson(Buffer.from(text));

const written = [
  ...['1.00', '0.010', '-0.0', '-0', '1e2', '1E+2', '1.50e-3', '0.0000001', '0.000000', '10.0'],
  ...['123456789012345678901234567890', '0.123456789012345678901234567890', '1e21', '12', '0.5'],
];

t.test('a number is read as a number and written as it was written', async (t) => {
  for (const number of written) {
    const text = `{"a":${number},"b":{"c":[1,${number},"${number}"]}}`;
    t.equal(writeJson(read(text)), text);
    t.equal(writeJson(parseStored(text)), text);
    t.equal(read(text).a, Number(number));
    t.equal(writeJson(read(text), 2).replace(/\s/g, ''), text);
  }
});

const digits = fc
  .array(fc.constantFrom(...'0123456789'), { minLength: 1, maxLength: 24 })
  .map((all) => all.join(''));
const number = fc
  .tuple(fc.boolean(), digits, fc.option(digits), fc.option(fc.integer({ min: -20, max: 20 })))
  .map(([minus, whole, fraction, exponent]) => {
    const start = `${minus ? '-' : ''}${whole.replace(/^0+(?=\d)/, '')}`;
    return `${start}${fraction === null ? '' : `.${fraction}`}${exponent === null ? '' : `e${exponent}`}`;
  });
const { json } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    number,
    fc.string().map((text) => JSON.stringify(text.replaceAll('\0', ''))),
    fc.array(tie('json'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
    fc
      .array(tie('json'), { maxLength: 4 })
      .map((items) => `{${items.map((item, at) => `"m${at}":${item}`).join(',')}}`),
  ),
}));

t.test('no number loses a digit, from a body or from the store, in a copy either', async () => {
  fc.assert(
    fc.property(json, (value) => {
      const text = `{"a":${value}}`;
      const copies = [read(text), parseStored<object>(text), cloneKeeping(read(text))];
      return copies.every((copy) => writeJson(copy).normalize() === text.normalize());
    }),
    { numRuns: 2_000 },
  );
});

t.test('a form is kept for its own number only, and is no part of the value', async (t) => {
  const value = parsed('{"a":{"x":1.50}}') as { a: { x: number } };
  t.strictSame(value, { a: { x: 1.5 } });
  t.same(Object.keys(value.a), ['x']);
  t.same(structuredClone(value), { a: { x: 1.5 } });
  value.a.x = 2.5;
  t.equal(writeJson(value), '{"a":{"x":2.5}}');
  value.a.x = 1.5;
  t.equal(writeJson(value), '{"a":{"x":1.50}}');
  keepForm(value.a, 'x', undefined);
  t.equal(writeJson(value), '{"a":{"x":1.5}}');
});

t.test('a copy by spread writes as the original when it is told to', async (t) => {
  const value = read('{"a":1.50,"b":{"c":2.0}}');
  const { a, ...rest } = value;
  const copy = { z: 1, a, ...rest };
  t.equal(writeJson(copy), '{"z":1,"a":1.5,"b":{"c":2.0}}');
  carryForms(value, copy);
  t.equal(writeJson(copy), '{"z":1,"a":1.50,"b":{"c":2.0}}');
  t.equal(formOf(copy, 'a'), '1.50');
});

t.test('a JSON Patch writes decimals as the patch or the resource has them', async (t) => {
  const resource = read('{"a":1.50,"b":{"c":2.0},"d":[{"e":3.0}],"f":7.0,"g":9.0}');
  const patch = `[{"op":"replace","path":"/a","value":1.5},{"op":"add","path":"/b/x","value":4.00},
    {"op":"add","path":"/d/-","value":{"e":5.10}},{"op":"copy","from":"/d/0","path":"/d/-"},
    {"op":"move","from":"/f","path":"/b/y"},{"op":"copy","from":"/g","path":"/b/z"},
    {"op":"test","path":"/g","value":9}]`;
  t.equal(
    writeJson(applyPatch(resource, parseJsonArray(Buffer.from(patch)))),
    '{"b":{"c":2.0,"x":4.00,"y":7.0,"z":9.0},"d":[{"e":3.0},{"e":5.10},{"e":3.0}],"g":9.0,"a":1.5}',
  );
  t.equal(writeJson(resource), '{"a":1.50,"b":{"c":2.0},"d":[{"e":3.0}],"f":7.0,"g":9.0}');
});

t.test('no client can name the function that writes the forms', async (t) => {
  t.throws(() => read('{"a":{"toJSON":1}}'), /400 malformed-json/);
  const resource = read('{"a":{"x":1.50}}');
  for (const op of ['add', 'remove', 'test', 'replace']) {
    const patch = [{ op, path: '/a/toJSON', value: 1 }];
    t.throws(() => applyPatch(resource, patch), /422 patch/);
  }
});

t.test('every published example is stored with its decimals as they were written', async (t) => {
  const isPlain = (text: string): boolean =>
    isDeepStrictEqual(said(JSON.stringify(JSON.parse(text))), said(text));
  const texts = exampleNames.map((name) => readExample(name).toString('utf8'));
  const changed = texts.filter((text) => {
    const stored = serialise(read(text) as never, 7, 0);
    const { meta, ...rest } = said(text) as { meta?: object };
    const stamped = { ...meta, versionId: '7', lastUpdated: '1970-01-01T00:00:00.000Z' };
    return (
      !isDeepStrictEqual(said(stored), { ...rest, meta: stamped }) ||
      serialise(parseStored(stored), 7, 0) !== stored
    );
  });
  t.same(changed, []);
  t.equal(texts.length, 707, 'all were seen');
  t.equal(texts.filter((text) => !isPlain(text)).length, 39, 'of which doubles would change 39');
});
