import type { Appointment, Bundle } from '@medplum/fhirtypes';
import t from 'tap';
import { startHouse } from '../house.ts';
import { type Heard, hear, said } from './wire.ts';

const fhir = { 'content-type': 'application/fhir+json' };
const jsonPatch = { 'content-type': 'application/json-patch+json' };
const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)));
const markup = '<script>alert(1)</script>';

t.test('A body that is wrong is refused with its place, at once', async (t) => {
  const house = await startHouse(t);
  const citizen = house.as('citizen');
  const bundle = (await (await citizen('Appointment?status=booked')).json()) as Bundle<Appointment>;
  const good = bundle.entry?.[0]?.resource;
  const id = `${good?.id}`;
  const send = (path: string, body: string | Buffer, init: RequestInit = {}): Promise<Heard> =>
    hear(
      citizen(path, {
        method: 'POST',
        headers: fhir,
        ...init,
        body: body as NonNullable<RequestInit['body']>,
      }),
    );
  const refuses = async (expected: string, answer: Promise<Heard>, what: string) => {
    const heard = await answer;
    t.equal(said(heard), expected, what);
    t.ok(heard.outcome?.issue[0]?.details?.text, `${what}: is explained`);
    t.ok(heard.isSoon, `${what}: is soon`);
    t.notOk(/[<>]script/i.test(heard.text), `${what}: echoes no markup`);
  };

  const broken: readonly (readonly [string, string | Buffer])[] = [
    ['nothing of JSON', 'Appointment'],
    ['markup', markup],
    ['half an object', '{"resourceType":"Appointment"'],
    ['two objects', '{} {}'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a comma too many', '{"resourceType":"Appointment",}'],
    ['a prototype key', '{"resourceType":"Appointment","__proto__":{"status":"booked"}}'],
    ['a constructor', '{"resourceType":"Appointment","constructor":{}}'],
    ['a member twice', '{"resourceType":"Appointment","status":"booked","status":"x"}'],
    ['invalid UTF-8', bytes('{"resourceType":"', [0xc3, 0x28], '"}')],
    ['half a surrogate', '{"resourceType":"Appointment","comment":"\\ud800"}'],
    ['NUL', '{"resourceType":"Appointment","comment":"\\u0000"}'],
    ['a number beyond all', '{"resourceType":"Appointment","priority":1e999}'],
    ['nesting without end', `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`],
    ['UTF-16', Buffer.from('{"resourceType":"Appointment"}', 'utf16le')],
  ];
  await t.test('when it is no JSON of ours', async (t) => {
    for (const [what, body] of broken)
      for (const path of ['Appointment', 'Appointment/$book', `Appointment/${id}/$cancel`]) {
        const heard = await send(path, body);
        t.equal(said(heard), '400 malformed-json', `${what} to ${path}`);
        t.match(heard.outcome?.issue[0]?.details?.text, /\(tegn \d+\)/, 'names the character');
        t.ok(heard.isSoon, 'soon');
      }
  });

  await t.test('when it is too large, or nothing', async () => {
    const large = JSON.stringify({ resourceType: 'Appointment', comment: 'x'.repeat(10_000_000) });
    await refuses('413 too-large', send('Appointment', large), '10 MB');
    await refuses('413 too-large', send('Appointment/$book', large), '10 MB to an operation');
    await refuses('400 body-missing', send('Appointment', ''), 'nothing');
  });

  const wrong: readonly (readonly [string, object, string])[] = [
    ['another type', { resourceType: 'Patient' }, '400 resource-type resourceType'],
    ['a type that is a list', { resourceType: ['Appointment'] }, '400 resource-type resourceType'],
    ['a member that is not R4', { color: 'red' }, '422 unknown-member Appointment.color'],
    ['a date that is none', { start: '2026-02-30T10:00:00Z' }, '422 format Appointment.start'],
    ['an instant without a zone', { start: '2026-11-30T10:00:00' }, '422 format Appointment.start'],
    ['a number for a text', { comment: 5 }, '422 type Appointment.comment'],
    ['an object for a code', { status: {} }, '422 type Appointment.status'],
    ['a status that is none', { status: 'gladly' }, '422 required-binding Appointment.status'],
    ['an empty text', { comment: '' }, '422 empty Appointment.comment'],
  ];
  await t.test('when it is no Appointment', async (t) => {
    const base = { ...good, id: undefined, meta: undefined };
    for (const [what, change, expected] of wrong) {
      const body = JSON.stringify({ ...base, ...change });
      const heard = await send('Appointment', body);
      const [status, , place = ''] = expected.split(' ');
      t.equal(heard.status, Number(status), `${what}: ${said(heard)}`);
      t.ok(
        heard.outcome?.issue.some(({ expression }) => expression?.[0]?.startsWith(place)),
        `${what}: ${JSON.stringify(heard.outcome?.issue.map(({ expression }) => expression))}`,
      );
    }
  });

  await t.test('when markup stands in it', async (t) => {
    const places = ['status', 'comment', 'description', 'start', markup, 'id', 'resourceType'];
    for (const place of places) {
      const heard = await send('Appointment', JSON.stringify({ ...good, [place]: markup }));
      t.ok(heard.status >= 400 && heard.status < 500, `${place}: ${said(heard)}`);
      t.notOk(/<|script>/.test(heard.text), `${place}: is not echoed`);
    }
    const named = await send('Appointment', JSON.stringify({ ...good, [markup]: null }));
    t.equal(named.status, 422);
    t.notOk(/<|script>/.test(named.text), 'not as the name of nothing either');
    const div = `<div xmlns="http://www.w3.org/1999/xhtml">${markup}</div>`;
    const text = { ...good, text: { status: 'generated', div } };
    const heard = await send('Appointment', JSON.stringify(text));
    t.equal(heard.status, 422);
    t.notOk(/<|script>/.test(heard.text));
  });

  await t.test('when it is of a type that the address does not read', async () => {
    const body = JSON.stringify(good);
    const types = [
      ...['text/html', 'text/plain', 'multipart/form-data', 'x'],
      ...['application/fhir+json; charset=iso-8859-1', 'application/fhir+json; fhirVersion=3.0'],
    ];
    for (const type of [
      ...types,
      'application/x-www-form-urlencoded',
      'application/json-patch+json',
    ])
      await refuses(
        '415 unsupported-media-type',
        send('Appointment', body, { headers: { 'content-type': type } }),
        type,
      );
    await refuses(
      '400 malformed-json',
      send(`Appointment/${id}`, '[]', { method: 'PATCH', headers: fhir }),
      'a JSON Patch as a resource',
    );
    await refuses('415 unsupported-media-type', send('Patient/_search', '{}'), 'a search as JSON');
  });

  await t.test('when it changes what it may not', async () => {
    const patch = (operations: unknown, path = `Appointment/${id}`) =>
      send(path, JSON.stringify(operations), { method: 'PATCH', headers: jsonPatch });
    await refuses('400 malformed-json', patch({ op: 'test' }), 'a patch that is no list');
    await refuses('422 patch', patch([{ op: 'fly', path: '/status' }]), 'an unknown operation');
    await refuses('422 patch', patch([{ op: 'replace', path: '/id', value: 'x' }]), 'the id');
    await refuses(
      '422 patch',
      patch([{ op: 'add', path: '/__proto__/x', value: 1 }]),
      'the prototype',
    );
    await refuses(
      '422 not-changeable Appointment.comment',
      patch([{ op: 'add', path: '/comment', value: 'Hej' }]),
      'another member',
    );
    const put = { method: 'PUT' };
    const other = JSON.stringify({ ...good, id: 'another' });
    await refuses('400 id-mismatch Appointment.id', send(`Appointment/${id}`, other, put), 'id');
  });

  await t.test('when If-Match names another version, or is no ETag', async () => {
    const body = JSON.stringify([{ op: 'replace', path: '/status', value: 'cancelled' }]);
    for (const [tag, expected] of [
      ['W/"999"', '412 stale-version'],
      ['"0"', '412 stale-version'],
      ['nonsense', '400 bad-etag'],
      ['W/"1', '400 bad-etag'],
      [markup, '400 bad-etag'],
    ] as const)
      await refuses(
        expected,
        send(`Appointment/${id}`, body, {
          method: 'PATCH',
          headers: { ...jsonPatch, 'if-match': tag },
        }),
        `If-Match ${tag.slice(0, 9)}`,
      );
  });

  t.same(
    house.lines.filter((line) => line.includes('request failed')),
    [],
    'nothing was a fault of ours',
  );
});
