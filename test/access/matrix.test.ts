import t, { type Test } from 'tap';
import { buildApp } from '../../src/http/app.ts';
import { registry } from '../../src/registry.ts';
import type { Room } from '../../src/resources/define.ts';
import { storeReports } from '../../src/resources/measure-report/store-reports.ts';
import { startHouse, type TestHouse } from '../house.ts';
import { type Ask, asker, fault } from './ask.ts';
import { isSomebody, type Seer, seerOf } from './oracle.ts';
import { includeProbes, type Probe, searchProbes } from './probes.ts';
import { enrich, idOf } from './story.ts';
import { loadWorld, type World } from './world.ts';

const everybody = [
  ...['citizen', 'relative', 'seeonly', 'expired', 'neighbour', 'protected', 'protectedRelative'],
  ...['dead', 'bereaved', 'child', 'parent', 'ward', 'guardian', 'economyOnly', 'friend'],
  ...['staff', 'otherstaff', 'auditor', 'system'],
];

/** Every third search here, others for each persona; all of them where `PROBE_STEP=1`, as before a release. */
const step = Number(process.env.PROBE_STEP || 3);

interface Town {
  readonly world: World;
  /** The citizens whom the searches name. */
  readonly patients: readonly string[];
}

function probesOf({ world, patients }: Town, room: Room, seer: Seer): Probe[] {
  return [
    ...searchProbes(world, room, seer, patients),
    ...includeProbes(world, room, seer),
    ...patients.slice(0, 2).flatMap((patient) => includeProbes(world, room, seer, patient)),
  ];
}

async function faultsOf(ask: Ask, probes: readonly Probe[]): Promise<string[]> {
  const faults: string[] = [];
  const queue = [...probes];
  const work = async () => {
    for (let probe = queue.shift(); probe; probe = queue.shift())
      faults.push(...[await fault(ask, probe)].filter((one) => one !== undefined));
  };
  await Promise.all(Array.from({ length: 6 }, work));
  return faults;
}

/** Own record, a neighbour, one with a protected address, a child. */
const named = ['borger-00001', 'borger-00002', 'borger-00003', 'borger-00006'];

/** Rooms with one rule of access taken away. */
const planted: Readonly<Record<string, Partial<Room>>> = {
  Appointment: { access: { kind: 'open' } },
  RelatedPerson: { access: { kind: 'compartment' } },
  Consent: { access: { kind: 'compartment' } },
  Slot: { access: { kind: 'open' } },
  Provenance: { access: { kind: 'compartment', auditor: true } },
  CarePlan: { access: { kind: 'compartment', shared: true, auditor: true } },
};

/** A door where nobody keeps who has looked: else what auditors and citizens see of that would grow with each question. */
async function openDoor(
  t: Test,
  { service }: TestHouse,
  rooms: readonly Room[] = service.rooms,
): Promise<string> {
  const app = buildApp({ ...service, rooms, access: { record: async () => undefined } });
  t.teardown(() => app.close());
  return `${await app.listen({ port: 0, host: '127.0.0.1' })}/fhir`;
}

const withLeak = (t: Test, house: TestHouse, type: string): Promise<string> =>
  openDoor(
    t,
    house,
    registry.map((room) => (room.type === type ? { ...room, ...planted[type] } : room)),
  );

t.test('Every answer is that of a store which holds only what the caller may see', async (t) => {
  const house = await startHouse(t);
  await enrich(house);
  await storeReports(house.ports);
  const world = await loadWorld(house);
  const base = await openDoor(t, house);
  const patients = await Promise.all(named.map((id) => idOf(house, 'borger', id)));

  for (const [at, persona] of everybody.entries())
    await t.test(persona, async (t) => {
      const seer = seerOf(world, persona);
      const ask = await asker(house, persona, base);
      if (!seer || !isSomebody(seer)) {
        const answers = await Promise.all(registry.map(({ type }) => ask(type)));
        t.same([...new Set(answers.map(({ status }) => status))], [403], 'let in nowhere');
        return;
      }
      const probes = registry.flatMap((room) => probesOf({ world, patients }, room, seer));
      t.ok(probes.some(({ matches }) => matches !== 'refused' && matches.size > 0));
      t.ok(seer.kind !== 'person' || probes.some(({ matches }) => matches === 'refused'));
      const asked = probes.filter((_, index) => (index + at) % step === 0);
      t.same(await faultsOf(ask, asked), []);
      t.comment(`${asked.length} of ${probes.length} searches`);
    });

  await t.test('A rule of access that is taken away is found', async (t) => {
    for (const [type, persona] of [
      ['Appointment', 'citizen'],
      ['RelatedPerson', 'relative'],
      ['Consent', 'seeonly'],
      ['Provenance', 'relative'],
      ['Slot', 'neighbour'],
      ['CarePlan', 'auditor'],
    ] as const) {
      const seer = seerOf(world, persona);
      const room = registry.find((one) => one.type === type);
      if (!seer || !room) throw new Error(`no ${type} or ${persona}`);
      const ask = await asker(house, persona, await withLeak(t, house, type));
      const faults = await faultsOf(ask, probesOf({ world, patients }, room, seer));
      t.not(faults.length, 0, `${type} as ${persona}`);
    }
  });
});
