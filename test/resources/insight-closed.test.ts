import type { Bundle, Resource } from '@medplum/fhirtypes';
import t from 'tap';
import { registryFor } from '../../src/registry.ts';
import type { InsightRule } from '../../src/resources/insight.ts';
import { citizenIdOf, resources } from '../access/answer.ts';
import { startHouse } from '../house.ts';

type Kept = Resource & { id: string };

const rule = (room: string, citizen: 'open' | 'closed', kind?: string): InsightRule => ({
  ...{ room, citizen, relative: 'closed', reason: { da: 'Fordi.', en: 'Because.' } },
  ...(kind !== undefined && { kind }),
});

/** Conditions are opened by no rule. */
const rules = [
  ...[rule('Goal', 'closed'), rule('CarePlan', 'closed'), rule('Task', 'closed', 'case')],
  ...['EpisodeOfCare', 'ServiceRequest', 'Device', 'CareTeam'].map((room) => rule(room, 'open')),
  ...[rule('Composition', 'open', 'assessment'), rule('Composition', 'closed', 'care-note')],
];

const closedTo = {
  citizen: ['Goal', 'CarePlan', 'Task', 'Condition'],
  relative: [
    ...['Goal', 'CarePlan', 'Task', 'Condition', 'EpisodeOfCare', 'ServiceRequest', 'Device'],
    ...['CareTeam', 'Composition'],
  ],
};

const none = '01890000-0000-7000-8000-000000000000';
const done = JSON.stringify({
  resourceType: 'Parameters',
  parameter: [{ name: 'exercise', valueString: 'x' }],
});

/** About one resource; `T/I` stands for it. */
const asked: readonly (readonly [path: string, init?: RequestInit])[] = [
  ...([['T/I'], ['T/I/_history'], ['T/I/_history/1'], ['T?_id=I&_total=accurate']] as const),
  ...([
    ['Provenance?target=T/I'],
    ['AuditEvent?entity=T/I'],
    ['Patient?_has:T:patient:_id=I'],
  ] as const),
  ['T/I', { method: 'DELETE' }],
];

const withdrawing = { method: 'POST', body: JSON.stringify({ resourceType: 'Parameters' }) };

t.test('What is not opened is as if it were not there', async (t) => {
  const house = await startHouse(t, { citizens: 14, rooms: registryFor({ insight: rules }) });
  const patient = await citizenIdOf(house, 'citizen');
  const hidden = new Map<string, readonly Kept[]>();
  for (const room of closedTo.relative) {
    const answer = await house.as('staff')(`${room}?patient=${patient}&_count=1000`);
    hidden.set(room, resources<Kept>((await answer.json()) as Bundle));
  }
  const [file] = hidden.get('Task') as readonly { identifier?: { value: string }[] }[];
  const caseNumber = `${file?.identifier?.[0]?.value}`;
  const everything = [
    ...[
      `Patient/${patient}/$everything`,
      `Patient/${patient}/*?_count=1000`,
      '_history?_count=1000',
    ],
    ...['Appointment', 'Observation', 'Procedure', 'Composition', 'Task', 'ServiceRequest'].map(
      (type) => `${type}?patient=${patient}&_count=1000&_include=*&_revinclude=*`,
    ),
    ...['Provenance', 'AuditEvent'].map((type) => `${type}?patient=${patient}&_count=1000`),
    `Task?identifier=${caseNumber}&patient=${patient}`,
  ];

  for (const persona of ['citizen', 'relative'] as const) {
    const ask = house.as(persona);
    const ids = closedTo[persona].flatMap((room) => (hidden.get(room) ?? []).map(({ id }) => id));
    await t.test(`to the ${persona}, whatever is asked in general`, async (t) => {
      t.ok(ids.length > 5, `${ids.length} are hidden`);
      for (const path of everything) {
        const answer = await ask(path);
        const text = (await answer.text()).replaceAll(`identifier=${caseNumber}`, '');
        t.ok(answer.status < 500, `${answer.status} ${path}`);
        t.same(
          [caseNumber, ...ids].filter((one) => text.includes(one)),
          [],
          path,
        );
      }
    });

    await t.test(`to the ${persona}, asked for by its id`, async (t) => {
      const verdict = async (path: string, room: string, id: string, init?: RequestInit) => {
        const answer = await ask(path.replace(/\bT\b/, room).replace(/\bI\b/, id), init);
        const text = (await answer.text()).replaceAll(id, 'I');
        return [answer.status, text.replace(/"(?:id|lastUpdated|url)":"[^"]*",?/g, '')];
      };
      const alike = async (path: string, room: string, id: string, init?: RequestInit) =>
        t.same(
          await verdict(path, room, id, init),
          await verdict(path, room, none, init),
          `${init?.method ?? 'GET'} ${path} of ${room}`,
        );
      for (const room of closedTo[persona]) {
        const [one] = hidden.get(room) ?? [];
        for (const [path, init] of asked) await alike(path, room, `${one?.id}`, init);
      }
      const plans = hidden.get('CarePlan') ?? [];
      t.ok(plans.length > 0);
      for (const { id } of plans)
        await alike('T/I/$mark-done', 'CarePlan', id, { method: 'POST', body: done });
      await alike('T/I/$withdraw', 'Task', `${hidden.get('Task')?.[0]?.id}`, withdrawing);
    });
  }

  await t.test('and what is opened is there', async (t) => {
    for (const room of ['EpisodeOfCare', 'ServiceRequest', 'Device', 'CareTeam']) {
      const answer = await house.as('citizen')(`${room}?patient=${patient}`);
      t.match(await answer.text(), `${hidden.get(room)?.[0]?.id}`, room);
    }
  });
});
