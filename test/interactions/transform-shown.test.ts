import type { Parameters } from '@medplum/fhirtypes';
import t from 'tap';
import { curaTypes } from '../../src/cura/records.ts';
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
  partsOf,
  post,
  record,
  recordOf,
  resultsIn,
  storedAs,
  storedLike,
  textOf,
  untold,
} from './transform-question.ts';

/** FHIR shows nothing of what Cura must have here. */
const lossy = [
  'besoeg-ugly-night 422 unmappable Appointment.minutesDuration',
  'forening-ugly-closed 422 unmappable Organization.name',
  'ugly-parent 422 unmappable RelatedPerson.name[0].family',
];

t.test('what $transform shows', async (t) => {
  t.setTimeout(120_000);
  const house = await startHouse(t, { citizens: 14 });
  const staff = await asker(house, 'staff');

  await t.test(
    'what is shown of a record is what the store serves, but for what is told',
    async (t) => {
      let compared = 0;
      for (const type of curaTypes) {
        const { poster } = await house.sync.cura.list(type, { max: 3 });
        for (const sent of poster) {
          const answer = await post(staff, call(...record(type, sent)));
          for (const result of resultsIn((await answer.json()) as Parameters)) {
            const stored = await storedAs(house, type, sent.id, textOf(result, 'resource-type'));
            const shown = partsOf(result.part, 'resource')[0]?.resource;
            const told = ['ours', 'completed'].flatMap((name) =>
              partsOf(result.part, name).map((one) => textOf(one, 'element')),
            );
            t.same(
              untold(shown, stored, told),
              [],
              `${type} as ${textOf(result, 'resource-type')}`,
            );
            compared += 1;
          }
        }
      }
      t.ok(compared > 80, `${compared} records`);
    },
  );

  await t.test('what citizens and relatives do not see is told, and why', async (t) => {
    const seen = async (name: string) => {
      const { type, record: sent } = fixtureOf(name);
      const answer = await post(staff, call(...record(type, sent)));
      const [result] = resultsIn((await answer.json()) as Parameters);
      return partsOf(result?.part, 'view').map((one) => [
        textOf(one, 'reader'),
        partsOf(one.part, 'shown')[0]?.valueBoolean,
        textOf(one, 'without'),
        textOf(one, 'reason'),
      ]);
    };
    const numbers = 'numre vises kun for personalet, og beskyttede oplysninger ikke for pårørende';
    t.strictSame(await seen('protected'), [
      ['citizen', true, 'identifier[0]', numbers],
      ['relative', true, 'identifier[0],address', numbers],
    ]);
    t.strictSame(await seen('aftale-booked'), [
      ['citizen', true, '', ''],
      ['relative', true, '', ''],
    ]);
    t.match(await seen('weekdays'), [['citizen', true, /^extension/, /^vagter og fravær/], []]);
    t.match(await seen('journalnotat-guardian-exempt'), [
      ['citizen', true],
      ['relative', false, '', 'personalet har undtaget den for værgen og pårørende'],
    ]);
  });

  await t.test("only staff and machines have a guess of Cura's id confirmed", async (t) => {
    const { record: sent } = fixtureOf('aftale-booked');
    const id = house.ports.transform?.fhirId('aftale', sent.id) ?? '';
    const { eksternReference: _, udfoertAf: __, ydelseId: ___, ...rest } = sent as unknown as Json;
    const guess = { ...rest, id: sent.id, borgerId: `${rest.borgerId}` };
    const citizen = house.ports.transform?.fhirId('borger', guess.borgerId) ?? '';
    const resource = await storedLike(staff, guess, id, citizen);
    const asked = async (persona: string) => {
      const base = { name: 'base', valueString: JSON.stringify(guess) };
      const named = { name: 'record-type', valueCode: 'aftale' };
      const ask = await asker(house, persona);
      const answer = await post(ask, call({ name: 'resource', resource }, base, named));
      const [result] = resultsIn((await answer.json()) as Parameters);
      return (JSON.parse(textOf(result, 'record') || '{}') as Json).borgerId;
    };
    t.equal(await asked('staff'), guess.borgerId);
    t.equal(await asked('auditor'), `fhir.${citizen}`);
    t.equal(await asked('citizen'), `fhir.${citizen}`);
  });

  await t.test('long lists are refused before they hold up others', async (t) => {
    const { type, record: sent } = fixtureOf('weekdays');
    const [shift] = (sent as unknown as { vagter: object[] }).vagter;
    const vagter = Array.from({ length: 501 }, () => shift);
    const answer = await post(staff, call(...record(type, { ...sent, vagter })));
    t.same(await issuesIn(answer), ['413 too-many-elements record']);
    const { resource } = fixtureOf('aftale-booked');
    const reasonCode = Array.from({ length: 5_001 }, () => ({ text: 'a' }));
    const other = await post(staff, asAftale({ ...resource, reasonCode }));
    t.same(await issuesIn(other), ['413 too-many-elements resource']);
    const strange = Array.from({ length: 500 }, (_, at) => ({
      url: `urn:a:${at}`,
      valueCode: 'x',
    }));
    const third = await issuesIn(await post(staff, asAftale({ ...resource, extension: strange })));
    t.equal(third.length, 100);
  });

  await t.test(
    'a resource as it is served goes back without a base, or tells which field Cura asks for',
    async (t) => {
      const refused: string[] = [];
      for (const one of all) {
        const named = { name: 'record-type', valueCode: recordOf(one) };
        const answer = await post(staff, call({ name: 'resource', resource: one.resource }, named));
        if (answer.status === 200)
          t.equal(holds(resultsIn((await answer.json()) as Parameters)[0]), true, one.name);
        else refused.push(`${one.name} ${(await issuesIn(answer)).join()}`);
      }
      t.same(refused.sort(), lossy);
    },
  );
});
