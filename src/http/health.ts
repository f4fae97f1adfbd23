import type { FastifyInstance } from 'fastify';
import type { Service } from './server.ts';

/** `/health`: the process answers. `/ready`: the database answers and Cura's records have been loaded. */
export function addHealth(app: FastifyInstance, { ports }: Service): void {
  app.get('/health', async () => ({ status: 'ok' }));
  app.get('/ready', async (_, reply) => {
    const { rows } = await ports.db.query<{ loaded: boolean }>(
      `select loaded_at is not null as loaded from sync_state where name = 'feed'`,
    );
    const ready = rows[0]?.loaded === true;
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'loading' });
  });
}
