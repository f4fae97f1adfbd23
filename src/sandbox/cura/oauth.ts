import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { CuraContext } from './context.ts';

function basic(request: FastifyRequest): string[] {
  const [scheme, value = ''] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'basic') return [];
  return Buffer.from(value, 'base64').toString().split(':').map(decodeURIComponent);
}

/**
 * `POST /oauth/token` and the check of its tokens on `/v1`. Tokens live in memory: after a restart clients must ask again, as
 * they must when a real Cura forgets them.
 */
export function oauth(app: FastifyInstance, context: CuraContext): void {
  const { credentials, tokenSeconds, now } = context;
  const expiries = new Map<string, number>();
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  app.post('/oauth/token', async (request, reply) => {
    const [id, secret] = basic(request);
    if (id !== credentials.clientId || secret !== credentials.clientSecret) {
      return reply.code(401).send({ error: 'invalid_client' });
    }
    const token = randomUUID();
    expiries.set(token, now() + tokenSeconds * 1000);
    return { access_token: token, token_type: 'Bearer', expires_in: tokenSeconds };
  });
  app.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/v1/')) return;
    const token = request.headers.authorization?.replace(/^Bearer /i, '') ?? '';
    if ((expiries.get(token) ?? 0) > now()) return;
    expiries.delete(token);
    return reply.code(401).send({ kode: 'ukendt-token', tekst: 'Token mangler eller er udløbet.' });
  });
}
