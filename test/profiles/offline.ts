import { Socket } from 'node:net';

/** Runs something with every connection refused; gives what it gave and how many were tried. */
export async function offline<T>(run: () => Promise<T>): Promise<{ result: T; tried: number }> {
  const connect = Socket.prototype.connect;
  let tried = 0;
  Socket.prototype.connect = function refuse(this: Socket) {
    tried += 1;
    return this.destroy(new Error('the network is refused'));
  };
  try {
    return { result: await run(), tried };
  } finally {
    Socket.prototype.connect = connect;
  }
}
