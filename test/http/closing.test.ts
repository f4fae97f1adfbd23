import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { startHouse } from '../house.ts';

t.test('Whoever connects and asks nothing does not keep the service from closing', async (t) => {
  const { app, base } = await startHouse(t);
  const { hostname, port } = new URL(base);
  const silent = connect(Number(port), hostname);
  await once(silent, 'connect');
  silent.on('error', () => undefined);
  const gone = new Promise((done) => silent.on('close', done));
  const slow = new AbortController();
  // Far less than the time in which a first request must have come.
  const outcome = await Promise.race([
    app.close().then(() => 'closed'),
    sleep(10_000, 'still open', { signal: slow.signal }),
  ]);
  slow.abort();
  t.equal(outcome, 'closed');
  await gone;
});
