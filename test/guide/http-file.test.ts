import { readdirSync, readFileSync } from 'node:fs';
import t from 'tap';
import { noon, startHouse } from '../house.ts';
import { readHttp, send } from './http-file.ts';

const folder = new URL('../../fixtures/client/http/', import.meta.url);
const names = readdirSync(folder);

t.test('Each request of the .http files is answered as its comment says', async (t) => {
  const house = await startHouse(t);
  const instead = { api: house.base, sandbox: house.identity.url };
  let asked = 0;
  for (const name of names) {
    const file = readHttp(readFileSync(new URL(name, folder), 'utf8'));
    t.ok(file.requests.length > 3, name);
    const sending = { file, instead, now: noon, answers: new Map() };
    for (const request of file.requests) {
      const { status, body } = await send(request, sending);
      t.equal(status, request.expected, `${name}: ${request.title}: ${JSON.stringify(body)}`);
      asked += 1;
    }
  }
  t.ok(asked > 25, `${asked} requests`);
});

t.test('Every request has a title, an address and a status to expect', async (t) => {
  for (const name of names)
    for (const request of readHttp(readFileSync(new URL(name, folder), 'utf8')).requests)
      t.ok(request.title && request.expected && /^\{\{\w+\}\}\//.test(request.address), name);
});
