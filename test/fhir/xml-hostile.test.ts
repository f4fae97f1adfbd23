import t from 'tap';
import { loadDefinitions } from '../../src/fhir/definitions.ts';
import { FhirError } from '../../src/fhir/outcome.ts';
import { readXml, readXmlInTurns } from '../../src/fhir/xml/read.ts';
import { writeXml, writeXmlInTurns } from '../../src/fhir/xml/write.ts';

const definitions = await loadDefinitions(['Patient', 'Bundle', 'Observation']);
const fhir = 'xmlns="http://hl7.org/fhir"';
const xhtml = 'xmlns="http://www.w3.org/1999/xhtml"';
const patient = (inner: string): string => `<Patient ${fhir}>${inner}</Patient>`;
const narrative = (inner: string): string => patient(`<text>${inner}</text>`);

/** What the last issue of the refusal says. */
function refusal(body: string): string {
  try {
    readXml(Buffer.from(body), definitions);
  } catch (error) {
    if (error instanceof FhirError && error.status === 400) {
      return error.issues.at(-1)?.text.en ?? '';
    }
    throw error;
  }
  throw new Error(`not refused: ${body.slice(0, 80)}`);
}

const deep = 200_000;
const hostile: readonly (readonly [string, string, RegExp])[] = [
  ['200,000 nested elements', patient('<contact>'.repeat(deep)), /over 64 levels/],
  ['200,000 nested extensions', patient('<extension url="a">'.repeat(deep)), /over 64 levels/],
  ['200,000 nested unknown elements', `<a>`.repeat(deep), /over 64 levels/],
  [
    '200,000 levels of narrative',
    narrative(`<div ${xhtml}>${'<b>'.repeat(deep)}`),
    /over 128 levels/,
  ],
  [
    '200,000 attributes',
    `<Patient ${[...Array(deep).keys()].map((n) => `a${n}="b"`).join(' ')}/>`,
    /over 64 attributes/,
  ],
  [
    '200,000 unknown attributes',
    `<Patient ${fhir} ${[...Array(50_000).keys()].map((n) => `a${n}="b"`).join(' ')}/>`,
    /over 64 attributes/,
  ],
  [
    '200,000 namespaces',
    `<Patient ${fhir} ${[...Array(deep / 10).keys()].map((n) => `xmlns:a${n}="b"`).join(' ')}><a/></Patient>`,
    /over 64 attributes/,
  ],
  [
    'a billion laughs',
    `<!DOCTYPE a [<!ENTITY b "${'c'.repeat(1000)}"><!ENTITY d "&b;&b;">]>${patient('<id value="&d;"/>')}`,
    /DOCTYPE/,
  ],
  [
    'an external entity',
    `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>${patient('<id value="&b;"/>')}`,
    /DOCTYPE/,
  ],
  [
    'an entity that does not end',
    patient(`<id value="&${'a'.repeat(500_000)}"/>`),
    /entity|does not end|wrong/,
  ],
  ['a character of 500,000 digits', patient(`<id value="&#${'1'.repeat(500_000)};"/>`), /entity/],
  ['a tag that does not end', `<Patient ${' '.repeat(500_000)}`, /does not end/],
  ['text of 500,000 signs', patient('>'.repeat(500_000)), /text may not/],
];

t.test('hostile bodies are refused at once', async (t) => {
  refusal(patient('<a/>'));
  for (const [what, body, fault] of hostile) {
    const started = process.threadCpuUsage();
    const said = refusal(body);
    const { user, system } = process.threadCpuUsage(started);
    t.match(said, fault, what);
    t.ok((user + system) / 1_000 < 250, `${what}: ${(user + system) / 1_000} ms`);
  }
});

t.test('a large body is read in turns, and a large Bundle written so', async (t) => {
  const entry = Array.from({ length: 800 }, (_, at) => ({
    fullUrl: `urn:uuid:${at}`,
    resource: {
      resourceType: 'Patient',
      id: `æ${at}`,
      text: { div: `<div ${xhtml}>😀 ${at}</div>` },
    },
  }));
  const bundle = { resourceType: 'Bundle', type: 'collection', entry };
  let turns = 0;
  let counting = true;
  const count = (): void => {
    turns += 1;
    if (counting) setImmediate(count);
  };
  setImmediate(count);
  const xml = await writeXmlInTurns(bundle, definitions);
  t.ok(turns > 0, 'while writing');
  turns = 0;
  const back = await readXmlInTurns(Buffer.from(xml), definitions);
  counting = false;
  t.ok(turns > 2, `${turns} turns while reading`);
  t.equal(xml, writeXml(bundle, definitions));
  t.strictSame(back, bundle);
  await t.rejects(readXmlInTurns(Buffer.from(`${xml}<a/>`), definitions), /400 malformed-xml/);
});
