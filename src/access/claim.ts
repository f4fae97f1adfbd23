/** Single claims of a verified token. One of a wrong type is a wrong token: it is never passed over. */
import { tokenInvalid } from './token-refusal.ts';

export type Claims = Readonly<Record<string, unknown>>;

const maxLength = 1_000;
const plain = /^[^\p{Cc}\p{Cs}]+$/u;

/** Whether the token has the claim at all, with whatever value. */
export const has = (claims: Claims, name: string): boolean => Object.hasOwn(claims, name);

/** A text of at most `longest` characters; undefined without the claim. Throws 401 for anything else. */
export function text(claims: Claims, name: string, longest = maxLength): string | undefined {
  if (!has(claims, name)) return undefined;
  const value = claims[name];
  if (typeof value === 'string' && value.length <= longest && plain.test(value)) return value;
  throw tokenInvalid();
}

/** A text that the token must have. */
export function required(claims: Claims, name: string): string {
  const value = text(claims, name);
  if (value === undefined) throw tokenInvalid();
  return value;
}

/** A text that may be empty: a name that is kept back. */
export const label = (claims: Claims, name: string): string =>
  claims[name] === '' ? '' : (text(claims, name) ?? '');

/** Whether a claim says yes; some brokers write it as a text. */
export function isTrue(claims: Claims, name: string): boolean {
  const value = claims[name];
  if (value === undefined || value === false || value === 'false') return false;
  if (value === true || value === 'true') return true;
  throw tokenInvalid();
}

/** A time in whole or broken seconds, as epoch milliseconds. */
export function timeMs(claims: Claims, name: string): number {
  const value = claims[name];
  if (typeof value === 'number' && Number.isFinite(value)) return value * 1_000;
  throw tokenInvalid();
}
