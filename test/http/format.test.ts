import type { Bundle, Patient } from '@medplum/fhirtypes';
import t from 'tap';
import { readXml } from '../../src/fhir/xml/read.ts';
import { writeXml } from '../../src/fhir/xml/write.ts';
import { definitionsOf } from '../../src/main/foundation.ts';
import { startHouse } from '../house.ts';

const xml = 'application/fhir+xml';

t.test('An answer comes in the format that is asked for', async (t) => {
  const house = await startHouse(t);
  const citizen = house.as('citizen');
  const definitions = await definitionsOf(['Patient', 'Appointment']);
  const read = (text: string): unknown => readXml(Buffer.from(text), definitions);
  const me = (await (await citizen('Patient')).json()) as Bundle<Patient>;
  const id = me.entry?.[0]?.resource?.id;
  const patient = await (await citizen(`Patient/${id}`)).json();

  for (const [what, path, accept] of [
    ['_format=xml', `Patient/${id}?_format=xml`, undefined],
    ['a media type in _format', `Patient/${id}?_format=application/fhir%2Bxml`, undefined],
    ['a plus that was not encoded', `Patient/${id}?_format=application/fhir+xml`, undefined],
    ['Accept', `Patient/${id}`, `${xml}; fhirVersion=4.0`],
    ['Accept with weights', `Patient/${id}`, `application/json;q=0.5, ${xml};q=0.9`],
    ['_format over Accept', `Patient/${id}?_format=text/xml`, 'application/fhir+json'],
  ] as const)
    await t.test(`XML by ${what}`, async (t) => {
      const response = await citizen(path, accept ? { headers: { accept } } : {});
      t.equal(response.headers.get('content-type'), `${xml}; charset=utf-8`);
      t.same(read(await response.text()), patient, 'and says the same as JSON');
    });

  await t.test('a Bundle, an outcome and the statement are XML too', async (t) => {
    const bundle = await citizen(`Appointment?patient=${id}&_format=xml`);
    const said = read(await bundle.text()) as Bundle;
    t.equal(said.resourceType, 'Bundle');
    t.ok((said.entry?.length ?? 0) > 0);
    const refused = await citizen('Patient/none?_format=xml');
    t.equal(refused.status, 404);
    t.match(await refused.text(), /^<\?xml[^>]*\?><OperationOutcome /);
    const lost = await citizen('Colour?_format=xml');
    t.equal(lost.status, 404);
    t.match(await lost.text(), /<OperationOutcome /);
    const statement = await citizen('metadata?_format=xml');
    t.match(await statement.text(), /<CapabilityStatement /);
  });

  await t.test('what is sent may be XML', async (t) => {
    const body = writeXml(
      {
        resourceType: 'Parameters',
        parameter: [
          { name: 'start', valueDateTime: '2026-11-25T00:00:00+01:00' },
          { name: 'end', valueDateTime: '2026-12-05T00:00:00+01:00' },
          { name: 'patient-reference', valueReference: { reference: `Patient/${id}` } },
        ],
      },
      definitions,
    );
    const headers = { 'content-type': xml, accept: xml };
    const found = await citizen('Appointment/$find', { method: 'POST', headers, body });
    t.equal(found.status, 200);
    const proposals = read(await found.text()) as Bundle;
    t.ok((proposals.total ?? 0) > 0, 'ITI-115 in XML');
    const broken = await citizen('Appointment/$find', {
      ...{ method: 'POST', headers, body: body.replace('</Parameters>', '') },
    });
    t.equal(broken.status, 400);
    t.match(await broken.text(), /malformed-xml/);
    const bomb = `<!DOCTYPE x [<!ENTITY a "a">]>${body}`;
    t.equal(
      (await citizen('Appointment/$find', { method: 'POST', headers, body: bomb })).status,
      400,
    );
  });

  await t.test('JSON is laid out when _pretty says so', async (t) => {
    const text = await (await citizen(`Patient/${id}?_pretty=true`)).text();
    t.match(text, /\n {2}"resourceType": "Patient"/);
    t.same(JSON.parse(text), patient);
  });

  await t.test('what we do not write is 406, what we do not read 415', async (t) => {
    for (const format of ['ttl', 'text/turtle', 'html', 'application/fhir+json;fhirVersion=3.0'])
      t.equal((await citizen(`Patient/${id}?_format=${encodeURIComponent(format)}`)).status, 406);
    t.equal((await citizen(`Patient/${id}`, { headers: { accept: 'image/png' } })).status, 406);
    const sent = await citizen('Appointment', {
      ...{ method: 'POST', headers: { 'content-type': 'text/turtle' }, body: 'x' },
    });
    t.equal(sent.status, 415);
  });

  await t.test('HEAD has the headers of GET and no body', async (t) => {
    const get = await citizen(`Patient/${id}?_format=xml`);
    const length = Buffer.byteLength(await get.text());
    const head = await citizen(`Patient/${id}?_format=xml`, { method: 'HEAD' });
    t.equal(head.headers.get('content-length'), String(length));
    t.equal(head.headers.get('etag'), get.headers.get('etag'));
    t.equal(await head.text(), '');
  });
});
