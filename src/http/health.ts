import type { FastifyInstance } from 'fastify';
import type { Service } from './server.ts';

/** `/health`: the process answers. `/ready`: the database answers and what is served has been loaded. */
export function addHealth(app: FastifyInstance, { isReady }: Service): void {
  app.get('/health', async () => ({ status: 'ok' }));
  app.get('/ready', async (_, reply) => {
    const ready = await isReady();
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'loading' });
  });
}
