import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A part of the bench in a process of its own: it does what it is asked, one thing at a time, and stops. */
export interface Child {
  readonly pid: number;
  /** The answer of a command; throws what the child threw. */
  readonly ask: <Answer>(command: string, argument?: unknown) => Promise<Answer>;
  readonly stop: () => Promise<void>;
}

interface Reply {
  readonly number: number;
  readonly answer?: unknown;
  readonly error?: string;
}

type Commands = Readonly<Record<string, (argument: never) => unknown>>;

/** The child's side: answers commands until it is told to stop. */
export function answerCommands(commands: Commands, stop: () => Promise<void>): void {
  process.on('message', async ({ number, command, argument }) => {
    try {
      if (command === 'stop') await stop();
      const answer = command === 'stop' ? null : await commands[command]?.(argument as never);
      process.send?.({ number, answer }, () => command === 'stop' && process.exit(0));
    } catch (error) {
      process.send?.({ number, error: error instanceof Error ? error.stack : String(error) });
    }
  });
  process.on('disconnect', () => process.exit(1));
  process.send?.('ready');
}

function asker(process: ChildProcess): Child['ask'] {
  let last = 0;
  return <Answer>(command: string, argument?: unknown) => {
    last += 1;
    const number = last;
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const gone = () => reject(new Error(`A process of the bench ended during ${command}.`));
    const hear = (reply: Reply): void => {
      if (reply.number !== number) return;
      process.off('message', hear).off('exit', gone);
      if (reply.error === undefined) resolve(reply.answer as Answer);
      else reject(new Error(reply.error));
    };
    process.on('message', hear).on('exit', gone);
    process.send({ number, command, argument });
    return promise;
  };
}

/** Starts `<name>.ts` of this folder and waits until it is ready. `setup` is its environment's `BENCH`. */
export async function startChild(name: string, setup: object, args: string[] = []): Promise<Child> {
  const child = fork(new URL(`./${name}.ts`, import.meta.url), {
    env: { ...process.env, BENCH: JSON.stringify(setup) },
    execArgv: args,
  });
  const first = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  if (first[0] !== 'ready') throw new Error(`The process ${name} of the bench did not start.`);
  const ask = asker(child);
  return {
    pid: child.pid ?? 0,
    ask,
    stop: async () => {
      const ended = once(child, 'exit');
      await ask('stop');
      await ended;
    },
  };
}

/** What the parent handed over. */
export const setupOf = <Setup>(): Setup => JSON.parse(process.env.BENCH ?? '{}') as Setup;
