/** What an opaque token means, asked of its issuer. https://www.rfc-editor.org/rfc/rfc7662 */
import { askJson } from './ask-json.ts';
import type { Claims } from './claim.ts';
import { identityUnavailable, tokenInvalid } from './token-refusal.ts';

/** The endpoint, and the client that we are there. */
export interface IntrospectionOptions {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A client's name and secret are form-encoded first: RFC 6749, 2.3.1. */
const basic = ({ clientId, clientSecret }: IntrospectionOptions): string => {
  const encoded = [clientId, clientSecret].map((one) => encodeURIComponent(one)).join(':');
  return `Basic ${Buffer.from(encoded).toString('base64')}`;
};

/** Claims of an active token; they are as untrusted as a body. Throws 401 for one that is not active, 503 without a clear answer. */
export async function introspect(token: string, options: IntrospectionOptions): Promise<Claims> {
  const { status, body } = await askJson(options.url, {
    method: 'POST',
    headers: { authorization: basic(options) },
    body: new URLSearchParams({ token, token_type_hint: 'access_token' }),
  });
  const isAnswer = status === 200 && typeof body === 'object' && body !== null;
  if (!isAnswer) throw identityUnavailable();
  const claims = body as Claims;
  const { active, token_type: type = 'Bearer' } = claims;
  if (typeof active !== 'boolean') throw identityUnavailable();
  if (!active || typeof type !== 'string' || type.toLowerCase() !== 'bearer') throw tokenInvalid();
  return claims;
}
