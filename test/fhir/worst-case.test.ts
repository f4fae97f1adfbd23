import t from 'tap';
import { loadDefinitions } from '../../src/fhir/definitions.ts';
import { isSafeNarrative } from '../../src/fhir/narrative.ts';
import { primitives } from '../../src/fhir/primitive.ts';
import { parseReference } from '../../src/fhir/reference.ts';
import { validate } from '../../src/fhir/validate.ts';
import { readXml } from '../../src/fhir/xml/read.ts';
import { isAtOnce } from '../at-once.ts';

const definitions = await loadDefinitions(['Patient', 'Bundle']);
const length = 500_000;
const boundMs = 300;

const shortly = (text: string): string => `${text.slice(0, 80)}…${text.slice(-8)}`;
const filled = (part: string): string => part.repeat(length / part.length);

const parts = ['A', '0', ' ', '\n', '=', '.', '/', 'a ', '1.', '\u0001'];
const starts = ['', '2026-01-01T00:00:00.', 'urn:oid:1', 'http://a.dk/Patient/'];
const texts = parts.flatMap((part) =>
  starts.flatMap((start) => ['', '!', '='].map((end) => `${start}${filled(part)}${end}`)),
);

for (const [type, check] of [
  ...Object.entries(primitives),
  ['reference', parseReference] as const,
]) {
  t.test(`${type}: half a megabyte of anything is decided at once`, async (t) => {
    const slow = texts.filter((text) => !isAtOnce(() => check(text), boundMs));
    t.same(slow.map(shortly), []);
  });
}

const div = '<div xmlns="http://www.w3.org/1999/xhtml"';
const markup = [
  '<',
  '>',
  '<b ',
  '<b a="',
  '<b></b>',
  '<!--',
  '<img',
  '<img ',
  '&',
  '&#1',
  ' a="b"',
];
const inside = ['>', '><a href="', '><a style="', '><b ', '><!--', ' '];
const styles = ['url(', 'url ', 'expression ', '--', '"', 'xmlns= '];

t.test('narrative: half a megabyte of anything is decided at once', async (t) => {
  for (const start of inside)
    for (const part of [...markup, ...styles]) {
      const texts = ['', '</div>', '"></a></div>'].map(
        (end) => `${div}${start}${filled(part)}${end}`,
      );
      const slow = texts.filter((text) => !isAtOnce(() => isSafeNarrative(text), 2 * boundMs));
      t.same(slow.map(shortly), [], `${start} ${part}`);
    }
});

t.test('the name of a profile is read at once', async (t) => {
  const url = `http://hl7.org/fhir/StructureDefinition/${filled('|')}\n`;
  const resource = { resourceType: 'Patient', meta: { profile: [url] } };
  t.ok(isAtOnce(() => validate(resource, definitions), boundMs));
});

const named = (count: number): object => ({
  resourceType: 'Patient',
  name: Array.from({ length: count }, () => ({ family: 'a' })),
});
const keysOf = (resource: unknown): string[] =>
  validate(resource, definitions).map(({ key, text, expression }) =>
    [key, expression, text.en].join(' '),
  );

t.test('a resource has at most 20,000 elements, and so has each entry of a Bundle', async (t) => {
  const refused = 'A resource may have at most 20000 elements.';
  t.same(keysOf(named(9_999)), []);
  t.same(keysOf(named(10_000)), [`too-many-elements Patient ${refused}`]);
  t.ok(isAtOnce(() => validate(named(30_000), definitions), boundMs));
  const bundle = (...counts: number[]): object => ({
    resourceType: 'Bundle',
    type: 'collection',
    entry: counts.map((count, at) => ({
      fullUrl: `http://a.dk/Patient/${at}`,
      resource: named(count),
    })),
  });
  t.same(keysOf(bundle(9_000, 9_000)), []);
  t.same(keysOf(bundle(1, 10_000)), [`too-many-elements Bundle.entry[1].resource ${refused}`]);
});

t.test('of very many faults a thousand are told', async (t) => {
  const unknown = Object.fromEntries(Array.from({ length: 15_000 }, (_, at) => [`k${at}`, 1]));
  const issues = validate({ resourceType: 'Patient', ...unknown }, definitions);
  t.equal(issues.length, 1_001);
  t.equal(issues.at(-1)?.key, 'more-faults');
});

t.test('an integer in XML that R4 writes otherwise is refused, not mended', async (t) => {
  for (const written of ['007', '+7', '00', '-07']) {
    const text = `<Patient xmlns="http://hl7.org/fhir"><multipleBirthInteger value="${written}"/></Patient>`;
    const resource = readXml(Buffer.from(text), definitions);
    t.match(keysOf(resource), [/^wrong-type Patient.multipleBirth/], written);
  }
});
