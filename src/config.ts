/** A setting is wrong; the message is one sentence that names it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Ports of the sandbox's servers; one that a setting replaces is absent. 0 means any free port. */
export interface SandboxPorts {
  readonly cura?: number;
  readonly identity?: number;
  readonly sms?: number;
}

/** All settings, complete. URLs have no slash at the end. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** What others reach us by; `<publicUrl>/fhir` is the FHIR base. */
  readonly publicUrl: string;
  readonly dataDir: string;
  /** Without one, PostgreSQL is started in `dataDir`. */
  readonly databaseUrl?: string;
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
  readonly identity: { readonly issuer: string; readonly audience: string };
  readonly sms: { readonly url: string; readonly secret: string };
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** A setting that is empty is a setting that is not there. */
const given = (env: Environment, name: string): string | undefined =>
  env[name]?.trim() || undefined;

const shown = (value: string) => JSON.stringify(value.slice(0, 40));

const highestPort = 65_532;

function readPort(env: Environment): number {
  const text = given(env, 'PORT') ?? '3000';
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= highestPort) return port;
  throw new ConfigError(
    `PORT is ${shown(text)}, and must be a whole number from 0 to ${highestPort}, as the three ports after it are used too.`,
  );
}

/** The value is not shown: it may hold a password. */
function readUrl(env: Environment, name: string, schemes: readonly string[]): string | undefined {
  const text = given(env, name);
  if (text === undefined) return undefined;
  if (URL.canParse(text) && schemes.includes(new URL(text).protocol.slice(0, -1))) {
    return text.replace(/\/+$/, '');
  }
  const forms = schemes.map((scheme) => `${scheme}://…`).join(' or ');
  throw new ConfigError(`${name} is no such address as it must be: ${forms}.`);
}

const readWebUrl = (env: Environment, name: string) => readUrl(env, name, ['https', 'http']);

function readMunicipality(env: Environment): string {
  const code = given(env, 'MUNICIPALITY') ?? '9999';
  if (/^\d{4}$/.test(code)) return code;
  throw new ConfigError(`MUNICIPALITY is ${shown(code)}, and must be a code of four digits.`);
}

function readLogLevel(env: Environment): LogLevel {
  const text = given(env, 'LOG_LEVEL') ?? 'info';
  const level = logLevels.find((known) => known === text);
  if (level) return level;
  throw new ConfigError(`LOG_LEVEL is ${shown(text)}, and must be one of ${logLevels.join(', ')}.`);
}

function readHost(env: Environment): string {
  const host = given(env, 'HOST') ?? '127.0.0.1';
  if (/^[A-Za-z0-9.:-]+$/.test(host)) return host;
  throw new ConfigError(`HOST is ${shown(host)}, and must be a host name or an IP address.`);
}

const everywhere = new Set(['0.0.0.0', '::']);

interface Listener {
  readonly host: string;
  readonly port: number;
}

/** Where something that listens on `host` is found from this machine. */
function localUrl({ host, port }: Listener): string {
  const name = everywhere.has(host) ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/** What a real system needs beside its address; the sandbox's is no secret. */
function companion(
  env: Environment,
  name: string,
  { real, of }: { real: boolean; of: string },
): string {
  const value = given(env, name);
  if (!real) return value ?? 'sandbox';
  if (value !== undefined) return value;
  throw new ConfigError(`${name} is missing, and must be set when ${of} is.`);
}

/** A system of others, or its sandbox when no setting names it. */
function outside(env: Environment, name: string, sandbox: Listener) {
  const url = readWebUrl(env, name);
  const real = url !== undefined;
  return { url: url ?? localUrl(sandbox), port: sandbox.port, real, of: name };
}

function readSystems(env: Environment, { host, port }: { host: string; port: number }) {
  const after = (steps: number) => (port === 0 ? 0 : port + steps);
  return {
    cura: outside(env, 'CURA_URL', { host, port: after(1) }),
    identity: outside(env, 'IDP_ISSUER', { host, port: after(2) }),
    sms: outside(env, 'SMS_GATEWAY_URL', { host, port: after(3) }),
  };
}

const sandboxPorts = ({ cura, identity, sms }: ReturnType<typeof readSystems>): SandboxPorts => ({
  ...(cura.real ? {} : { cura: cura.port }),
  ...(identity.real ? {} : { identity: identity.port }),
  ...(sms.real ? {} : { sms: sms.port }),
});

function readDatabases(env: Environment): Pick<Config, 'databaseUrl' | 'redisUrl'> {
  const databaseUrl = readUrl(env, 'DATABASE_URL', ['postgres', 'postgresql']);
  const redisUrl = readUrl(env, 'REDIS_URL', ['redis', 'rediss']);
  return {
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    ...(redisUrl === undefined ? {} : { redisUrl }),
  };
}

/** Reads the settings. Throws `ConfigError` on the first wrong one. */
export function readConfig(env: Environment): Config {
  const host = readHost(env);
  const port = readPort(env);
  const publicUrl = readWebUrl(env, 'PUBLIC_URL') ?? localUrl({ host, port });
  const systems = readSystems(env, { host, port });
  const { cura, identity, sms } = systems;
  return {
    ...{ host, port, publicUrl, ...readDatabases(env) },
    dataDir: given(env, 'DATA_DIR') ?? '.samspil',
    ...(given(env, 'INSTALLATION_KEY') === undefined
      ? {}
      : { installationKey: given(env, 'INSTALLATION_KEY') ?? '' }),
    municipality: readMunicipality(env),
    logLevel: readLogLevel(env),
    sandbox: sandboxPorts(systems),
    cura: {
      url: cura.url,
      clientId: companion(env, 'CURA_CLIENT_ID', cura),
      clientSecret: companion(env, 'CURA_CLIENT_SECRET', cura),
    },
    identity: { issuer: identity.url, audience: given(env, 'AUDIENCE') ?? `${publicUrl}/fhir` },
    sms: { url: sms.url, secret: companion(env, 'SMS_GATEWAY_SECRET', sms) },
  };
}
