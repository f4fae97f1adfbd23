import t from 'tap';
import { loadDefinitions } from '../../src/fhir/definitions.ts';
import { parseJson } from '../../src/fhir/json.ts';
import { FhirError } from '../../src/fhir/outcome.ts';
import { readXml } from '../../src/fhir/xml/read.ts';
import { writeXml } from '../../src/fhir/xml/write.ts';

const definitions = await loadDefinitions(['Patient', 'Observation']);
const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
const xhtml = 'xmlns="http://www.w3.org/1999/xhtml"';
const write = (resource: object): string => writeXml(resource, definitions);
const read = (xml: string) =>
  readXml(Buffer.from(xml), definitions) as { text: { div: string }; id: string };

/** What stands between the tags of a Patient with this narrative. */
const narrative = (div: string): string => {
  const xml = write({ resourceType: 'Patient', text: { status: 'additional', div } });
  return /<status value="additional"\/>(.*)<\/text>/s.exec(xml)?.[1] ?? '';
};

t.test('elements stand in the order of R4, attributes before them', async (t) => {
  const resource = {
    birthDate: '1970-01-01',
    _gender: { extension: [{ valueCode: 'x', url: 'http://a.dk' }], id: 'g' },
    name: [{ given: ['A', null], _given: [null, { id: 'b' }], family: 'B', id: 'n' }],
    contained: [{ id: 'c', resourceType: 'Patient' }],
    active: false,
    id: 'a',
    resourceType: 'Patient',
  };
  t.equal(
    write(resource),
    `${declaration}<Patient xmlns="http://hl7.org/fhir"><id value="a"/>` +
      '<contained><Patient><id value="c"/></Patient></contained><active value="false"/>' +
      '<name id="n"><family value="B"/><given value="A"/><given id="b"/></name>' +
      '<gender id="g"><extension url="http://a.dk"><valueCode value="x"/></extension></gender>' +
      '<birthDate value="1970-01-01"/></Patient>',
  );
});

t.test('pretty means an element a line, and no blank inside a narrative', async (t) => {
  const div = `<div ${xhtml}><p>a</p></div>`;
  const resource = { resourceType: 'Patient', text: { div }, name: [{ given: ['A'] }] };
  t.equal(
    writeXml(resource, definitions, { pretty: true }),
    `${declaration}
<Patient xmlns="http://hl7.org/fhir">
  <text>
    ${div}
  </text>
  <name>
    <given value="A"/>
  </name>
</Patient>`,
  );
});

t.test('any text comes back as it was, but for what XML cannot hold', async (t) => {
  const kept = 'a<b>&amp;"\'\t\n\r\n]]>&#10;\u007f\u0085\u00a0\u2028æøå😀 ';
  t.equal(read(write({ resourceType: 'Patient', id: kept })).id, kept);
  t.match(write({ resourceType: 'Patient', id: '\n\t' }), '"&#10;&#9;"');
  const lost = '\u0001\u001f\ufffe\uffff\ud800';
  t.equal(read(write({ resourceType: 'Patient', id: lost })).id, '\ufffd'.repeat(5));
});

t.test('a narrative is written as it is', async (t) => {
  for (const inner of [
    "\r\n <p class='a'>1 &lt; 2 &#160;</p ><br/><br></br><!-- & -->",
    '<a href="x?a=1&amp;b=2" title="&quot;">æ 😀</a>',
    '<pre>  a\n\tb</pre>',
  ]) {
    const div = `<div ${xhtml}>${inner}</div>`;
    t.equal(narrative(div), div);
    const text = { status: 'additional', div };
    t.equal(read(write({ resourceType: 'Patient', text })).text.div, div);
  }
});

t.test('what HTML has and XML has not is written by number', async (t) => {
  const inner = (text: string): string => narrative(`<div ${xhtml}>${text}</div>`).slice(42, -6);
  t.equal(
    inner('&nbsp;&yuml;&aelig;&Omega;&rarr;&diams;&euro;&lt;&quot;'),
    '&#160;&#255;&#230;&#937;&#8594;&#9830;&#8364;&lt;&quot;',
  );
  t.equal(inner('&nosuch; ]]> \u0001'), '&amp;nosuch; ]]&gt; \ufffd');
});

t.test('a narrative that is no XHTML is shown as text and breaks nothing', async (t) => {
  for (const div of [
    `<div ${xhtml}><p class="a" class="b">x</p></div>`,
    `<div ${xhtml}><p>x</div>`,
    `<div ${xhtml}>a</div><div ${xhtml}>b</div>`,
    `<div ${xhtml}>a</div></text></Patient><!--`,
    `<div>a</div>`,
    `<p ${xhtml}>a</p>`,
    `<div ${xhtml}>a & b</div>`,
    `<div ${xhtml}><?php x ?></div>`,
    `<!DOCTYPE div [<!ENTITY a "b">]><div ${xhtml}>&a;</div>`,
    'plain',
    '',
  ]) {
    const shown = div.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    const text = shown.replaceAll('"', '&quot;');
    t.equal(narrative(div), `<div ${xhtml}>${text}</div>`);
    t.ok(read(write({ resourceType: 'Patient', text: { div } })));
  }
});

t.test('a decimal is written as it came, an integer as the number it is', async (t) => {
  const text =
    '{"resourceType":"Observation","valueSampledData":{"period":1.50,"dimensions":1.0,"factor":2}}';
  const resource = parseJson(Buffer.from(text));
  t.match(write(resource), '<period value="1.50"/><factor value="2"/><dimensions value="1"/>');
});

t.test('what has no place in XML is refused by name', async (t) => {
  const hidden = { extension: [{ url: 'http://a.dk', valueCode: 'x' }] };
  const refused: readonly (readonly [object, string])[] = [
    [{ resourceType: 'Patient', name: [{ _id: hidden }] }, 'HumanName._id'],
    [{ resourceType: 'Patient', nmae: 'A' }, 'Patient.nmae'],
    [{ resourceType: 'Patient', contained: [{ resourceType: 'Slot' }] }, 'Resource.Slot'],
    [{ resourceType: 'Patient', name: 'A' }, 'Resource.name'],
  ];
  for (const [resource, expression] of refused) {
    const error = refusalOf(resource);
    t.match(error, { status: 406, issues: [{ key: 'not-acceptable', expression }] });
  }
});

function refusalOf(resource: object): FhirError {
  try {
    write(resource);
  } catch (error) {
    if (error instanceof FhirError) return error;
    throw error;
  }
  throw new Error('not refused');
}
