import { isDeepStrictEqual } from 'node:util';
import type { Appointment, Parameters, Resource } from '@medplum/fhirtypes';
import t from 'tap';
import { validate } from '../../src/fhir/validate.ts';
import { fhir } from '../access/answer.ts';
import { asker } from '../access/ask.ts';
import { startHouse } from '../house.ts';
import {
  all,
  asAftale,
  call,
  fixtureOf,
  holds,
  issuesIn,
  type Json,
  ofType,
  partsOf,
  post,
  record,
  recordOf,
  resultsIn,
  tablesWith,
  textOf,
} from './transform-question.ts';

t.test('$transform', async (t) => {
  t.setTimeout(120_000);
  const house = await startHouse(t, { citizens: 14 });
  const staff = await asker(house, 'staff');
  const { definitions } = house.service;

  await t.test('every fixture goes both ways, and the law of the mapping holds', async (t) => {
    for (const one of all) {
      const type = recordOf(one);
      const there = await post(staff, call(...record(type, one.record)));
      const answer = (await there.json()) as Parameters;
      t.equal(there.status, 200, `${one.name}: ${JSON.stringify(answer).slice(0, 300)}`);
      const result = ofType(resultsIn(answer), one.room.type);
      const resource = partsOf(result?.part, 'resource')[0]?.resource as Resource;
      t.equal(holds(result), true, `${one.name} to FHIR`);
      t.same(validate(answer, definitions), []);
      const base = { name: 'base', valueString: JSON.stringify(one.record) };
      const named = { name: 'record-type', valueCode: type };
      const back = await post(staff, call({ name: 'resource', resource }, base, named));
      const again = (await back.json()) as Parameters;
      t.equal(back.status, 200, `${one.name} back: ${JSON.stringify(again).slice(0, 500)}`);
      const [found] = resultsIn(again);
      t.equal(holds(found), true, `${one.name} back`);
      t.ok(isDeepStrictEqual(JSON.parse(textOf(found, 'record')), one.record), one.name);
    }
  });

  await t.test(
    'each value is told with its row, what is carried and what is withheld',
    async (t) => {
      const { type, record: sent } = fixtureOf('aftale-booked');
      const more = { ...sent, hemmelig: { dyb: 1 } };
      const [result] = resultsIn(
        (await (await post(staff, call(...record(type, more)))).json()) as Parameters,
      );
      const values = partsOf(result?.part, 'value').map((one) =>
        ['field', 'path', 'row', 'codec', 'cura', 'fhir'].map((name) => textOf(one, name)),
      );
      t.strictSame(
        values.find(([field]) => field === 'status'),
        ['status', 'status', 'status', 'codes', '"planlagt"', '"booked"'],
      );
      t.match(
        values.find(([field]) => field === 'borgerId'),
        ['borgerId', /^participant\[\d\]$/, 'participant.where(actor.resolve() is Patient)'],
      );
      const reasons = (name: string) =>
        partsOf(result?.part, name).map(
          (one) => `${textOf(one, 'field')}: ${textOf(one, 'reason')}`,
        );
      t.match(reasons('withheld'), ['internNote: skrevet for personalet, forlader aldrig Cura']);
      t.ok(reasons('untouched').includes('aendret: lageret daterer sine egne versioner'));
      t.ok(reasons('untouched').some((one) => one.startsWith('hemmelig: et felt, som kontrakten')));
      t.ok(reasons('untouched').some((one) => one.startsWith('id: Curas eget id')));
      t.same(
        partsOf(result?.part, 'value')
          .filter((one) => textOf(one, 'path') === 'requestedPeriod')
          .map((one) => textOf(one, 'from')),
        ['start,slut'],
      );
      t.notMatch(JSON.stringify(partsOf(result?.part, 'withheld')), /valueString":"\\"/);
      t.match(partsOf(result?.part, 'outcome')[0]?.resource, { resourceType: 'OperationOutcome' });
    },
  );

  await t.test(
    'a resource without a base is shown as the draft that Cura would be sent',
    async (t) => {
      const { resource } = fixtureOf('aftale-booked');
      // Cura gives the number.
      const { identifier: _, ...own } = resource as Appointment;
      const answer = await post(staff, asAftale(own));
      const [result] = resultsIn((await answer.json()) as Parameters);
      const made = JSON.parse(textOf(result, 'record')) as Json;
      t.equal(made.version, undefined);
      t.equal(made.id, undefined);
      t.match(made.borgerId, /^fhir\./);
      t.ok(partsOf(result?.part, 'stand-in').length > 0);
    },
  );

  await t.test('what is refused is refused with everything that is wrong', async (t) => {
    const { type, record: sent, resource } = fixtureOf('aftale-booked');
    const { status: _, ...lacking } = sent as unknown as Json;
    const wrong = (body: object | string, query?: string) =>
      post(staff, body, query).then(issuesIn);
    t.same(await wrong(call(...record(type, { ...lacking, start: 3, slut: 'nu' }))), [
      '422 record-fault record.status',
      '422 record-fault record.start',
    ]);
    const february = { start: '2026-02-30T10:00:00+01:00', slut: '2026-02-31T10:00:00+01:00' };
    t.same(
      await wrong(call(...record(type, { ...sent, ...february }))),
      [
        '422 unmappable Appointment.start',
        '422 unmappable Appointment.end',
        '422 unmappable Appointment.requestedPeriod',
      ].slice(0, 2),
    );
    const { identifier: __, ...own } = resource as Appointment;
    t.same(await wrong(asAftale({ ...own, priority: 3, reasonCode: [{ text: 'ondt' }] })), [
      '422 unmappable Appointment.priority',
      '422 unmappable Appointment.reasonCode',
    ]);
    t.match(
      (await wrong(asAftale({ ...resource, status: 'nope', start: 'soon' }))).map((one) =>
        one.slice(0, 3),
      ),
      ['422', '422'],
    );
    t.same(await wrong(call(...record('ukendt', sent))), ['400 unknown-record-type record-type']);
    t.same(await wrong(call(...record(type, sent).slice(1))), [
      '400 parameter-missing record-type',
    ]);
    t.same(await wrong(call(...record(type, '{"id":1,"id":2}'))), ['400 malformed-json record']);
    t.same(await wrong(call(...record(type, '{"a":'.repeat(500)))), ['400 malformed-json record']);
    t.same(await wrong(call(...record(type, 'x'.repeat(40_001)))), ['413 too-large record']);
    t.same(await wrong(call()), ['400 transform-sides']);
    t.same(await wrong(call(...record(type, sent), { name: 'resource', resource })), [
      '400 transform-sides',
    ]);
    t.same(await wrong(resource), ['400 parameter-missing record-type']);
    t.same(await wrong({ resourceType: 'Slot', status: 'free' }), ['400 not-mapped resource']);
    t.same(await wrong(call({ name: 'resource', valueString: 'x' })), [
      '400 parameter-value resource',
    ]);
    t.same(await wrong(call({ name: 'record', valueBoolean: true })), [
      '400 parameter-value record',
    ]);
    t.same(await wrong(call({ name: 'strange', valueString: 'x' })), [
      '400 unknown-parameter strange',
    ]);
    t.same(await wrong(resource, '?record=x'), ['400 unknown-parameter record']);
    t.same(await wrong('[]'), ['400 malformed-json']);
    t.same(await issuesIn(await staff('$transform')), ['405 method-not-allowed']);
  });

  await t.test('a number or a note that is sent stands nowhere afterwards', async (t) => {
    const { record: sent } = fixtureOf('protected');
    const secret = { ...sent, cpr: '0706459919', internNote: 'KUN-TIL-PROEVE' };
    t.equal((await post(staff, call(...record('borger', secret)))).status, 200);
    t.equal((await post(staff, call(...record('borger', { ...secret, koen: 3 })))).status, 422);
    t.notMatch(house.lines.join('\n'), /0706459919|KUN-TIL-PROEVE/);
    t.same(await tablesWith(house, '0706459919', 'KUN-TIL-PROEVE'), []);
    t.not((await tablesWith(house, 'Sandby')).length, 0, 'the search finds what is there');
  });

  await t.test(
    'it is for staff, machines and auditors, and for all against a sandbox',
    async (t) => {
      const { identifier: _, ...own } = fixtureOf('aftale-booked').resource as Appointment;
      const asked = async (persona: string) =>
        (await post(await asker(house, persona), asAftale(own))).status;
      const personas = ['staff', 'system', 'auditor', 'citizen', 'relative', 'association'];
      const { transform } = house.ports;
      Object.assign(transform ?? {}, { isOpen: false });
      t.same(await Promise.all(personas.map(asked)), [200, 200, 200, 403, 403, 403]);
      Object.assign(transform ?? {}, { isOpen: true });
      t.same(
        await Promise.all(personas.map(asked)),
        personas.map(() => 200),
      );
      const nobody = await fetch(`${house.base}/$transform`, {
        method: 'POST',
        headers: fhir,
        body: '{}',
      });
      t.equal(nobody.status, 401);
    },
  );
});
