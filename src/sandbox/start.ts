import { join } from 'node:path';
import { localUrl } from '../config/outside.ts';
import type { Config } from '../config.ts';
import { startSandboxCura } from './cura/server.ts';
import { startDigitalPost } from './digital-post.ts';
import { readAuthority } from './identity/authority.ts';
import { startIdentityProvider } from './identity-provider.ts';
import type { MessageServerOptions, RunningMessageServer } from './message-server.ts';
import { startNemSms } from './nemsms.ts';
import { type Persona, personas } from './people/personas.ts';
import { startSmsGateway } from './sms-gateway.ts';
import { startVideo } from './video/server.ts';
import { startWitness } from './witness/server.ts';

/** The systems of others that run beside us, with those replaced by real ones left out. */
export interface Sandbox {
  readonly urls: readonly { readonly name: string; readonly url: string }[];
  readonly personas: readonly string[];
  readonly close: () => Promise<void>;
}

const seed = 1;

/** Whom one can log in as, in a municipality. */
export function sandboxPersonas(municipality?: string): Record<string, Persona> {
  if (municipality === undefined) return personas(seed);
  const authority = readAuthority(municipality);
  return Object.fromEntries(
    Object.entries(personas(seed)).map(([key, persona]) => [key, { ...persona, authority }]),
  );
}

interface Running {
  readonly name: string;
  readonly url: string;
  readonly close: () => Promise<void>;
}

async function identity(config: Config, port: number, dataDir: string): Promise<Running> {
  const { audience, sandboxUrl } = config.identity;
  const provider = await startIdentityProvider({
    port,
    host: config.host,
    audience,
    ...(sandboxUrl !== undefined && { url: sandboxUrl }),
    personas: sandboxPersonas(config.municipality),
    dataDir,
    videoCallback: `${config.publicUrl}/video/callback`,
    now: Date.now,
  });
  return { name: 'Identity provider', url: provider.url, close: provider.close };
}

interface ChannelStart {
  readonly name: string;
  readonly key: 'sms' | 'nemsms' | 'digitalPost';
  readonly begin: (options: MessageServerOptions) => Promise<RunningMessageServer>;
}

const channels: readonly ChannelStart[] = [
  { name: 'SMS gateway', key: 'sms', begin: startSmsGateway },
  { name: 'NemSMS', key: 'nemsms', begin: startNemSms },
  { name: 'Digital Post', key: 'digitalPost', begin: startDigitalPost },
];

async function channel(
  config: Config,
  { name, key, begin }: ChannelStart,
  dataDir: string,
): Promise<Running[]> {
  const [port, { host }] = [config.sandbox[key], config];
  if (port === undefined) return [];
  const secret = config[key]?.secret ?? 'sandbox';
  const { url, close } = await begin({ port, host, secret, dataDir, now: Date.now });
  return [{ name, url, close }];
}

async function cura(config: Config, port: number, dataDir: string): Promise<Running> {
  const { clientId, clientSecret } = config.cura;
  const server = await startSandboxCura({
    port,
    host: config.host,
    seed,
    dataDir,
    credentials: { clientId, clientSecret },
    now: Date.now,
  });
  return { name: 'Cura', url: server.url, close: () => server.close() };
}

/** The log is asked at the address of this machine: behind the public one there may be nobody yet. */
async function witness(config: Config, port: number, dataDir: string): Promise<Running> {
  const secret = config.witness && 'secret' in config.witness ? config.witness.secret : 'sandbox';
  const running = await startWitness({
    ...{ port, host: config.host, secret, dataDir },
    logUrl: config.port === 0 ? config.publicUrl : localUrl(config),
  });
  return { name: 'Witness of the ledger', url: running.url, close: running.close };
}

async function video(config: Config, port: number): Promise<Running> {
  const { appId = 'samspil', secret = 'sandbox' } = config.video ?? {};
  const running = await startVideo({ port, host: config.host, appId, secret, now: Date.now });
  return { name: 'Video meetings', url: running.url, close: running.close };
}

/** Starts what the settings leave to the sandbox; its data is kept in the data folder. */
export async function startSandbox(config: Config): Promise<Sandbox> {
  const dataDir = join(config.dataDir, 'sandbox');
  const { sandbox } = config;
  const running: Running[] = [];
  try {
    if (sandbox.cura !== undefined) running.push(await cura(config, sandbox.cura, dataDir));
    if (sandbox.identity !== undefined)
      running.push(await identity(config, sandbox.identity, dataDir));
    for (const one of channels) running.push(...(await channel(config, one, dataDir)));
    if (sandbox.witness !== undefined)
      running.push(await witness(config, sandbox.witness, dataDir));
    if (sandbox.video !== undefined) running.push(await video(config, sandbox.video));
  } catch (error) {
    for (const one of running) await one.close();
    throw error;
  }
  return {
    urls: running.map(({ name, url }) => ({ name, url })),
    personas: Object.keys(sandboxPersonas()),
    close: async () => {
      for (const one of running) await one.close();
    },
  };
}
