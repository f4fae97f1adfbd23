import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { curaOpenApi } from '../../cura/openapi.ts';
import { generate } from '../people/generate.ts';
import type { CuraContext } from './context.ts';
import { faultHook } from './fault-hook.ts';
import { type Faults, faultsSchema, noFaults } from './faults.ts';
import { feedGate } from './feed-gate.ts';
import { oauth } from './oauth.ts';
import { pageRoute } from './page.ts';
import { readRoutes } from './read-routes.ts';
import { type StaffDesk, staffDesk, staffRoutes } from './staff.ts';
import { type AnyRecord, openStore, type Store } from './store.ts';
import { writeRoutes } from './write-routes.ts';

/** The client that the sandbox Cura knows unless told otherwise. */
export const sandboxCredentials = { clientId: 'samspil', clientSecret: 'sandkasse' } as const;

export interface SandboxCuraOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  /** Same seed, same people. Default 1. */
  readonly seed?: number;
  /** How many citizens and appointments to make when the memory is empty; 0 citizens: nobody and nothing. */
  readonly size?: { readonly citizens: number; readonly appointments?: number };
  /** Folder that keeps everything over a restart; without it all is forgotten. */
  readonly dataDir?: string;
  readonly credentials?: { readonly clientId: string; readonly clientSecret: string };
  /** Default 300. */
  readonly tokenSeconds?: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface SandboxCura extends StaffDesk {
  readonly url: string;
  readonly faults: Faults;
  /** Takes all faults away. */
  heal(): void;
  /** Cuts what is still open and stops. */
  close(): Promise<void>;
}

function open(dataDir: string | undefined): Store {
  if (dataDir === undefined) return openStore(undefined);
  mkdirSync(dataDir, { recursive: true });
  return openStore(join(dataDir, 'cura.sqlite'));
}

function fill(store: Store, { seed = 1, size, now }: SandboxCuraOptions): void {
  if (!store.isEmpty() || size?.citizens === 0) return;
  for (const { type, records } of generate({ seed, now: now(), ...size })) {
    store.load(type, records as unknown as readonly AnyRecord[]);
  }
}

function faultRoutes(app: FastifyInstance, faults: Faults): void {
  app.get('/sandbox/fejl', () => faults);
  app.put<{ Body: Partial<Faults> }>(
    '/sandbox/fejl',
    { schema: { body: faultsSchema } },
    ({ body }) => Object.assign(faults, body),
  );
}

function contextOf(options: SandboxCuraOptions, store: Store): CuraContext {
  return {
    store,
    faults: noFaults(),
    gate: feedGate(),
    underWay: new Set(),
    credentials: options.credentials ?? sandboxCredentials,
    tokenSeconds: options.tokenSeconds ?? 300,
    now: options.now,
  };
}

function build(context: CuraContext, desk: StaffDesk): FastifyInstance {
  const app = fastify({
    forceCloseConnections: true,
    bodyLimit: 16 * 1024 * 1024,
    ajv: { customOptions: { coerceTypes: 'array', removeAdditional: false } },
  });
  app.setErrorHandler((error: FastifyError, _, reply) => {
    const status = error instanceof RangeError ? 404 : (error.statusCode ?? 500);
    return reply.code(status).send({ kode: 'ugyldig-forespoergsel', tekst: error.message });
  });
  faultHook(app, context);
  oauth(app, context);
  readRoutes(app, context);
  writeRoutes(app, context);
  faultRoutes(app, context.faults);
  staffRoutes(app, desk);
  pageRoute(app, context.store);
  app.get('/openapi.json', () => curaOpenApi());
  return app;
}

/** A Cura to run against: a real HTTP server that speaks `src/cura/openapi.ts`, with faults to order and a staff's desk. */
export async function startSandboxCura(options: SandboxCuraOptions): Promise<SandboxCura> {
  const store = open(options.dataDir);
  fill(store, options);
  const context = contextOf(options, store);
  const desk = staffDesk(store, options.now);
  const app = build(context, desk);
  const url = await app.listen({ port: options.port, host: options.host });
  return {
    ...desk,
    url,
    faults: context.faults,
    heal: () => void Object.assign(context.faults, noFaults()),
    async close() {
      await app.close();
      store.close();
    },
  };
}
