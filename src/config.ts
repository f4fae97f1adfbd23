import { type ChannelSettings, readChannels } from './config/channel.ts';
import { type IdentitySettings, readIdentity } from './config/identity.ts';
import { type MinLogSettings, readMinLog } from './config/minlog.ts';
import {
  companion,
  localUrl,
  readSystems,
  type SandboxPorts,
  sandboxPorts,
} from './config/outside.ts';
import { readProxies } from './config/proxy.ts';
import {
  type Environment,
  given,
  type LogLevel,
  readHost,
  readLogLevel,
  readMunicipality,
  readOrigins,
  readPort,
  readUrl,
  readWebUrl,
} from './config/setting.ts';
import { readVideo, type VideoSettings } from './config/video.ts';
import { readWitness, type WitnessSettings } from './config/witness.ts';

export { ConfigError, type Environment } from './config/setting.ts';

/** All settings, complete. URLs have no slash at the end. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** What others reach us by; `<publicUrl>/fhir` is the FHIR base. */
  readonly publicUrl: string;
  readonly dataDir: string;
  /** Without one, PostgreSQL is started in `dataDir`. */
  readonly databaseUrl?: string;
  /** Of the role that tables belong to; without one, that of `databaseUrl`. */
  readonly databaseOwnerUrl?: string;
  /** Without one, queues are in PostgreSQL. */
  readonly redisUrl?: string;
  /** 32 bytes in base64; without one, a file in `dataDir`. */
  readonly installationKey?: string;
  /** Four digits. */
  readonly municipality: string;
  readonly logLevel: LogLevel;
  readonly sandbox: SandboxPorts;
  readonly cura: {
    readonly url: string;
    readonly clientId: string;
    readonly clientSecret: string;
  };
  readonly identity: IdentitySettings;
  /** Web sites whose scripts may call the API; none unless they are named. */
  readonly allowedOrigins: readonly string[];
  /** Addresses and networks whose word on where a request came from is taken. */
  readonly trustedProxies: readonly string[];
  readonly sms: ChannelSettings;
  /** Absent: nobody is told by it. */
  readonly nemsms?: ChannelSettings;
  /** Absent: nobody is told by it. */
  readonly digitalPost?: ChannelSettings;
  /** Absent: no meeting is held by video. */
  readonly video?: VideoSettings;
  /** Absent: only Cura and the login know of mandates. */
  readonly mandateLookup?: { readonly url: string; readonly secret: string };
  /** Absent: the national log is not told who looked. */
  readonly minLog?: MinLogSettings;
  /** Absent: nobody is shown the checkpoints of the ledger. */
  readonly witness?: WitnessSettings;
}

function readDatabases(
  env: Environment,
): Pick<Config, 'databaseUrl' | 'databaseOwnerUrl' | 'redisUrl'> {
  const databaseUrl = readUrl(env, 'DATABASE_URL', ['postgres', 'postgresql']);
  const databaseOwnerUrl = readUrl(env, 'DATABASE_OWNER_URL', ['postgres', 'postgresql']);
  const redisUrl = readUrl(env, 'REDIS_URL', ['redis', 'rediss']);
  return {
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    ...(databaseOwnerUrl === undefined ? {} : { databaseOwnerUrl }),
    ...(redisUrl === undefined ? {} : { redisUrl }),
  };
}

function readMandateLookup(env: Environment): Pick<Config, 'mandateLookup'> {
  const of = 'MANDATE_LOOKUP_URL';
  const url = readWebUrl(env, of);
  if (url === undefined) return {};
  const secret = companion(env, 'MANDATE_LOOKUP_SECRET', { real: true, of });
  return { mandateLookup: { url, secret } };
}

/** Reads the settings. Throws `ConfigError` on the first wrong one. */
export function readConfig(env: Environment): Config {
  const host = readHost(env);
  const port = readPort(env);
  const publicUrl = readWebUrl(env, 'PUBLIC_URL') ?? localUrl({ host, port });
  const systems = readSystems(env, { host, port });
  const { cura, identity, sms } = systems;
  const minLog = readMinLog(env);
  const { witness, port: witnessPort } = readWitness(env, {
    ...{ host, port: port === 0 ? 0 : port + 4, inPlace: !cura.real },
  });
  const { video, port: videoPort } = readVideo(env, {
    ...{ host, port: port === 0 ? 0 : port + 7, inPlace: !cura.real },
  });
  const channels = readChannels(env, { host, port, inPlace: !sms.real });
  return {
    ...{ host, port, publicUrl, ...readDatabases(env) },
    dataDir: given(env, 'DATA_DIR') ?? '.samspil',
    ...(given(env, 'INSTALLATION_KEY') === undefined
      ? {}
      : { installationKey: given(env, 'INSTALLATION_KEY') ?? '' }),
    municipality: readMunicipality(env),
    logLevel: readLogLevel(env),
    sandbox: {
      ...sandboxPorts(systems),
      ...(witnessPort !== undefined && { witness: witnessPort }),
      ...channels.ports,
      ...(videoPort !== undefined && { video: videoPort }),
    },
    cura: {
      url: cura.url,
      clientId: companion(env, 'CURA_CLIENT_ID', cura),
      clientSecret: companion(env, 'CURA_CLIENT_SECRET', cura),
    },
    identity: readIdentity(env, identity, given(env, 'AUDIENCE') ?? `${publicUrl}/fhir`),
    allowedOrigins: readOrigins(env),
    trustedProxies: readProxies(env),
    ...readMandateLookup(env),
    sms: { url: sms.url, secret: companion(env, 'SMS_GATEWAY_SECRET', sms) },
    ...channels.settings,
    ...(video && { video }),
    ...(minLog && { minLog }),
    ...(witness && { witness }),
  };
}
