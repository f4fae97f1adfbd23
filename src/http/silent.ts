/** Connections over which nothing has come yet, and those whose other end is gone. */
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Lets those go that never asked, when the app closes. Node counts them as busy, and would wait until their first request is overdue. */
export function addSilent(app: FastifyInstance): void {
  const open = new Set<Socket>();
  let isClosing = false;
  app.server.on('connection', (socket: Socket) => {
    // Node keeps the address once it was asked for: whoever resets before the answer is in the record all the same.
    void socket.remoteAddress;
    if (isClosing) return void socket.destroy();
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  app.addHook('preClose', async () => {
    isClosing = true;
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
  });
}
