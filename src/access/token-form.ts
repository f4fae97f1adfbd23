/** What can be told of a token before anybody's key is asked for: enough to refuse most of what is none. */

import { utf8Text } from '../fhir/json.ts';
import { scanJson } from '../fhir/json-scan.ts';
import type { Claims } from './claim.ts';
import { tokenInvalid } from './token-refusal.ts';

/** Characters of a credential: it may hold the longest privilege list, which is encoded twice. */
export const longestToken = 45_056;
const maxDepth = 16;
const part = /^[A-Za-z0-9_-]+$/;

/** The token in the value of an Authorization header. Throws 401 when it is no single Bearer token. */
export function bearerIn(authorization: string): string {
  if (authorization.length > longestToken) throw tokenInvalid();
  const [, token] = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization) ?? [];
  if (token === undefined) throw tokenInvalid();
  return token;
}

/** A token without parts: only its issuer can say what it means. */
export const isOpaque = (token: string): boolean => !token.includes('.');

/** A JSON object in which no member stands twice: two readers would else see two tokens. Undefined for anything else. */
export function strictObject(bytes: Uint8Array): Claims | undefined {
  const source = utf8Text(bytes);
  if (source === undefined || 'fault' in scanJson(source, 'object', maxDepth)) return undefined;
  try {
    return JSON.parse(source) as Claims;
  } catch {
    return undefined;
  }
}

const objectIn = (encoded: string): Claims => {
  const found = part.test(encoded) ? strictObject(Buffer.from(encoded, 'base64url')) : undefined;
  if (!found) throw tokenInvalid();
  return found;
};

/** A signed token as it is written; nothing of it is true yet. */
export interface Unverified {
  readonly header: Claims;
  readonly issuer: string;
}

/** Header and issuer of a signed token. Throws 401 for what has not the three parts of one: an encrypted token has five. */
export function unverified(token: string): Unverified {
  const [header = '', payload = '', signature = '', ...more] = token.split('.');
  if (more.length > 0 || !part.test(signature)) throw tokenInvalid();
  const claims = objectIn(payload);
  if (typeof claims.iss !== 'string') throw tokenInvalid();
  return { header: objectIn(header), issuer: claims.iss };
}

/** Headers by which a token would choose its own key, or ask for what we do not do. */
const refusedHeaders = ['jwk', 'jku', 'x5c', 'x5u', 'crit', 'b64', 'zip', 'enc'];

/** Throws 401 unless the header is that of an access token signed as its issuer signs. */
export function assertHeader(
  { header }: Unverified,
  types: readonly string[],
  algorithms: readonly string[],
): void {
  const { typ, alg, kid } = header;
  const isType =
    typeof typ === 'string' && types.includes(typ.toLowerCase().replace(/^application\//, ''));
  const isSigned = typeof alg === 'string' && algorithms.includes(alg);
  const isNamed = kid === undefined || typeof kid === 'string';
  const isOurs = !refusedHeaders.some((name) => Object.hasOwn(header, name));
  if (!isType || !isSigned || !isNamed || !isOurs) throw tokenInvalid();
}
