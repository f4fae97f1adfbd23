/** Who outside is shown the checkpoints of the ledger. */
import { companion, localUrl } from './outside.ts';
import { ConfigError, type Environment, given, readWebUrl } from './setting.ts';

export type WitnessSettings =
  | { readonly url: string; readonly secret: string }
  | { readonly file: string };

/** The sandbox's witness; `inPlace` when the whole house is a sandbox, as it proves nothing about a real one. */
interface SandboxWitness {
  readonly host: string;
  readonly port: number;
  readonly inPlace: boolean;
}

const both = () =>
  new ConfigError('WITNESS_URL and WITNESS_FILE are both set, and there is one witness.');

/** The witness, with its port when it is the sandbox's; neither when nobody is shown anything. */
export function readWitness(
  env: Environment,
  { inPlace, ...sandbox }: SandboxWitness,
): { readonly witness?: WitnessSettings; readonly port?: number } {
  const [url, file] = [readWebUrl(env, 'WITNESS_URL'), given(env, 'WITNESS_FILE')];
  if (url !== undefined && file !== undefined) throw both();
  if (file !== undefined) return { witness: { file } };
  const secret = (real: boolean) => companion(env, 'WITNESS_SECRET', { real, of: 'WITNESS_URL' });
  if (url !== undefined) return { witness: { url, secret: secret(true) } };
  if (!inPlace) return {};
  return {
    witness: { url: `${localUrl(sandbox)}/checkpoints`, secret: secret(false) },
    port: sandbox.port,
  };
}
