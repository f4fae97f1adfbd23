import { spawn } from 'node:child_process';
import { once } from 'node:events';
import t, { type Test } from 'tap';
import { unlimited } from '../../src/access/grant.ts';
import { resolveGrant } from '../../src/access/resolve.ts';
import { synchronise } from '../../src/sync/inbound.ts';
import { temporaryDir } from '../database.ts';
import { agree } from './agree.ts';
import type { Doom } from './doomed.ts';
import { acts, bornAs, byDaughter, type Scene, scene, settleAll } from './scene.ts';

const program = new URL('doomed.ts', import.meta.url).pathname;

const compiled = temporaryDir(t);

/** `SIGKILL`, or how many calls the act took when it lived to the end. */
async function run(doom: Doom): Promise<'SIGKILL' | number> {
  const child = spawn(process.execPath, [program, JSON.stringify(doom)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // The many that start are the same: compiling them once saves most of their time.
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  });
  const said: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
  const [code, signal] = await once(child, 'close');
  if (signal === 'SIGKILL') return signal;
  if (code !== 0) throw new Error(`The process ended with ${code}.`);
  return Number(Buffer.concat(said).toString());
}

type Daughter = Omit<Doom, 'id' | 'slot' | 'killAt' | 'act' | 'now'>;

async function daughters(house: Scene): Promise<Daughter> {
  const { db, namespace } = house.sync;
  const { rows } = await db.query<{ person: Buffer }>(
    'select person from related_person where id = $1',
    [house.daughter],
  );
  const hash = rows[0]?.person ?? Buffer.alloc(0);
  const said = { name: 'Mette Lindgaard Holm', client: 'test' };
  const caller = { ...unlimited, ...said, kind: 'person', hash, tickets: [] } as const;
  const personKey = house.sync.secret('person').toString('hex');
  const grant = await resolveGrant(db, caller, house.sync.now());
  return {
    connection: db.connection,
    curaUrl: house.cura.url,
    namespace,
    personKey,
    inside: process.env.KILL_INSIDE === '1',
    grant,
    patient: house.karen,
  };
}

/** The one booking of a slot's time that an intent was made for; undefined when none was. */
async function bookedAt(house: Scene, slot: { start: string }): Promise<string | undefined> {
  const { rows } = await house.sync.db.query<{ id: string }>(
    `select resource_id as id from intent where kind = 'book' and join_key like $1`,
    [`% ${slot.start}`],
  );
  return rows[0]?.id;
}

interface End {
  readonly ended: 'SIGKILL' | number;
  /** The act came to be, as Cura and Provenance say. */
  readonly happened: boolean;
}

async function booking(t: Test, house: Scene, fate: Daughter, killAt: number): Promise<End> {
  const slot = await house.slot();
  const ended = await run({
    ...fate,
    now: house.sync.now(),
    act: 'book',
    id: '',
    slot: slot.id,
    killAt,
  });
  await settleAll(house);
  await synchronise(house.sync);
  const id = await bookedAt(house, { start: slot.id });
  const born = await bornAs(house, id ?? 'none');
  t.same(await acts(house, id), id ? [byDaughter(house, 'book')] : [], `book, call ${killAt}`);
  t.equal(born.length, id ? 1 : 0, `Cura has it as often as it was asked, call ${killAt}`);
  return { ended, happened: id !== undefined };
}

async function changing(
  t: Test,
  house: Scene,
  fate: Daughter,
  act: 'move' | 'cancel',
  killAt: number,
): Promise<End> {
  const { body } = await house.book('relative', await house.slot());
  const id = body.id ?? '';
  const slot = await house.slot();
  const ended = await run({ ...fate, now: house.sync.now(), act, id, slot: slot.id, killAt });
  await settleAll(house);
  await synchronise(house.sync);
  const [aftale] = await bornAs(house, id);
  const happened = aftale?.version === 2;
  const after = happened ? [byDaughter(house, act)] : [];
  t.same(await acts(house, id), [byDaughter(house, 'book'), ...after], `${act}, call ${killAt}`);
  t.ok(happened || aftale?.version === 1, `done once or not at all, call ${killAt}`);
  if (happened && act === 'cancel') t.equal(aftale.status, 'aflyst');
  if (happened && act === 'move') t.equal(Date.parse(aftale.start), Date.parse(slot.start));
  return { ended, happened };
}

/** Kills at each call until one run lives; what is promised once stays promised. */
async function everyCall(
  t: Test,
  step: number,
  die: (killAt: number) => Promise<End>,
): Promise<number> {
  let promised = false;
  for (let killAt = 1; ; killAt += step) {
    const { ended, happened } = await die(killAt);
    t.ok(happened || !promised, `nothing that was promised is lost at call ${killAt}`);
    promised = happened;
    if (ended !== 'SIGKILL') {
      t.ok(happened);
      return ended;
    }
  }
}

t.setTimeout(600_000);

/** With `KILL_INSIDE=1`, at each statement too; `KILL_STEP=1` leaves none out. */
const step = Number(process.env.KILL_STEP ?? 2);

t.test(
  'a process killed at any call of a write leaves nothing lost and nothing doubled',
  async (t) => {
    const house = await scene(t);
    const fate = await daughters(house);
    const counts = await Promise.all([
      everyCall(t, step, (at) => booking(t, house, fate, at)),
      everyCall(t, step, (at) => changing(t, house, fate, 'move', at)),
      everyCall(t, step, (at) => changing(t, house, fate, 'cancel', at)),
    ]);
    t.ok(
      counts.every((count) => count > 7),
      `calls: ${counts.join(', ')}`,
    );
    t.comment(
      `calls of database and Cura in a booking, a move, a cancellation: ${counts.join(', ')}`,
    );
    await agree(t, house);
  },
);
