import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Composition, Task } from '@medplum/fhirtypes';
import t from 'tap';
import { codeSystem } from '../../src/fhir/canonical.ts';
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
    t.equal(openTo([rule({ kind: 'x' })], 'citizen', note('y')), undefined, 'and nothing else');
    const both = [rule({ kind: 'x' }), rule({ kind: 'y', citizen: 'closed' })];
    const double = { ...note('x'), category: note('y').type ? [note('y').type] : [] };
    t.equal(openTo(both, 'citizen', double as Composition), undefined, 'what one rule closes');
  },
);

t.test('a municipality that says nothing opens nothing of its own data', async (t) => {
  const root = t.testdir();
  const shipped = new URL('../../mappings/municipalities/', import.meta.url);
  const { insight: _, ...silent } = loadMunicipality('9999');
  cpSync(shipped, root, { recursive: true });
  writeFileSync(join(root, '9999', 'municipality.json'), JSON.stringify(silent));
  const read = loadMunicipality('9999', pathToFileURL(`${root}/`));
  t.same(read.insight, [], 'one that says nothing of it has chosen to open none');
  const rooms = registryFor({ insight: [] });
  const views = (type: string) => rooms.find((room) => room.type === type)?.views;
  const seenOf = (type: string, more: object = {}) =>
    (['citizen', 'proxy'] as const).map(
      (view) => views(type)?.[view]?.({ resourceType: type, ...more } as never) !== undefined,
    );
  for (const type of insightRooms.filter((one) => one !== 'Task' && one !== 'Device'))
    t.same(seenOf(type, { status: 'active' }), [false, false], type);
  const coded = (system: string, code: string) => ({ coding: [{ system, code }] });
  t.same(seenOf('Device', { type: coded('urn:iso:std:iso:9999', '12 06 03') }), [false, false]);
  t.same(seenOf('Device', { type: coded('urn:x', 'scale') }), [true, true], 'nobody lent it');
  const task = codeSystem('task-code');
  t.same(seenOf('Task', { code: coded(task, 'case') }), [false, false]);
  t.same(seenOf('Task', { code: coded(task, 'move-request') }), [true, true], 'it is no case');
  const visit = {
    ...{ resourceType: 'Appointment', participant: [], status: 'booked' },
    supportingInformation: [{ reference: 'CarePlan/x' }],
  };
  t.notMatch(JSON.stringify(views('Appointment')?.citizen?.(visit as never)), 'CarePlan');
});

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
