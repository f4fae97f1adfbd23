import type { Bundle } from '@medplum/fhirtypes';
import t from 'tap';
import { registry } from '../../src/registry.ts';
import { noon, startHouse } from '../house.ts';
import { type Heard, hear, said } from './wire.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const markup = '<script>alert(1)</script>';
const encoded = encodeURIComponent(markup);

t.test('An address that is wrong is refused with the reason, at once', async (t) => {
  const house = await startHouse(t);
  const citizen = house.as('citizen');
  const get = (path: string, headers: Record<string, string> = {}): Promise<Heard> =>
    hear(citizen(path, { headers }));
  const refuses = async (expected: string, answer: Promise<Heard>, what: string) => {
    const heard = await answer;
    t.equal(said(heard), expected, what);
    t.ok(heard.outcome?.issue[0]?.details?.text, `${what}: is explained`);
    t.ok(heard.isSoon, `${what}: is soon`);
    t.notOk(/<|script>/.test(heard.text), `${what}: echoes no markup`);
  };

  const queries: readonly (readonly [string, string])[] = [
    ['400 unknown-parameter', 'colour=red'],
    ['400 unknown-parameter', `${encoded}=1`],
    ['400 unknown-parameter', '__proto__=1'],
    ['400 unknown-parameter', 'constructor=1'],
    ['400 chain', 'status.name=x'],
    ['400 chain', '_has:Slot:schedule:start=x'],
    ['400 unknown-modifier', 'status:exact=booked'],
    ['400 unknown-modifier', `status:${encoded}=booked`],
    ['400 unreadable-value', 'date=zz2026-11-24'],
    ['400 unreadable-value', 'date=2026-02-30'],
    ['400 unreadable-value', `date=${encoded}`],
    ['400 unreadable-value', 'date='],
    ['400 unreadable-value', 'date:missing=perhaps'],
    ['400 unreadable-value', 'status='],
    ['400 unreadable-value', 'actor=%20'],
    ['400 unreadable-value', '_count=-1'],
    ['400 unreadable-value', '_count=1.5'],
    ['400 unreadable-value', '_count=many'],
    ['400 unreadable-value', '_count='],
    ['400 unreadable-value', '_sort=colour'],
    ['400 unreadable-value', '_sort=--date'],
    ['400 unreadable-value', '_include=Appointment:colour'],
    ['400 unreadable-value', '_include=Slot:schedule'],
    ['400 unreadable-value', '_revinclude=Nothing:at'],
    ['400 unreadable-value', '_total=some'],
    ['400 unreadable-value', '_summary=brief'],
    ['400 unreadable-value', `_elements=${encoded}`],
    ['400 invalid-character', 'status=%00'],
    ['400 bad-request', 'status=%ff'],
    ['400 bad-request', 'status=%zz'],
    ['400 value-too-long', `status=${'x'.repeat(3_000)}`],
    ['400 too-many-parameters', 'a=1&'.repeat(200)],
  ];
  await t.test('when its parameters are', async (t) => {
    for (const [expected, query] of queries) {
      const text = query.slice(0, 40);
      await refuses(expected, get(`Appointment?${query}`), text);
      const posted = citizen('Appointment/_search', { method: 'POST', headers: form, body: query });
      await refuses(expected, hear(posted), `${text} by POST`);
    }
    const names = (await get('Appointment?colour=red')).outcome?.issue[0]?.details?.text ?? '';
    for (const name of Object.keys(
      registry.find(({ type }) => type === 'Appointment')?.search ?? {},
    ))
      t.match(names, name, `${name} is offered`);
    t.match((await get('Appointment?status:exact=x')).text, ':not', 'the modifiers are offered');
    t.match((await get('Appointment?date=zz2026')).text, 'eq, ne, gt', 'the prefixes are offered');
  });

  await t.test('when it is longer than anything', async () => {
    const million = 'x'.repeat(1_000_000);
    const many = Array.from({ length: 10_000 }, (_, at) => `p${at}=1`).join('&');
    await refuses('431 address-too-long', get(`Appointment?status=${million}`), 'a million');
    await refuses('431 address-too-long', get(`Appointment?${many}`), '10,000 parameters');
    const post = (body: string) =>
      hear(citizen('Appointment/_search', { method: 'POST', headers: form, body }));
    await refuses('400 value-too-long', post(`status=${million}`), 'a million by POST');
    await refuses('400 too-many-parameters', post(many), '10,000 by POST');
  });

  await t.test('when there is no such thing', async () => {
    const ids = ['none', 'a%2Fb', 'a%00b', 'a%20b', '%3Cscript%3E', 'x'.repeat(65), '..%2f..', '*'];
    for (const { type, interactions } of registry) {
      for (const id of ids) await refuses('404 not-found', get(`${type}/${id}`), `${type}/${id}`);
      const isKept = interactions.includes('vread');
      const verdict = isKept ? '404 not-found' : '405 method-not-allowed';
      await refuses(verdict, get(`${type}/none/_history/1`), `${type} version`);
    }
    for (const version of ['0', '-1', 'x', '1e9', '99999999999999999999', encoded])
      await refuses('404 not-found', get(`Patient/none/_history/${version}`), version);
    for (const type of ['Colour', 'patient', encoded, '__proto__', 'Immunization'])
      await refuses('404 unknown-type', get(type), type);
    await refuses('404 not-found', get('Patient/none/more/and/more'), 'too deep');
    t.equal((await get('Patient/%zz')).status, 400);
  });

  await t.test('when no format fits', async () => {
    for (const accept of ['text/html', 'text/turtle', 'image/*', 'application/pdf'])
      await refuses('406 not-acceptable', get('Appointment', { accept }), accept);
    await refuses('406 not-acceptable', get('Appointment?_format=ttl'), '_format=ttl');
    for (const accept of ['*/*', 'application/*', 'text/html, application/json;q=0.1'])
      t.equal((await get('Appointment', { accept })).status, 200, accept);
    for (const format of ['json', 'application/json', 'application/fhir+json'])
      t.equal((await get(`Appointment?_format=${format}`)).status, 200, format);
  });

  await t.test('when the method is not for it', async (t) => {
    for (const [method, path, allow] of [
      ['DELETE', 'Appointment/none', 'GET, HEAD, PUT, PATCH'],
      ['PUT', 'Practitioner/none', 'GET, HEAD'],
      ['POST', 'Practitioner', 'GET, HEAD'],
      ['DELETE', 'Appointment', 'GET, HEAD, POST, PUT, PATCH'],
      ['GET', 'Appointment/_search', 'POST'],
      ['PUT', 'Appointment/none/_history', 'GET, HEAD'],
      ['GET', 'Appointment/$book', 'POST'],
      ['POST', 'metadata', 'GET, HEAD'],
    ] as const) {
      const heard = await hear(citizen(path, { method }));
      t.equal(said(heard), '405 method-not-allowed', `${method} ${path}`);
      t.equal(heard.headers.get('allow'), allow);
    }
  });

  await t.test('when a page link was tampered with, is old, or is another’s', async () => {
    const first = (await (await citizen('Appointment?_count=1')).json()) as Bundle;
    const next = first.link?.find(({ relation }) => relation === 'next')?.url ?? '';
    const path = `Appointment?${next.split('?')[1]}`;
    t.equal((await get(path)).status, 200, 'it is good');
    const middle = Math.floor(path.length / 2);
    const other = path[middle] === 'A' ? 'B' : 'A';
    const tampered = `${path.slice(0, middle)}${other}${path.slice(middle + 1)}`;
    const crooked = [tampered, path.slice(0, -5), 'Appointment?_page=x', 'Appointment?_page='];
    for (const one of crooked) await refuses('400 page _page', get(one), one.slice(-12));
    await refuses('400 page _page', get(path.replace('Appointment', 'CarePlan')), 'another room');
    await refuses('400 page _page', hear(house.as('neighbour')(path)), 'another caller');
    house.setNow(noon + 31 * 60_000);
    await refuses('400 page _page', get(path), 'half an hour later');
    house.setNow(noon);
  });

  await t.test('when an operation is asked for nonsense', async () => {
    const find = (query: string) => get(`Appointment/$find?${query}`);
    const week = 'start=2026-11-25&end=2026-12-01';
    await refuses('400 parameter-missing start', find('end=2026-12-01'), 'no start');
    await refuses('400 parameter-value start', find(`start=${encoded}&end=2026-12-01`), 'start');
    await refuses('400 unknown-parameter colour', find(`${week}&colour=red`), 'unknown');
    await refuses('400 parameter-value _count', find(`${week}&_count=-1`), '_count');
    await refuses('400 parameter-value _count', find(`${week}&_count=x`), '_count');
    await refuses(
      '400 parameter-value practitioner',
      find(`${week}&practitioner=${encoded}`),
      'id',
    );
    await refuses('400 invalid-character', find(`${week}&practitioner=%00`), 'NUL');
    await refuses('400 bad-request', find(`${week}&practitioner=%ff`), 'encoding');
    await refuses(
      '403 no-mandate patient',
      find(`${week}&patient-reference=someone`),
      'a stranger',
    );
    await refuses('404 unknown-operation', get('Appointment/none/$find'), 'no such operation');
  });

  t.same(
    house.lines.filter((line) => line.includes('request failed')),
    [],
    'nothing was a fault of ours',
  );
});
