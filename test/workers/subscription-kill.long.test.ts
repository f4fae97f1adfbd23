import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import t, { type Test } from 'tap';
import { citizenIdOf } from '../access/answer.ts';
import { temporaryDir } from '../database.ts';
import { startHouse, type TestHouse } from '../house.ts';
import { appointmentsOf, change, heardIn, subscribe, until } from '../http/subscriber.ts';
import type { Doom } from './doomed-hook.ts';
import { receiver } from './receiver.ts';

const program = new URL('doomed-hook.ts', import.meta.url).pathname;
const purposes = ['person', 'ledger', 'webhook', 'cursor', 'reminder', 'number', 'live'];
const guide = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition';

t.setTimeout(300_000);

function doomOf({ ports, sync, cura }: TestHouse, subscription: string): Doom {
  const secrets = purposes.map((name) => [name, ports.secret(name).toString('hex')]);
  return {
    ...{ connection: ports.db.connection, curaUrl: cura.url, namespace: sync.namespace },
    ...{ secrets: Object.fromEntries(secrets), now: ports.now(), subscription },
  };
}

/** Starts one, waits until something holds, and kills it at that moment. */
function killing(t: Test, doom: Doom) {
  const compiled = temporaryDir(t);
  const children: ChildProcess[] = [];
  t.teardown(() => children.forEach((child) => void child.kill('SIGKILL')));
  return async (holds: () => boolean): Promise<void> => {
    const child = spawn(process.execPath, [program, JSON.stringify(doom)], {
      stdio: 'inherit',
      env: { ...process.env, NODE_COMPILE_CACHE: compiled },
    });
    children.push(child);
    const ended = once(child, 'exit');
    // It starts, and whoever was killed before holds the address for some seconds.
    for (let tries = 0; tries < 8 && child.exitCode === null && !(await until(holds)); ) tries += 1;
    t.ok(holds(), 'it came so far');
    child.kill('SIGKILL');
    const [, signal] = await ended;
    t.equal(signal, 'SIGKILL');
  };
}

t.test('Processes killed while they deliver lose no event and make no other of it', async (t) => {
  const house = await startHouse(t);
  const citizen = house.as('citizen');
  const [appointment] = await appointmentsOf(house, await citizenIdOf(house, 'citizen'));
  if (!appointment) throw new Error('no appointments');
  const { got, state, channel, drop } = await receiver(t);
  const quick = { extension: [{ url: `${guide}/backport-timeout`, valueUnsignedInt: 2 }] };
  const { id } = await subscribe(citizen, { channel: { ...channel, ...quick } });
  const kill = killing(t, doomOf(house, id));
  const numbers = () => got.flatMap(({ body }) => heardIn(body).numbers);

  state.status = 0;
  await kill(() => got.length > 0);
  t.equal(heardIn(`${got[0]?.body}`).kind, 'handshake', 'killed while hands are shaken');
  drop();

  await change(house, appointment, 'one');
  state.status = 204;
  await kill(() => numbers().includes(1));

  state.status = 0;
  await change(house, appointment, 'two');
  await kill(() => numbers().includes(2));
  drop();

  state.status = 503;
  await change(house, appointment, 'three');
  await kill(() => numbers().filter((one) => one === 2).length > 1);

  state.status = 204;
  await change(house, appointment, 'four');
  await kill(() => numbers().includes(4));

  t.same([...new Set(numbers())], [1, 2, 3, 4], 'in their order');
  const bodies = Map.groupBy(got, ({ headers }) => `${headers['webhook-id']}`);
  for (const [name, same] of bodies) {
    const said = same.map(({ body }) => JSON.stringify(heardIn(body).numbers));
    t.equal(new Set(said).size, 1, `${name} says the same each time`);
  }
  const firsts = [...bodies.values()].flatMap(([one]) => heardIn(`${one?.body}`).numbers);
  t.same(firsts, [...new Set(firsts)], 'no event under two ids');
});
