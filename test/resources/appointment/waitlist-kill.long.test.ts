import { spawn } from 'node:child_process';
import { once } from 'node:events';
import t from 'tap';
import { minuteMs } from '../../../src/fhir/calendar.ts';
import { temporaryDir } from '../../database.ts';
import { noon } from '../../house.ts';
import { acts, at } from '../../sync/scene.ts';
import { type Line, waitlistScene } from './waitlist-scene.ts';

const program = new URL('doomed-offer.ts', import.meta.url).pathname;

t.setTimeout(600_000);
const house = await waitlistScene(t);
const compiled = temporaryDir(t);

/** A round of the worker in a process of its own; `SIGKILL`, or how many statements it took. */
async function round(killAt: number): Promise<'SIGKILL' | number> {
  const { sync, cura, workers } = house;
  const fate = {
    ...{ connection: sync.db.connection, curaUrl: cura.url, namespace: sync.namespace },
    personKey: sync.secret('person').toString('hex'),
    ...{ now: sync.now(), killAt, device: workers.hold.actor.who },
  };
  const child = spawn(process.execPath, [program, JSON.stringify(fate)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  });
  const said: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
  const [code, signal] = await once(child, 'close');
  if (signal === 'SIGKILL') return signal;
  if (code !== 0) throw new Error(`The process ended with ${code}.`);
  return Number(Buffer.concat(said).toString());
}

const kinds = async (id: string | undefined): Promise<string[]> =>
  (await acts(house, id)).map(({ kind }) => kind);

const told = async (id: string | undefined): Promise<number> => {
  const { rowCount } = await house.sync.db.query('select from reminder where appointment = $1', [
    id,
  ]);
  return rowCount;
};

/** The first let an offer lapse, and the second is to have it. */
async function lapsed(): Promise<Line> {
  await at(house, noon);
  const line = await house.line();
  await house.cancel('relative', line.taken);
  await house.offer();
  house.setNow(noon + 125 * minuteMs);
  return line;
}

/** With `KILL_STEP=1` at every statement. */
const step = Number(process.env.KILL_STEP ?? 16);

t.test('a worker killed at any statement leaves one offer, told once, or none yet', async (t) => {
  let statements = 0;
  for (let killAt = 1; statements === 0; killAt += step) {
    const line = await lapsed();
    const ended = await round(killAt);
    if (ended !== 'SIGKILL') statements = ended;
    // Another worker goes on.
    await house.sweep();
    await house.offer();
    const states = [await house.stateOf(line.one), await house.stateOf(line.two)];
    t.same(states, ['waitlist', 'pending'], `statement ${killAt}`);
    t.same(await kinds(line.one), ['join-waitlist', 'offer', 'lapse']);
    t.same(await kinds(line.two), ['join-waitlist', 'offer']);
    t.equal(await told(line.two), 1);
    const { rowCount } = await house.sync.db.query(
      `select from reservation where appointment = any($1::text[]) group by appointment`,
      [[line.one, line.two]],
    );
    t.equal(rowCount, 1, 'one has the time');
    await house.clear(line);
  }
  t.comment(`statements of a round: ${statements}`);
  t.ok(statements > 20);
});
