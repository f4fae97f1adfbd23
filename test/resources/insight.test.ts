import { readFileSync } from 'node:fs';
import type { Composition, Task } from '@medplum/fhirtypes';
import t from 'tap';
import { registryFor } from '../../src/registry.ts';
import { type InsightRule, insightRooms, openTo } from '../../src/resources/insight.ts';
import { loadMunicipality } from '../../src/resources/municipality.ts';

const rule = (more: Partial<InsightRule>): InsightRule => ({
  ...{ room: 'Composition', citizen: 'open', relative: 'open' },
  ...{ reason: { da: 'Fordi.', en: 'Because.' } },
  ...more,
});

const note = (code: string) =>
  ({ resourceType: 'Composition', type: { coding: [{ code }] } }) as Composition;

t.test(
  'what is opened is what the rule for the kind says, and else that for the room',
  async (t) => {
    const rules = [rule({ citizen: 'closed' }), rule({ kind: 'care-note', policy: 'urn:law' })];
    t.equal(openTo(rules, 'citizen', note('assessment')), undefined);
    t.ok(openTo(rules, 'relative', note('assessment')));
    t.match(openTo(rules, 'citizen', note('care-note')), {
      extension: [
        {
          extension: [
            { url: 'policy', valueUri: 'urn:law' },
            { url: 'da', valueString: 'Fordi.' },
            { url: 'en', valueString: 'Because.' },
          ],
        },
      ],
    });
    t.same(openTo([], 'citizen', note('x')), note('x'), 'what no rule names is open');
  },
);

t.test('a request to a unit is no case: a rule for cases does not touch it', async (t) => {
  const wish = { resourceType: 'Task', code: { coding: [{ code: 'move-request' }] } } as Task;
  t.equal(openTo([rule({ room: 'Task', kind: 'case', citizen: 'closed' })], 'citizen', wish), wish);
});

t.test('another choice makes the views of its rooms again, and of no others', async (t) => {
  const [some, others] = [[], [rule({ citizen: 'closed' })]].map((insight) =>
    registryFor({ insight }),
  );
  const changed = (some ?? []).filter(({ edition }, at) => edition !== others?.[at]?.edition);
  t.same(
    changed.map(({ type }) => type),
    ['Composition'],
  );
  for (const { type, edition } of some ?? [])
    t.equal(insightRooms.includes(type) && edition === undefined, false, type);
});

t.test(
  'the schema of the choices knows the rooms, and each has a reason in the sandbox',
  async (t) => {
    const file = new URL('../../mappings/municipalities/municipality.schema.json', import.meta.url);
    const schema = JSON.parse(readFileSync(file, 'utf8'));
    t.same(schema.properties.insight.items.properties.room.enum, insightRooms);
    const named = new Set(loadMunicipality('9999').insight?.map(({ room }) => room));
    t.same([...named].sort(), [...insightRooms].sort());
  },
);
