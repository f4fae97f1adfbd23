import { rm } from 'node:fs/promises';
import { type Config, ConfigError, type Environment, readConfig } from './config.ts';
import { checkCommand } from './main/check-municipality.ts';
import { readPlainConfig, startConformanceServer } from './main/conformance-server.ts';
import { explain } from './main/explain.ts';
import { ledgerExport } from './main/ledger-export.ts';
import { minLogExport } from './main/minlog-export.ts';
import { start } from './main/start.ts';
import { verify } from './main/verify.ts';
import { welcome } from './main/welcome.ts';
import { removeEmbeddedPostgres } from './store/embedded-postgres.ts';

// Whoever reads may go first, as `tee` does at Ctrl-C: what is under way is finished all the same.
process.stdout.on('error', () => undefined);

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** npm passes on the signal that the terminal gave us already: what comes at once is the same wish. */
const sameWishMs = 2_000;

/** Stops at the first signal; a later one does not wait. */
function stopOnSignal(stop: () => Promise<void>): void {
  let askedAt: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (askedAt !== undefined && Date.now() - askedAt > sameWishMs) process.exit(130);
      if (askedAt !== undefined) return;
      askedAt = Date.now();
      say('Stopping: what is under way is finished first.');
      stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
}

async function run(config: Config, roles: { serve: boolean; work: boolean }): Promise<void> {
  const running = await start(config, roles);
  stopOnSignal(running.stop);
  say(await welcome(running));
}

/** Every resource type of R4, for test suites of others. */
async function conformanceServer(env: Environment): Promise<void> {
  const running = await startConformanceServer(readPlainConfig(env));
  stopOnSignal(running.stop);
  say(running.welcome);
}

async function reset(config: Config): Promise<void> {
  if (config.databaseUrl !== undefined)
    throw new ConfigError(
      'DATABASE_URL is set: empty that database yourself, then its data folder.',
    );
  await removeEmbeddedPostgres(`${config.dataDir}/postgres`);
  await rm(config.dataDir, { recursive: true, force: true });
  say(`Everything in ${config.dataDir} is gone: the next start begins afresh.`);
}

/** The token of a persona, from the identity provider that runs. */
async function token(config: Config, persona: string | undefined): Promise<void> {
  if (persona === undefined)
    throw new ConfigError(
      'Name a persona: npm run token -- citizen (or relative, neighbour, staff, auditor).',
    );
  const { sandboxUrl } = config.identity;
  if (sandboxUrl === undefined)
    throw new ConfigError('A real identity provider is set: its tokens come from a login there.');
  const body = new URLSearchParams({ persona });
  const response = await fetch(`${sandboxUrl}/token`, { method: 'POST', body }).catch(
    () => undefined,
  );
  if (!response)
    throw new ConfigError(
      `Nothing answers at ${sandboxUrl}: start the sandbox first with npm start.`,
    );
  const answer = (await response.json()) as { access_token?: string; error_description?: string };
  if (answer.access_token === undefined)
    throw new ConfigError(`There is no persona of that name: ${answer.error_description}.`);
  say(answer.access_token);
}

const commands: Readonly<
  Record<string, (env: Environment, ...given: readonly string[]) => Promise<void>>
> = {
  start: (env) => run(readConfig(env), { serve: true, work: true }),
  serve: (env) => run(readConfig(env), { serve: true, work: false }),
  work: (env) => run(readConfig(env), { serve: false, work: true }),
  reset: (env) => reset(readConfig(env)),
  token: (env, persona) => token(readConfig(env), persona),
  'conformance-server': conformanceServer,
  'ledger-export': async (env, ...given) => say(await ledgerExport(readConfig(env), given)),
  'minlog-export': async (env, ...given) => say(await minLogExport(readConfig(env), given)),
  'check-municipality': async (env, ...given) => {
    const { ready, text } = checkCommand(readConfig(env), given);
    say(text);
    if (!ready) process.exitCode = 1;
  },
  verify: async (_, ...given) => {
    const { holds, text } = await verify(given);
    say(text);
    if (!holds) process.exitCode = 1;
  },
};

async function main([name = 'start', ...given]: readonly string[]): Promise<void> {
  const command = commands[name];
  if (!command)
    throw new ConfigError(
      `There is no command of that name; there are ${Object.keys(commands).join(', ')}.`,
    );
  await command(process.env, ...given);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
});
