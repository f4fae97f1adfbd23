import type { FastifyRequest } from 'fastify';
import { tokenInvalid } from '../access/token-refusal.ts';
import { fail, issue } from '../fhir/outcome.ts';

/** An address is kept by proxies, logs and browsers: a token in one is no secret any more. https://www.rfc-editor.org/rfc/rfc6750#section-5.3 */
const tokenInAddress = () =>
  fail(
    400,
    issue({
      code: 'security',
      key: 'token-in-address',
      text: {
        da: 'Et token må ikke stå i adressen; send det i headeren Authorization. Log ud, så det ikke kan bruges af andre.',
        en: 'A token may not stand in the address; send it in the Authorization header. Log out, so that nobody else can use it.',
      },
    }),
    { 'WWW-Authenticate': 'Bearer realm="samspil", error="invalid_request"' },
  );

/** The one Authorization header of a request. Throws 401 for two, of which two readers would take different ones; 400 for a token in the address. */
export function credentialOf({ raw }: Pick<FastifyRequest, 'raw'>): string | undefined {
  const { url = '', headersDistinct } = raw;
  const query = url.indexOf('?');
  if (query !== -1 && new URLSearchParams(url.slice(query)).has('access_token'))
    throw tokenInAddress();
  const [authorization, ...more] = headersDistinct.authorization ?? [];
  if (more.length > 0) throw tokenInvalid();
  return authorization;
}
