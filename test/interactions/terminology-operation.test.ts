import type { Bundle, Parameters, ValueSet } from '@medplum/fhirtypes';
import t from 'tap';
import { ours } from '../../src/fhir/canonical.ts';
import { ourTerminology } from '../../src/fhir/our-terminology.ts';
import { operationDefinitions } from '../../src/interactions/operation-definition.ts';
import { setUp } from '../../src/main/set-up.ts';
import { registry } from '../../src/registry.ts';
import { codeTables } from '../../src/resources/code-tables.ts';
import { structureMapsFor } from '../../src/resources/structure-map/published.ts';
import { fhir, verdict } from '../access/answer.ts';
import { asker } from '../access/ask.ts';
import { startHouse } from '../house.ts';
import { asked, codesIn, mood, valuesIn } from './terminology-question.ts';
import { bundleAt } from './walk.ts';

t.test('Terminology', async (t) => {
  const house = await startHouse(t, { citizens: 14 });
  const citizen = await asker(house, 'citizen');
  const ask = asked(house, citizen);

  await t.test('of ours is stored, for everybody who has a login', async (t) => {
    for (const persona of ['citizen', 'relative', 'staff', 'auditor', 'system']) {
      const own = await asker(house, persona);
      for (const type of ['ValueSet', 'CodeSystem', 'ConceptMap']) {
        const all = await bundleAt(own, `${type}?url:below=${ours}&_count=1000&_total=accurate`);
        t.ok((all.total ?? 0) >= 20, `${persona}: ${all.total} of ${type}`);
        t.equal(all.entry?.length, all.total);
      }
    }
    const found = await bundleAt(citizen, `ConceptMap?url=${ours}/ConceptMap/cura-aftale-status`);
    t.same(
      found.entry?.map(({ resource }) => resource?.id),
      ['cura-aftale-status'],
    );
    const unread = await fetch(`${house.base}/ValueSet`);
    t.equal(unread.status, 200, 'terminology is open to all');
    t.equal((await citizen('CodeSystem/activity', { method: 'DELETE' })).status, 405);
  });

  await t.test('of ours has its Provenance, and a second start writes nothing', async (t) => {
    const count = async (table: string) =>
      Number(
        (await house.ports.db.query<{ n: number }>(`select count(*)::int as n from ${table}`))
          .rows[0]?.n,
      );
    const acts = (await bundleAt(
      await asker(house, 'auditor'),
      'Provenance?target=CodeSystem/activity',
    )) as Bundle;
    t.equal(acts.entry?.length, 1);
    const before = [await count('provenance'), await count('value_set_history')];
    await house.ports.db.transaction((tx) =>
      setUp(tx, {
        ...{ room: house.ports.room, namespace: house.sync.namespace, now: house.ports.now() },
        types: registry.map(({ type }) => type),
        terminology: ourTerminology(house.service.definitions.profiles, codeTables),
        operations: operationDefinitions(registry),
        structureMaps: structureMapsFor(registry),
      }),
    );
    t.same([await count('provenance'), await count('value_set_history')], before);
  });

  await t.test('is expanded: ours, R4’s, and what is sent', async (t) => {
    const own = await ask<ValueSet>(`ValueSet/$expand?url=${ours}/ValueSet/cura-aftale-status`);
    const byId = await ask<ValueSet>('ValueSet/cura-aftale-status/$expand');
    t.ok(codesIn(own).includes('planlagt'));
    t.same(codesIn(byId), codesIn(own));
    const r4 = 'http://hl7.org/fhir/ValueSet/administrative-gender';
    t.same(codesIn(await ask<ValueSet>(`ValueSet/$expand?url=${r4}`)).sort(), [
      ...['female', 'male', 'other', 'unknown'],
    ]);
    const page = await ask<ValueSet>(
      `ValueSet/$expand?url=${r4}&filter=male&count=1&offset=1&activeOnly=true`,
    );
    t.same([page.expansion?.total, page.expansion?.offset, codesIn(page).length], [2, 1, 1]);
    const sent = [{ name: 'valueSet', resource: mood }];
    for (const body of [sent, mood])
      t.same(codesIn(await ask<ValueSet>('ValueSet/$expand', body)), ['good', 'bad']);
    const posted = await ask<ValueSet>('ValueSet/$expand', [
      { name: 'url', valueUri: r4 },
      { name: 'count', valueInteger: 1 },
    ]);
    t.equal(codesIn(posted).length, 1);
  });

  await t.test('says whether a code is good, what it means, and what it becomes', async (t) => {
    const gender = 'http://hl7.org/fhir/administrative-gender';
    const set = 'http://hl7.org/fhir/ValueSet/administrative-gender';
    const valid = await ask<Parameters>(
      `ValueSet/$validate-code?url=${set}&system=${gender}&code=female`,
    );
    t.match(valuesIn(valid), { result: true, display: 'Female' });
    const invalid = await ask<Parameters>('ValueSet/$validate-code', [
      { name: 'url', valueUri: set },
      { name: 'coding', valueCoding: { system: gender, code: 'none' } },
    ]);
    t.match(valuesIn(invalid), { result: false, message: /none/ });
    const inSystem = await ask<Parameters>(
      `CodeSystem/$validate-code?url=${gender}&code=male&display=Male`,
    );
    t.match(valuesIn(inSystem), { result: true });
    const byId = await ask<Parameters>('CodeSystem/activity/$validate-code?code=book');
    t.match(valuesIn(byId), { result: true, display: 'Booked' });
    const meaning = await ask<Parameters>(
      `CodeSystem/$lookup?system=${ours}/CodeSystem/activity&code=book`,
    );
    t.match(valuesIn(meaning), { name: 'What was done', display: 'Booked' });
    const map = `${ours}/ConceptMap/cura-aftale-status`;
    for (const path of [
      `ConceptMap/$translate?url=${map}&system=${ours}/CodeSystem/cura-aftale-status&code=planlagt`,
      `ConceptMap/cura-aftale-status/$translate?system=${ours}/CodeSystem/cura-aftale-status&code=planlagt`,
    ])
      t.match(valuesIn(await ask<Parameters>(path)), { result: true, match: 'booked' });
    const back = await ask<Parameters>('ConceptMap/$translate', [
      { name: 'url', valueUri: map },
      {
        name: 'coding',
        valueCoding: { system: 'http://hl7.org/fhir/appointmentstatus', code: 'booked' },
      },
      { name: 'reverse', valueBoolean: true },
    ]);
    t.match(valuesIn(back), { result: true });
  });

  await t.test('is what searches by :in, :above and :below ask', async (t) => {
    const relative = await asker(house, 'relative');
    const all = await bundleAt(relative, 'Consent?_total=accurate');
    const set = `${ours}/ValueSet/mandate-kinds`;
    const some = await bundleAt(relative, `Consent?category:in=${set}&_total=accurate`);
    t.ok((all.total ?? 0) > 0);
    t.equal(some.total, all.total);
    t.equal((await bundleAt(relative, `Consent?category:not-in=${set}`)).entry, undefined);
    const unknown = await citizen('Consent?category:in=http://example.org/none');
    t.equal(unknown.status, 400);
  });

  await t.test('refuses what it does not know, and says what there is', async (t) => {
    for (const [path, expected] of [
      ['ValueSet/$expand', '400 parameter-missing'],
      ['ValueSet/$expand?url=http://example.org/none', '404 unknown-value-set'],
      [
        'ValueSet/$expand?url=http://hl7.org/fhir/ValueSet/administrative-gender|9',
        '404 unknown-value-set',
      ],
      ['ValueSet/none/$expand', '404 not-found'],
      ['ValueSet/$expand?nonsense=1', '400 unknown-parameter'],
      ['ValueSet/$expand?url=a&count=-1', '400 parameter-value'],
      ['ValueSet/$expand?url=a&activeOnly=perhaps', '400 parameter-value'],
      ['ValueSet/$expand?url=a&url=b', '400 parameter-repeated'],
      ['ValueSet/$validate-code?url=http://example.org/none&code=a', '404 unknown-value-set'],
      ['CodeSystem/$lookup?code=a', '400 parameter-missing'],
      ['CodeSystem/$lookup?system=http://example.org/none&code=a', '404 unknown-code-system'],
      ['CodeSystem/$lookup?coding=a', '400 parameter-value'],
      ['CodeSystem/activity/$lookup?code=book', '404 unknown-operation'],
      ['ConceptMap/$translate?url=http://example.org/none&code=a', '404 unknown-concept-map'],
    ] as const)
      t.equal(await verdict(await citizen(path)), expected, path);
    const post = (body: object) =>
      citizen('ValueSet/$expand', { method: 'POST', headers: fhir, body: JSON.stringify(body) });
    t.equal(await verdict(await post({ resourceType: 'Patient' })), '400 resource-type');
    const number = { name: 'url', valueInteger: 1 };
    const wrong = await post({ resourceType: 'Parameters', parameter: [number] });
    t.equal(await verdict(wrong), '400 parameter-value');
  });
});
