import t from 'tap';
import { loadDefinitions } from '../../src/fhir/definitions.ts';
import { FhirError } from '../../src/fhir/outcome.ts';
import { readXml } from '../../src/fhir/xml/read.ts';

const definitions = await loadDefinitions(['Patient', 'Bundle', 'Observation']);
const fhir = 'xmlns="http://hl7.org/fhir"';
const xhtml = 'xmlns="http://www.w3.org/1999/xhtml"';
const patient = (inner: string): string => `<Patient ${fhir}>${inner}</Patient>`;
const narrative = (inner: string): string => patient(`<text>${inner}</text>`);

function refusal(body: string | Uint8Array): FhirError {
  try {
    readXml(Buffer.from(body), definitions);
  } catch (error) {
    if (error instanceof FhirError && error.status === 400) return error;
    throw error;
  }
  throw new Error(`not refused: ${String(body).slice(0, 80)}`);
}

const told = (body: string | Uint8Array) =>
  refusal(body).issues.map(({ key, text, expression = '' }) => {
    const [, what = '', line, column] =
      /^The body is not valid FHIR XML: (.*) \(line (\d+), column (\d+)\)\.$/.exec(text.en) ?? [];
    t.equal(key, 'malformed-xml');
    return `${expression}|${what}|${line}:${column}`;
  });

const faults: readonly (readonly [string, string])[] = [
  ['', '|there is no element|1:0'],
  ['{"resourceType":"Patient"}', '|a character is wrong|1:26'],
  [`<Patient ${fhir}>`, '|an element does not end where it must|1:37'],
  [`<Patient ${fhir}><id value="a"></Patient>`, '|an end tag does not match|1:61'],
  [patient('<id value=a/>'), '|a character is wrong|1:48'],
  [patient('<id value="a<b"/>'), '|a character is wrong|1:50'],
  [patient('<id value="a" value="b"/>'), '|an attribute stands twice|1:62'],
  [patient('<a:id value="a"/>'), '|a prefix has no namespace|1:54'],
  [patient('<id value="&nbsp;"/>'), '|an entity is not allowed|1:54'],
  [patient('<id value="&constructor;"/>'), '|an entity is not allowed|1:61'],
  [patient('<id value="&#0;"/>'), '|an entity is not allowed|1:52'],
  [patient('<id value="\u0001"/>'), '|a character is wrong|1:49'],
  [patient('') + patient(''), '|a character is wrong|1:56'],
  [
    `<?xml version="1.0" encoding="ISO-8859-1"?>${patient('')}`,
    '|the encoding "ISO-8859-1" cannot be read, only UTF-8|1:43',
  ],
  [`<?xml version="1.1"?>${patient('')}`, '|XML 1.1 cannot be read, only 1.0|1:21'],
  [`<!DOCTYPE Patient>${patient('')}`, '|a DOCTYPE is not allowed|1:18'],
  [patient('<?php x ?>'), '|the processing instruction "php" is not allowed|1:47'],
  ['<Patient/>', '|the namespace is wrong: Patient (-)|1:10'],
  [
    `<Patient xmlns="http://hl7.org/fihr"/>`,
    '|the namespace is wrong: Patient (http://hl7.org/fihr)|1:38',
  ],
  [`<Borger ${fhir}/>`, '|"Borger" is not a resource type that can be used here|1:37'],
  [`<Slot ${fhir}/>`, '|"Slot" is not a resource type that can be used here|1:35'],
  [`<HumanName ${fhir}/>`, '|"HumanName" is not a resource type that can be used here|1:40'],
  [
    `<DomainResource ${fhir}/>`,
    '|"DomainResource" is not a resource type that can be used here|1:45',
  ],
  [
    patient('\n <active value="true"/>\n <fødsel/>'),
    'Patient.fødsel|there is no element "fødsel" here|3:10',
  ],
  [
    patient('<resourceType value="Patient"/>'),
    'Patient.resourceType|there is no element "resourceType" here|1:68',
  ],
  [patient('<__proto__/>'), 'Patient.__proto__|there is no element "__proto__" here|1:49'],
  [
    patient('<name/><name><id value="a"/></name>'),
    'Patient.name[1].id|there is no element "id" here|1:65',
  ],
  [
    patient('<extension url="a"><url value="a"/></extension>'),
    'Patient.extension[0].url|there is no element "url" here|1:72',
  ],
  [
    patient('<active value="true"><value/></active>'),
    'Patient.active.value|there is no element "value" here|1:66',
  ],
  [
    patient('<deceased value="true"/>'),
    'Patient.deceased|there is no element "deceased" here|1:61',
  ],
  [
    patient('<deceasedBoolean value="true" valeu="true"/>'),
    'Patient.deceased|there is no attribute "valeu" here|1:81',
  ],
  [patient('<name value="A"/>'), 'Patient.name[0]|there is no attribute "value" here|1:54'],
  [
    patient('<id value="a" xml:lang="da"/>'),
    'Patient.id|there is no attribute "xml:lang" here|1:66',
  ],
  [`<Patient ${fhir} id="a"/>`, 'Patient|there is no attribute "id" here|1:45'],
  [
    patient('<contained id="a"><Patient/></contained>'),
    'Patient.contained[0]|there is no attribute "id" here|1:55',
  ],
  [
    patient('<a:id xmlns:a="urn:a" value="a"/>'),
    'Patient.id|the namespace is wrong: a:id (urn:a)|1:70',
  ],
  [
    patient('<id value="a"/><id value="b"/>'),
    'Patient.id|the element "id" may stand only once|1:67',
  ],
  [
    patient('<birthDate><extension url="a"/></birthDate><birthDate value="1970"/>'),
    'Patient.birthDate|the element "birthDate" may stand only once|1:105',
  ],
  [
    patient('<id value="a">a</id>'),
    'Patient.id|text may not stand here; values stand in the attribute "value"|1:53',
  ],
  [
    patient('<![CDATA[a]]>'),
    'Patient|text may not stand here; values stand in the attribute "value"|1:50',
  ],
  [patient('<active/>'), 'Patient.active|the element has neither value nor content|1:46'],
  [patient('<contained/>'), 'Patient.contained[0]|one resource must stand here|1:49'],
  [
    patient('<contained><Patient/><Patient/></contained>'),
    'Patient.contained[0].Patient|one resource must stand here|1:68',
  ],
  [
    `<Observation ${fhir}><valueQuantity><value value="1e400"/></valueQuantity></Observation>`,
    'Observation.value.value|the number is too large|1:78',
  ],
  [
    narrative('<div>a</div>'),
    'Patient.text.div|the namespace is wrong: div (http://hl7.org/fhir)|1:48',
  ],
  [
    narrative(`<div ${xhtml}><svg xmlns="http://www.w3.org/2000/svg"/></div>`),
    'Patient.text.div.svg|the namespace is wrong: svg (http://www.w3.org/2000/svg)|1:126',
  ],
  [
    narrative(`<div ${xhtml} xmlns:h="http://www.w3.org/1999/xhtml"><h:b/></div>`),
    'Patient.text.div.b|the namespace is wrong: h:b (http://www.w3.org/1999/xhtml)|1:130',
  ],
];

