import { isIP } from 'node:net';
import { ConfigError, type Environment, given } from './setting.ts';

const isNetwork = (text: string): boolean => {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
  );
};

/** Addresses, or networks such as `10.0.0.0/8`, with commas between. */
export function readProxies(env: Environment): string[] {
  const all = (given(env, 'TRUSTED_PROXIES') ?? '').split(',').map((one) => one.trim());
  const named = all.filter((one) => one !== '');
  if (named.every(isNetwork)) return named;
  throw new ConfigError(
    'TRUSTED_PROXIES must be IP addresses or networks such as 10.0.0.0/8, with commas between.',
  );
}
