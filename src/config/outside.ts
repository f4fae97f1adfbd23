/** The systems of others, and the sandbox in the place of those that no setting names. */
import { ConfigError, type Environment, given, readWebUrl } from './setting.ts';

/** Ports of the sandbox's servers; one that a setting replaces is absent. 0 means any free port. */
export interface SandboxPorts {
  readonly cura?: number;
  readonly identity?: number;
  readonly sms?: number;
  readonly witness?: number;
  readonly nemsms?: number;
  readonly digitalPost?: number;
  readonly video?: number;
}

const everywhere = new Set(['0.0.0.0', '::']);

interface Listener {
  readonly host: string;
  readonly port: number;
}

/** Where something that listens on `host` is found from this machine. */
export function localUrl({ host, port }: Listener): string {
  const name = everywhere.has(host) ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/** What a real system needs beside its address; the sandbox's is no secret. */
export function companion(
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

const issuerSettings = ['IDP_ISSUER', 'STAFF_ISSUER', 'SYSTEM_ISSUER'];

/** The sandbox's provider, in nobody's place once a single issuer is named: whoever it lets in would be let in here. */
const identityProvider = (env: Environment, sandbox: Listener) => ({
  url: localUrl(sandbox),
  port: sandbox.port,
  real: issuerSettings.some((name) => given(env, name) !== undefined),
});

export function readSystems(env: Environment, { host, port }: { host: string; port: number }) {
  const after = (steps: number) => (port === 0 ? 0 : port + steps);
  return {
    cura: outside(env, 'CURA_URL', { host, port: after(1) }),
    identity: identityProvider(env, { host, port: after(2) }),
    sms: outside(env, 'SMS_GATEWAY_URL', { host, port: after(3) }),
  };
}

export const sandboxPorts = ({
  cura,
  identity,
  sms,
}: ReturnType<typeof readSystems>): SandboxPorts => ({
  ...(cura.real ? {} : { cura: cura.port }),
  ...(identity.real ? {} : { identity: identity.port }),
  ...(sms.real ? {} : { sms: sms.port }),
});
