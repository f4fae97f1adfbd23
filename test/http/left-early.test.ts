import { once } from 'node:events';
import { connect } from 'node:net';
import t from 'tap';
import { startHouse } from '../house.ts';
import { until } from './subscriber.ts';

t.test('Whoever resets the connection before the answer is kept like any other', async (t) => {
  const house = await startHouse(t);
  const { hostname, port } = new URL(house.base);
  const token = await house.identity.token('citizen', {});
  const text = `select from ledger where kind = 'access' and network = '127.0.0.1'`;
  const looks = async (): Promise<number> => (await house.ports.db.query(text)).rowCount ?? 0;
  await house.as('citizen')('Patient');
  const before = await looks();
  for (let times = 0; times < 10; times += 1) {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    const asked = once(house.app.server, 'request');
    socket.write(`GET /fhir/Patient HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`);
    await asked;
    socket.resetAndDestroy();
  }
  t.ok(await until(async () => (await looks()) === before + 10), 'with the address');
  t.same(
    house.lines.filter((line) => line.includes('failed')),
    [],
  );
});
