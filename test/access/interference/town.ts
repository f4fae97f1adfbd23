import type pg from 'pg';
import type { Test } from 'tap';
import type { Caller } from '../../../src/access/grant.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { removeAll } from '../../../src/store/put.ts';
import { synchronise } from '../../../src/sync/inbound.ts';
import { askOnce } from '../../database.ts';
import { startHouse, type TestHouse } from '../../house.ts';
import { people } from '../answer.ts';
import { seerOf } from '../oracle.ts';
import { enrich } from '../story.ts';
import { loadWorld, type World } from '../world.ts';
import { makeBare } from './bare.ts';
import type { Common } from './twin.ts';

/** One who asks, and the store that holds only what this one may see. */
export interface Asker {
  readonly persona: string;
  /** What the Authorization header says; undefined of who has not logged in. */
  readonly token: string | undefined;
  readonly caller: Caller;
  readonly bare: pg.PoolConfig;
}

/** A municipality at rest: its whole store, and a bare one for each asker. */
export interface Town {
  readonly common: Common;
  readonly whole: pg.PoolConfig;
  readonly askers: readonly Asker[];
}

/** Records of Cura's that get a second version, by what is changed. */
const changes = {
  borger: [{ sprog: 'en' }, { sprog: 'da' }],
  aftale: [{ beskrivelse: 'Medbring briller' }],
  ydelse: [{ beskrivelse: 'Ændret' }],
  besoeg: [{ status: 'aflyst' }],
  paaroerende: [{ telefon: '+4520304050' }],
  fuldmagt: [{ bemaerkning: 'set' }],
} as const;

/** Second versions, an address that is protected only now, and what was deleted. */
async function live(house: TestHouse, world: World): Promise<void> {
  const { cura, ports } = house;
  for (const [record, patches] of Object.entries(changes))
    for (const patch of patches) {
      const ids = world.curaIds(record).filter((_, at) => at % 2 === 0);
      for (const id of ids) cura.change(record as 'borger', id, patch as Record<string, unknown>);
      await synchronise(house.sync);
    }
  const inStory = Object.values(people).map(({ paaroerendeId }) => paaroerendeId);
  for (const record of ['aftale', 'paaroerende', 'ydelse'] as const) {
    const ids = world.curaIds(record).filter((id) => !inStory.includes(id));
    for (const id of ids.filter((_, at) => at % 7 === 4)) cura.remove(record, id);
  }
  await synchronise(house.sync);
  for (const type of ['Communication', 'Device']) {
    const rows = world.rows(type).filter(({ patient }) => patient !== null);
    const ids = rows.filter((_, at) => at % 4 === 1).map(({ id }) => id);
    await ports.db.transaction((tx) => removeAll(tx, ports.room(type), ids, ports.now()));
  }
}

async function knownAs(house: TestHouse, persona: string) {
  const token = persona === 'public' ? undefined : `Bearer ${await house.identity.token(persona)}`;
  const caller = await house.service.verify(token);
  // What a login alone shows is stored when it is first used.
  await house.service.grant(caller);
  return { persona, token, caller };
}

/** Everybody looks at what is theirs, and tries what may not be: what the ledger shows of that is theirs to see as well. */
async function look(house: TestHouse, world: World, personas: readonly string[]): Promise<void> {
  const [citizen] = world.rows('Patient');
  const tried = ['Patient', 'Appointment', 'Consent', `Appointment?patient=${citizen?.id}`];
  for (const persona of personas) {
    const visit = house.as(persona);
    if (persona !== 'public') await Promise.all(tried.map((path) => visit(path)));
  }
}

/** Builds the municipality, stops what runs, and copies its database for each of the personas. */
export async function foundTown(t: Test, personas: readonly string[]): Promise<Town> {
  const house = await startHouse(t, { citizens: 16 });
  await enrich(house);
  await live(house, await loadWorld(house));
  await look(house, await loadWorld(house), personas);
  // The last login is the one that asks: what each shows is stored as it is used.
  const known = await Promise.all(personas.map((persona) => knownAs(house, persona)));
  const world = await loadWorld(house);
  const { now, secret } = house.ports;
  const common = {
    ...{ personKey: secret('person').toString('base64'), namespace: house.sync.namespace },
    now: now() + 60_000,
  };
  const [whole, owner] = [house.ports.db.connection, house.owner.connection];
  await house.app.close();
  await Promise.all([house.ports.db.close(), house.owner.close()]);
  const askers: Asker[] = [];
  for (const one of known)
    askers.push({ ...one, bare: await bareFor(world, { whole, owner }, one.persona) });
  return { common, whole, askers };
}

/** The whole store, as everything runs and as its owner. */
interface Store {
  readonly whole: pg.PoolConfig;
  readonly owner: pg.PoolConfig;
}

/** A copy of the database without what the persona may not see. */
async function bareFor(world: World, { whole, owner }: Store, persona: string) {
  const seer = seerOf(world, persona);
  if (!seer) throw new RangeError(`${persona} cannot log in`);
  const database = `bare_${persona.toLowerCase()}`;
  const server = { ...owner, database: 'postgres' };
  await askOnce(server, `create database ${database} template ${whole.database}`);
  const db = openDatabase({ connection: { ...owner, database }, applicationName: 'bare' });
  try {
    await makeBare(db, world, seer);
  } finally {
    await db.close();
  }
  return { ...whole, database };
}
