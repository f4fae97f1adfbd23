import { buildApp } from '../../src/http/app.ts';
import { synchronise } from '../../src/sync/inbound.ts';
import { recover } from '../../src/sync/recovery.ts';
import { startWork } from '../house-work.ts';
import { composed, type Site } from './composed.ts';

/** What one process is, and where it listens. */
export interface Membership {
  readonly role: 'api' | 'worker';
  readonly name: string;
  readonly port: number;
  readonly site: Site;
}

/** Serves or works until it is killed. */
async function main([text = '']: readonly string[]): Promise<void> {
  const { role, name, port, site } = JSON.parse(text) as Membership;
  const house = await composed(site, name);
  if (role === 'worker') {
    // As at each start of the product: what is open is settled first.
    await recover(house.sync).catch(() => undefined);
    await synchronise(house.sync).catch(() => undefined);
    await startWork({ teardown: () => undefined }, house, undefined);
    process.stdout.write('ready');
    return;
  }
  const app = buildApp(house.service);
  await app.listen({ port, host: '127.0.0.1' });
  process.stdout.write('ready');
}

await main(process.argv.slice(2));
