import t from 'tap';
import { readProxies } from '../../src/config/proxy.ts';
import { buildApp } from '../../src/http/app.ts';
import { startHouse } from '../house.ts';

t.test('A proxy is believed when it is named, and nobody else', async (t) => {
  const house = await startHouse(t);
  const noted = async (trustedProxies: readonly string[]): Promise<string[]> => {
    const seen: string[] = [];
    const countRefusal = async (network: string) => void seen.push(network);
    const app = buildApp({ ...house.service, trustedProxies, countRefusal });
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    await fetch(`${url}/fhir/Patient`, { headers: { 'x-forwarded-for': '192.0.2.7' } });
    await app.close();
    return seen;
  };
  t.same(await noted([]), ['127.0.0.1']);
  t.same(await noted(['10.0.0.0/8']), ['127.0.0.1']);
  t.same(await noted(['127.0.0.0/8']), ['192.0.2.7']);
});

t.test('Proxies are addresses and networks', async (t) => {
  const read = (TRUSTED_PROXIES: string) => readProxies({ TRUSTED_PROXIES });
  t.same(read(' 10.0.0.0/8, ::1 '), ['10.0.0.0/8', '::1']);
  t.same(readProxies({}), []);
  for (const wrong of ['true', '10.0.0.0/33', '10.0.0', 'loopback', '::/129', '1.2.3.4/8/8'])
    t.throws(() => read(wrong), { name: 'ConfigError', message: /^TRUSTED_PROXIES must be/ });
});
