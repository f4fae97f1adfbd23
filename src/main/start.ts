import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';
import { createCuraClient } from '../cura/client.ts';
import { localWords } from '../cura/local-word.ts';
import { buildApp } from '../http/app.ts';
import { httpMinLog } from '../ledger/minlog-http.ts';
import type { Log } from '../resources/define.ts';
import { loadMunicipality } from '../resources/municipality.ts';
import { loadWords } from '../resources/municipality-code.ts';
import { loadBrokers } from '../resources/municipality-identity.ts';
import { startSandbox } from '../sandbox/start.ts';
import { openInstallation } from '../store/installation.ts';
import { synchronise } from '../sync/inbound.ts';
import { createMandateLookup } from '../sync/mandate-lookup.ts';
import { recover } from '../sync/recovery.ts';
import { startWorkers, workers } from '../workers/all.ts';
import { retriesOf } from '../workers/define-worker.ts';
import { startRelay } from '../workers/outbox.ts';
import { openQueues, type QueueProblem } from '../workers/queue.ts';
import { startTelling } from '../workers/subscription.ts';
import { channelsOf } from './channels.ts';
import { assertReadyToStart } from './check-municipality.ts';
import { compose, type House } from './compose.ts';
import { verifierOf } from './identity.ts';
import { openLog } from './log.ts';
import { type Closers, closeAll, openStore, type Store } from './open-database.ts';
import { prepare } from './prepare.ts';
import { videoOf } from './video.ts';

/** What runs in this process. */
export interface Running {
  readonly config: Config;
  readonly house: House;
  readonly sandbox: readonly { readonly name: string; readonly url: string }[];
  readonly app?: FastifyInstance;
  /** Takes nothing new, lets what is under way end, then closes all. */
  readonly stop: () => Promise<void>;
}

/** Which of the two halves a process is. */
export interface Roles {
  readonly serve: boolean;
  readonly work: boolean;
}

/** Who logs citizens in is named first. */
const issuerOf = ({ identity }: Config): { issuer?: string } => {
  const [first] = identity.issuers;
  return first ? { issuer: first.issuer } : {};
};

async function house(config: Config, log: Log, store: Store, closers: Closers): Promise<House> {
  const { db } = store;
  const changed = await prepare(store, config, log);
  const installation = await openInstallation(db, config.dataDir, config.installationKey);
  const cura = createCuraClient({
    baseUrl: config.cura.url,
    clientId: config.cura.clientId,
    clientSecret: config.cura.clientSecret,
    words: localWords(loadWords(config.municipality)),
    onMalformed: ({ type, id, path }) =>
      log.error(
        { record: type, id, path },
        'a record of Cura breaks the contract and was left out',
      ),
  });
  closers.push(async () => cura.close());
  const known = loadBrokers(config.municipality);
  return compose(
    {
      db,
      installation,
      cura,
      log,
      channels: channelsOf(config),
      verify: verifierOf(config.identity, loadMunicipality(config.municipality), Date.now, known),
      municipality: config.municipality,
      ...issuerOf(config),
      origins: config.allowedOrigins,
      trustedProxies: config.trustedProxies,
      ...(config.mandateLookup && { mandateLookup: createMandateLookup(config.mandateLookup) }),
      publicUrl: config.publicUrl,
      witness: config.witness,
      ...(config.video && { video: videoOf(config.video, config.identity, Date.now, known) }),
      loopbackHooks: config.sandbox.cura !== undefined,
      ...(config.minLog && { minLog: httpMinLog(config.minLog) }),
      now: Date.now,
    },
    changed,
  );
}

const repeatMs = 5_000;

/** Tells of failing jobs at most once in a while for each queue and fault: while the database is away they all fail, at once and again. */
function rarely(log: Log): (problem: QueueProblem) => void {
  const told = new Map<string, number>();
  return ({ queue, jobId, error }) => {
    const key = `${queue} ${error.name}`;
    if (Date.now() - (told.get(key) ?? 0) < repeatMs) return;
    told.set(key, Date.now());
    log.error({ queue, job: jobId, fault: error.name }, 'a job failed');
  };
}

async function work(config: Config, made: House, log: Log, closers: Closers): Promise<void> {
  const { db } = made.ports;
  const queues = await openQueues({
    connection: db.connection,
    retries: retriesOf(workers),
    onProblem: rarely(log),
    ...(config.redisUrl !== undefined && { redisUrl: config.redisUrl }),
  });
  closers.push(() => queues.close());
  await recover(made.sync);
  await synchronise(made.sync);
  await startWorkers(queues, made.workers);
  const telling = startTelling(made.workers.subscription.teller);
  closers.push(telling.close);
  const relay = startRelay({
    db,
    queues,
    now: Date.now,
    onProblem: () => log.error({}, 'the outbox could not be relayed'),
  });
  closers.push(() => relay.close());
}

async function serve(config: Config, made: House, closers: Closers): Promise<FastifyInstance> {
  const app = buildApp(made.service);
  // The index of R4's terminology takes a third of a second: better now than in the midst of requests.
  made.service.terms?.terminology();
  await app.listen({ port: config.port, host: config.host });
  closers.push(() => app.close());
  return app;
}

/** Starts all that the settings ask for in this process; what was started is stopped again when something fails. */
export async function start(config: Config, roles: Roles): Promise<Running> {
  assertReadyToStart(config);
  const closers: Closers = [];
  const log = openLog(config.logLevel);
  try {
    const sandbox = await startSandbox(config);
    closers.push(sandbox.close);
    const store = await openStore(config, log, closers);
    const made = await house(config, log, store, closers);
    if (roles.work) await work(config, made, log, closers);
    const app = roles.serve ? await serve(config, made, closers) : undefined;
    return {
      config,
      house: made,
      sandbox: sandbox.urls,
      stop: () => closeAll(closers),
      ...(app && { app }),
    };
  } catch (error) {
    await closeAll(closers).catch(() => undefined);
    throw error;
  }
}
