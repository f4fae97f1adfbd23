import { readFileSync } from 'node:fs';
import type { Appointment, Practitioner, Resource } from '@medplum/fhirtypes';
import t, { type Test } from 'tap';
import { loadDefinitions } from '../../src/fhir/definitions.ts';
import { prepareStore } from '../../src/main/foundation.ts';
import { registry, registryFor } from '../../src/registry.ts';
import type { Room } from '../../src/resources/define.ts';
import type { StaffNames } from '../../src/resources/municipality.ts';
import { putAll } from '../../src/store/put.ts';
import { reindex } from '../../src/store/reindex.ts';
import { storeRoom } from '../../src/store/stored-room.ts';
import { faultsBy } from '../contracts/fault.ts';
import { misfits } from '../contracts/profile-rule.ts';
import { testDatabase } from '../database.ts';

const fixture = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../../fixtures/${name}.fhir.json`, import.meta.url), 'utf8'));

const nurse = fixture<Practitioner & { id: string }>('practitioner/nurse');

const roomIn = (type: string, staffNames: StaffNames): Room => {
  const room = registryFor({ staffNames }).find((one) => one.type === type);
  if (!room) throw new RangeError(`there is no ${type}`);
  return room;
};

const seenBy = (reader: 'citizen' | 'proxy', room: Room, resource: Resource) =>
  room.views?.[reader]?.(resource as never);

t.test('a label keeps a resource of any type from its reader, and from nobody else', async (t) => {
  const labelled = (type: string, code: string) =>
    ({ resourceType: type, id: 'x', meta: { security: [{ code }] } }) as Resource;
  t.ok(registry.length > 17);
  for (const room of registry) {
    const [mine, theirs] = ['not-citizen', 'not-guardian'].map((code) => labelled(room.type, code));
    if (!mine || !theirs) return;
    t.equal(seenBy('citizen', room, mine), undefined, room.type);
    t.equal(seenBy('proxy', room, theirs), undefined, room.type);
  }
  const other = labelled('CarePlan', 'N');
  t.equal(seenBy('proxy', roomIn('CarePlan', 'full'), other), other);
});

t.test('a municipality chooses how much of the names of staff is shown', async (t) => {
  const shown = (staffNames: StaffNames) => {
    const seen = ['citizen', 'proxy'] as const;
    const [one, same] = seen.map((who) => seenBy(who, roomIn('Practitioner', staffNames), nurse));
    t.same(one, same);
    return one as Practitioner;
  };
  t.equal(shown('full'), nurse, 'as it is');
  const [given, title] = [shown('given'), shown('function')];
  t.same(given.name, [{ use: 'official', given: ['Bente'] }]);
  t.same(title.name, [{ text: 'Sygeplejerske' }]);
  const faults = faultsBy(await loadDefinitions(['Practitioner', 'Appointment']));
  for (const one of [given, title]) {
    t.notMatch(JSON.stringify(one), /Krogh|bekr|BCD12/, 'nor what leads to the rest');
    t.match(one.meta?.security, [{ code: 'SUBSETTED' }]);
    t.same([...faults(one), ...misfits(one)], [], 'as R4 and the profile say');
  }
});

const acted = (capacity: string, who: object): Appointment & { id: string } => ({
  ...{ resourceType: 'Appointment', id: 'a', status: 'booked', participant: [] },
  extension: [
    {
      url: 'https://samspil.example/fhir/StructureDefinition/acting-party',
      extension: [
        { url: 'capacity', valueCode: capacity },
        { url: 'who', valueReference: who },
      ],
    },
  ],
});

t.test('of every room that says who acted last', async (t) => {
  const named = acted('staff', { reference: 'Practitioner/p', display: 'Bente Krogh' });
  for (const type of ['Communication', 'Observation', 'Procedure', 'ServiceRequest']) {
    const shown = seenBy('citizen', roomIn(type, 'function'), {
      ...named,
      resourceType: type,
    } as never);
    t.notMatch(JSON.stringify(shown), 'Krogh', type);
    t.match(JSON.stringify(shown), 'Practitioner/p', type);
  }
});

t.test('also of who acted last on an appointment', async (t) => {
  const room = roomIn('Appointment', 'given');
  const reference = 'Practitioner/p';
  const named = acted('staff', { reference, display: 'Bente Krogh' });
  t.same(seenBy('citizen', room, named)?.meta, {
    security: [
      { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' },
    ],
  });
  t.match(seenBy('citizen', room, named), acted('staff', { reference }));
  t.notMatch(JSON.stringify(seenBy('proxy', room, named)), 'Krogh');
  t.notMatch(JSON.stringify(seenBy('proxy', room, acted('staff', { display: 'Krogh' }))), 'who');
  const relative = acted('relative', { display: 'Mette Krogh' });
  t.equal(seenBy('citizen', room, relative), relative, 'a relative is no staff');
});

interface Shown {
  readonly id: string;
  readonly version: number;
  readonly view: number;
  readonly content: string;
}

/** What others than staff see of the only member of staff, of every version. */
async function everShown(t: Test) {
  const { db, owner } = await testDatabase(t);
  const key = Buffer.alloc(32);
  return {
    put: (resource: Practitioner & { id: string }, staffNames: StaffNames, now: number) =>
      db.transaction((tx) =>
        putAll(tx, storeRoom(roomIn('Practitioner', staffNames), key), [resource], now),
      ),
    /** As a start with that choice: the rooms that are made again. */
    start: async (staffNames: StaffNames): Promise<number> => {
      const changed = await prepareStore(db, [roomIn('Practitioner', staffNames)], { owner });
      for (const room of changed) await reindex(db, storeRoom(room, key));
      return changed.length;
    },
    seen: async () => {
      const { rows } = await db.query<Shown>(
        `select version, view, content from practitioner union all
         select version, view, content from practitioner_history order by version, view`,
      );
      return rows.map(({ version, view, content }) => {
        const { name } = JSON.parse(content) as Practitioner;
        return `${version} ${view} ${name?.[0]?.family ?? name?.[0]?.given ?? name?.[0]?.text}`;
      });
    },
    /** Whether a citizen finds somebody by this word of a name. */
    finds: async (word: string) => {
      const sql = 'select from practitioner where view & 2 <> 0 and p_name::text like $1';
      return (await db.query(sql, [`%${word}%`])).rowCount === 1;
    },
  };
}

t.test('another choice is that of all that was stored before, and of its versions', async (t) => {
  const { put, start, seen, finds } = await everShown(t);
  await start('full');
  await put(nurse, 'full', 1_000);
  await put({ ...nurse, gender: 'female' }, 'full', 2_000);
  t.same(await seen(), ['1 7 Krogh', '2 7 Krogh']);
  t.equal(await start('full'), 0, 'the same choice changes nothing');
  t.equal(await start('function'), 1);
  const hidden = ['1 1 Krogh', '1 6 Sygeplejerske', '2 1 Krogh', '2 6 Sygeplejerske'];
  t.same(await seen(), hidden);
  t.same([await finds('krogh'), await finds('sygeplejerske')], [false, true]);
  t.equal(await start('full'), 1);
  t.same(await seen(), ['1 7 Krogh', '2 7 Krogh'], 'and back again');
  t.same([await finds('krogh'), await finds('sygeplejerske')], [true, false]);
});