t.test('names every fault with its place', async (t) => {
  for (const [body, fault] of faults) {
    t.same(told(body), [fault], body);
  }
});

t.test(
  'names all faults at once, and the parts within a refused element are not among them',
  async (t) => {
    const body = patient('<a><b/></a><name c="d"><e/></name><id value="1"/><id value="2"/>text');
    t.same(
      told(body).map((one) => one.replace(/\|[^|]*$/, '')),
      [
        'Patient.a|there is no element "a" here',
        'Patient.name[0]|there is no attribute "c" here',
        'Patient.name[0].e|there is no element "e" here',
        'Patient.id|the element "id" may stand only once',
        'Patient|text may not stand here; values stand in the attribute "value"',
      ],
    );
    t.equal(refusal(patient('<a/>'.repeat(1_000))).issues.length, 50);
  },
);

t.test('refuses bytes that are not UTF-8, and says so in Danish too', async (t) => {
  const latin1 = Buffer.from(patient('<language value="æ"/>'), 'latin1');
  t.same(told(latin1), ['|it is not UTF-8|1:0']);
  t.same(told(Buffer.from(patient(''), 'utf16le')).length, 1);
  t.equal(
    refusal(latin1).issues[0]?.text.da,
    'Indholdet er ikke gyldig FHIR-XML: det er ikke UTF-8 (linje 1, tegn 0).',
  );
});
