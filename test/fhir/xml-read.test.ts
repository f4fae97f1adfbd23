import t from 'tap';
import { writeJson } from '../../src/fhir/decimal.ts';
import { loadDefinitions } from '../../src/fhir/definitions.ts';
import { readXml } from '../../src/fhir/xml/read.ts';
import { writeXml } from '../../src/fhir/xml/write.ts';

const definitions = await loadDefinitions(['Patient', 'Observation', 'Bundle', 'Parameters']);
const fhir = 'xmlns="http://hl7.org/fhir"';
const xhtml = 'xmlns="http://www.w3.org/1999/xhtml"';
const read = (text: string): unknown => readXml(Buffer.from(text), definitions);
const patient = (inner: string): string => `<Patient ${fhir}>${inner}</Patient>`;

/** A name, XML as somebody else may write it, and the JSON that says the same. */
const same: readonly (readonly [string, string, object])[] = [
  [
    'ids and language of the resource',
    patient('<id value="a"/><meta><versionId value="1"/></meta><language value="da"/>'),
    { resourceType: 'Patient', id: 'a', meta: { versionId: '1' }, language: 'da' },
  ],
  [
    'booleans, integers and choices',
    patient(
      '<active value="true"/><deceasedBoolean value="false"/><multipleBirthInteger value="2"/>',
    ),
    {
      resourceType: 'Patient',
      active: true,
      deceasedBoolean: false,
      multipleBirthInteger: 2,
    },
  ],
  [
    'lists, also of one item and of scattered ones',
    patient('<name><given value="A"/><given value="B"/></name><active value="true"/><name/>'),
    { resourceType: 'Patient', name: [{ given: ['A', 'B'] }, {}], active: true },
  ],
  [
    'ids and extensions of values',
    patient(
      `<birthDate id="b" value="1970-01-01"><extension url="http://a.dk/t"><valueTime value="12:00:00"/></extension></birthDate>
       <gender><extension url="http://a.dk/u"><valueCode value="x"/></extension></gender>`,
    ),
    {
      resourceType: 'Patient',
      birthDate: '1970-01-01',
      _birthDate: { id: 'b', extension: [{ url: 'http://a.dk/t', valueTime: '12:00:00' }] },
      _gender: { extension: [{ url: 'http://a.dk/u', valueCode: 'x' }] },
    },
  ],
  [
    'lists of values with holes',
    patient(
      '<name><given value="A"/><given id="g"/><given id="h" value="C"/><given value="D"/></name>',
    ),
    {
      resourceType: 'Patient',
      name: [{ given: ['A', null, 'C', 'D'], _given: [null, { id: 'g' }, { id: 'h' }, null] }],
    },
  ],
  [
    'a list without a single value',
    patient('<name><given id="g"/></name>'),
    { resourceType: 'Patient', name: [{ _given: [{ id: 'g' }] }] },
  ],
  [
    'ids of elements, and extensions within extensions',
    patient(
      '<name id="n"><family value="A"/></name><contact id="c"><extension url="http://a.dk"><extension url="b"><valueString value="x"/></extension></extension></contact>',
    ),
    {
      resourceType: 'Patient',
      name: [{ id: 'n', family: 'A' }],
      contact: [
        {
          id: 'c',
          extension: [{ url: 'http://a.dk', extension: [{ url: 'b', valueString: 'x' }] }],
        },
      ],
    },
  ],
  [
    'contained resources, each in its own element',
    patient(
      '<contained><Patient><id value="a"/></Patient></contained><contained><Observation><id value="b"/></Observation></contained>',
    ),
    {
      resourceType: 'Patient',
      contained: [
        { resourceType: 'Patient', id: 'a' },
        { resourceType: 'Observation', id: 'b' },
      ],
    },
  ],
  [
    'a narrative, character by character',
    patient(
      `<text><status value="generated"/><div ${xhtml}>\n <p class='a'>1 &lt; 2<br/>&#160;&amp; æ<!-- x --></p></div></text>`,
    ),
    {
      resourceType: 'Patient',
      text: {
        status: 'generated',
        div: `<div ${xhtml}>\n <p class='a'>1 &lt; 2<br/>&#160;&amp; æ<!-- x --></p></div>`,
      },
    },
  ],
  [
    'prefixes instead of default namespaces',
    `<f:Patient xmlns:f="http://hl7.org/fhir" xmlns:h="http://www.w3.org/1999/xhtml"><f:text><f:status value="generated"/><h:div title="&quot;a&quot;"><h:p>1 &lt; 2</h:p></h:div></f:text></f:Patient>`,
    {
      resourceType: 'Patient',
      text: {
        status: 'generated',
        div: `<div ${xhtml} title="&quot;a&quot;"><p>1 &lt; 2</p></div>`,
      },
    },
  ],
  [
    'resources in a Bundle',
    `<Bundle ${fhir}><type value="collection"/><entry><fullUrl value="urn:uuid:1"/><resource><Patient><id value="a"/></Patient></resource></entry><entry><response><status value="200"/><outcome><Patient/></outcome></response></entry></Bundle>`,
    {
      resourceType: 'Bundle',
      type: 'collection',
      entry: [
        { fullUrl: 'urn:uuid:1', resource: { resourceType: 'Patient', id: 'a' } },
        { response: { status: '200', outcome: { resourceType: 'Patient' } } },
      ],
    },
  ],
  [
    'parameters, and parts of them',
    `<Parameters ${fhir}><parameter><name value="a"/><resource><Patient/></resource></parameter><parameter><name value="b"/><part><name value="c"/><valueDecimal value="1"/></part></parameter></Parameters>`,
    {
      resourceType: 'Parameters',
      parameter: [
        { name: 'a', resource: { resourceType: 'Patient' } },
        { name: 'b', part: [{ name: 'c', valueDecimal: 1 }] },
      ],
    },
  ],
  [
    'declaration, byte order mark, comments, and what is said to XML processors',
    `\ufeff<?xml version="1.0" encoding="utf-8"?><!-- a -->\n<Patient ${fhir} xml:base="http://a.dk" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b"><!-- b --><id value="a"/></Patient>\n<!-- c -->`,
    { resourceType: 'Patient', id: 'a' },
  ],
  [
    'characters by number and by the names of XML',
    patient('<id value="&#x61;&lt;&gt;&amp;&quot;&apos;&#10;&#128512;"/>'),
    { resourceType: 'Patient', id: 'a<>&"\'\n😀' },
  ],
];

for (const [what, xml, json] of same) {
  t.test(`reads ${what}`, async (t) => {
    t.strictSame(read(xml), json);
    t.strictSame(read(writeXml(json, definitions)), json);
    t.strictSame(read(writeXml(json, definitions, { pretty: true })), json);
  });
}

t.test('reads decimals as they are written, and other numbers as numbers', async (t) => {
  for (const written of ['1.00', '-0.010', '1e2', '1.5E-3', '123456789012345678901234567890']) {
    const xml = `<Observation ${fhir}><valueQuantity><value value="${written}"/></valueQuantity></Observation>`;
    const json = `{"resourceType":"Observation","valueQuantity":{"value":${written}}}`;
    t.equal(writeJson(read(xml)), json);
    t.match(writeXml(read(xml), definitions), `<value value="${written}"/>`);
  }
});

t.test('leaves a value of another form for validation to name', async (t) => {
  const xml = patient('<active value="yes"/><multipleBirthInteger value="1.5"/><id value=""/>');
  t.strictSame(read(xml), {
    resourceType: 'Patient',
    active: 'yes',
    multipleBirthInteger: '1.5',
    id: '',
  });
});
