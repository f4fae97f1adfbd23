/** Where it is told who looked at a citizen; nowhere unless it is set. */
import { type Environment, given, readWebUrl } from './setting.ts';

export interface MinLogSettings {
  readonly url: string;
  readonly secret?: string;
}

export function readMinLog(env: Environment): MinLogSettings | undefined {
  const [url, secret] = [readWebUrl(env, 'MINLOG_URL'), given(env, 'MINLOG_SECRET')];
  return url === undefined ? undefined : { url, ...(secret !== undefined && { secret }) };
}
