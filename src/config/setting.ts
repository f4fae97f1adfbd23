/** How one setting is read. A wrong one is a sentence that names it. */
/** A setting is wrong; the message is one sentence that names it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export type Environment = Readonly<Record<string, string | undefined>>;

/** A setting that is empty is a setting that is not there. */
export const given = (env: Environment, name: string): string | undefined =>
  env[name]?.trim() || undefined;

const shown = (value: string) => JSON.stringify(value.slice(0, 40));

const highestPort = 65_528;

export function readPort(env: Environment): number {
  const text = given(env, 'PORT') ?? '3000';
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= highestPort) return port;
  throw new ConfigError(
    `PORT is ${shown(text)}, and must be a whole number from 0 to ${highestPort}, as the seven ports after it are used too.`,
  );
}

/** The value is not shown: it may hold a password. */
export function readUrl(
  env: Environment,
  name: string,
  schemes: readonly string[],
): string | undefined {
  const text = given(env, name);
  if (text === undefined) return undefined;
  if (URL.canParse(text) && schemes.includes(new URL(text).protocol.slice(0, -1))) {
    return text.replace(/\/+$/, '');
  }
  const forms = schemes.map((scheme) => `${scheme}://…`).join(' or ');
  throw new ConfigError(`${name} is no such address as it must be: ${forms}.`);
}

export const readWebUrl = (env: Environment, name: string) => readUrl(env, name, ['https', 'http']);

export function readMunicipality(env: Environment): string {
  const code = given(env, 'MUNICIPALITY') ?? '9999';
  if (/^\d{4}$/.test(code)) return code;
  throw new ConfigError(`MUNICIPALITY is ${shown(code)}, and must be a code of four digits.`);
}

export function readLogLevel(env: Environment): LogLevel {
  const text = given(env, 'LOG_LEVEL') ?? 'info';
  const level = logLevels.find((known) => known === text);
  if (level) return level;
  throw new ConfigError(`LOG_LEVEL is ${shown(text)}, and must be one of ${logLevels.join(', ')}.`);
}

export function readHost(env: Environment): string {
  const host = given(env, 'HOST') ?? '127.0.0.1';
  if (/^[A-Za-z0-9.:-]+$/.test(host)) return host;
  throw new ConfigError(`HOST is ${shown(host)}, and must be a host name or an IP address.`);
}

/** An origin is what a browser sends: scheme, host and port. A star would let any site act with the login of its visitor. */
export function readOrigins(env: Environment): readonly string[] {
  const origins = given(env, 'ALLOWED_ORIGINS')?.split(',') ?? [];
  return origins.map((text) => {
    const origin = text.trim();
    if (URL.canParse(origin) && new URL(origin).origin === origin) return origin;
    throw new ConfigError(
      `ALLOWED_ORIGINS names ${shown(origin)}, and must name origins as a browser sends them: https://example.dk, separated by commas.`,
    );
  });
}
