import type { FastifyInstance } from 'fastify';
import type { Live } from './live-bind.ts';
import { openHub } from './live-hub.ts';
import { addLiveSocket } from './live-socket.ts';
import { addLiveStream } from './live-stream.ts';
import type { Service } from './server.ts';

/** Those who stay connected to be told: over websockets, and by server-sent events. All are let go when the app closes. */
export function addLive(app: FastifyInstance, service: Service): void {
  if (!service.rooms.some(({ type }) => type === 'Subscription')) return;
  const hub = openHub(service);
  const live: Live = { service, hub, held: new Map() };
  const closeSockets = addLiveSocket(app, live);
  addLiveStream(app, live);
  app.addHook('preClose', async () => {
    await hub.close();
    closeSockets();
  });
}
