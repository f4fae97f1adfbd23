import fc from 'fast-check';
import t from 'tap';
import { parseJson } from '../../src/fhir/json.ts';
import { FhirError } from '../../src/fhir/outcome.ts';
import { isAtOnce } from '../at-once.ts';

const bytes = (text: string): Buffer => Buffer.from(text);

function refusal(body: Buffer): FhirError {
  try {
    parseJson(body);
  } catch (error) {
    if (error instanceof FhirError) return error;
  }
  throw new Error(`not refused: ${body.toString('utf8', 0, 80)}`);
}

const english = (body: string): string | undefined => refusal(bytes(body)).issues[0]?.text.en;

t.test('reads every JSON object as JSON.parse does', async () => {
  const object = fc.dictionary(
    fc.string().filter((name) => !['__proto__', 'constructor', 'prototype'].includes(name)),
    fc.jsonValue({ maxDepth: 5, stringUnit: 'grapheme' }),
  );
  fc.assert(
    fc.property(object, fc.integer({ min: 0, max: 3 }), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      if (/\\u0000|"(__proto__|constructor|prototype)":/.test(text)) return true;
      return JSON.stringify(parseJson(bytes(text))) === JSON.stringify(JSON.parse(text));
    }),
  );
});

t.test('refuses whatever JSON.parse refuses', async () => {
  const broken = fc
    .tuple(fc.json({ maxDepth: 3 }), fc.nat(), fc.constantFrom('', ',', '{', '"', '\\', '0', 'x'))
    .map(([json, at, sign]) => {
      const text = `{"a":${json}}`;
      const place = at % text.length;
      return text.slice(0, place) + sign + text.slice(place + 1);
    });
  fc.assert(
    fc.property(broken, (text) => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return refusal(bytes(text)).status === 400;
      }
    }),
    { numRuns: 1000 },
  );
});

t.test('refuses more values than are built while others wait, and never reads them', async (t) => {
  const many = (one: string, count: number): string => Array(count).fill(one).join(',');
  const names = Array.from({ length: 1_001 }, (_, at) => `"a${at}":1`).join(',');
  const bodies = [
    `{"a":[${many('1', 60_002)}]}`,
    `{"a":[${many('{}', 60_002)}]}`,
    `{"a":[${many('1.0', 20_001)}]}`,
    `{${names}}`,
    // Not JSON behind that.
    `{"a":[${many('[1,2]', 60_002)}`,
  ];
  for (const body of bodies)
    t.match(refusal(bytes(body)), { status: 413, issues: [{ key: 'too-many-elements' }] });
  t.equal((parseJson(bytes(`{"a":[${many('1', 60_000)}]}`)).a as unknown[]).length, 60_000);
  const long = 'QUJD'.repeat(2_500_000);
  t.equal(parseJson(bytes(`{"data":"${long}"}`)).data, long);
});

t.test('names the character at fault', async (t) => {
  const faults: [string, string][] = [
    ['', 'it must be an object (character 0)'],
    ['[1]', 'it must be an object (character 0)'],
    ['{"a":1', 'it ends too early (character 6)'],
    ['{"a":1}}', 'the character is unexpected (character 7)'],
    ['{"a" 1}', 'the character is unexpected (character 5)'],
    ['{"a":1,}', 'the character is unexpected (character 7)'],
    ['{"a":[1 2]}', 'the character is unexpected (character 8)'],
    ['{"a":<script>}', 'the character is unexpected (character 5)'],
    ['{"a":"x', 'a string does not end (character 7)'],
    ['{"a":"\\q"}', 'the string is wrong (character 5)'],
    ['{"a":1e400}', 'the number is too large (character 5)'],
    ['{"a":"\\u0000"}', 'the text holds an invalid character (character 5)'],
    ['{"a":"\\ud800"}', 'the text holds an invalid character (character 5)'],
    ['{"a":1,"a":2}', '"a" stands twice (character 7)'],
    ['{"a":1,"\\u0061":2}', '"a" stands twice (character 7)'],
    ['{"__proto__":{}}', '"__proto__" is not allowed (character 1)'],
    ['{"a":{"constructor":1}}', '"constructor" is not allowed (character 6)'],
    ['{"a":{"<b>":1,"<b>":1}}', '"b" stands twice (character 14)'],
  ];
  for (const [body, fault] of faults) {
    t.equal(english(body), `The body is not valid JSON: ${fault}.`, body);
  }
});

t.test('the same name may stand in two objects', async (t) => {
  t.same(parseJson(bytes('{"a":{"x":1},"b":{"x":1}}')), { a: { x: 1 }, b: { x: 1 } });
});

t.test('refuses bytes that are not UTF-8', async (t) => {
  const body = Buffer.concat([bytes('{"a":"'), Buffer.from([0xc3, 0x28]), bytes('"}')]);
  t.match(refusal(body), { status: 400, issues: [{ key: 'malformed-json' }] });
});

t.test('allows 64 levels, and refuses 200,000 at once', async (t) => {
  t.ok(parseJson(bytes(`{"a":${'['.repeat(63)}${']'.repeat(63)}}`)));
  t.match(english(`{"a":${'['.repeat(64)}${']'.repeat(64)}}`), /over 64 levels deep/);
  const deep = `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
  const refuse = () => t.match(english(deep), /over 64 levels deep/);
  t.ok(isAtOnce(refuse, 500), 'without reading on');
});

t.test('ten million characters of quotes and backslashes neither hang nor overflow', async (t) => {
  const read = () => {
    t.match(english(`{"a":"${'\\"'.repeat(2_000_000)}`), /does not end/);
    t.match(parseJson(bytes(`{"a":"${'\\\\'.repeat(500_000)}"}`)), { a: /^\\+$/ });
  };
  t.ok(isAtOnce(read, 5_000));
});
