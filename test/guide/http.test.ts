import { readdirSync, readFileSync } from 'node:fs';
import t, { type Test } from 'tap';
import { httpFile } from '../../src/manual/guide-pages.ts';
import { noon, startHouse, type TestHouse } from '../house.ts';
import { describedProduct } from '../manual/described.ts';
import { readHttp, send } from './http-file.ts';
import { asNamed } from './named.ts';

const folder = new URL('../../fixtures/client/http/', import.meta.url);
const files = readdirSync(folder).map((name) => ({
  name,
  file: readHttp(readFileSync(new URL(name, folder), 'utf8')),
}));
const requests = files.flatMap(({ name, file }) =>
  file.requests.map((request) => ({ ...request, file: name })),
);

t.test('Every request has a title, an address and a status', async (t) => {
  for (const { file, title, expected, address } of requests)
    t.ok(title && expected.length > 0 && /^\{\{[\w.-]+\}\}/.test(address), `${file}: ${title}`);
});

/** Letters of an interaction in the address and the body of a request. */
const shown: Readonly<Record<string, RegExp>> = {
  read: /^GET \S+\/Appointment\/\{\{/,
  vread: /^GET \S+\/_history\/\d/,
  'history-instance': /^GET \S+\/_history(?:\?|$)/,
  'search-type': /^GET \S+\/Appointment\?/,
  'search-compartment': /^GET \S+\/Patient\/\{\{me\}\}\/CarePlan/,
  'search by POST': /^POST \S+\/_search$/,
  create: /^POST \S+\/Communication$/,
  update: /^PUT /,
  patch: /^PATCH /,
  delete: /^DELETE \S+\/Subscription/,
  batch: /"type": "batch"/,
  transaction: /"type": "transaction"/,
};

t.test('Every operation and every interaction is among them', async (t) => {
  const { router } = await describedProduct();
  const said = requests.map(({ method, address, body }) => `${method} ${address}\n${body}`);
  const operations = new Set(
    router.routes.map(({ name }) => name).filter((name) => name.startsWith('$')),
  );
  t.ok(operations.size > 35, `${operations.size} operations`);
  const asked = (name: string): boolean =>
    requests.some(({ address }) => (address.split('?')[0] ?? '').endsWith(`/${name}`));
  t.same(
    [...operations].filter((name) => !asked(name)),
    [],
  );
  for (const [name, form] of Object.entries(shown)) {
    const multiline = new RegExp(form.source, 'm');
    t.ok(
      said.some((one) => multiline.test(one)),
      name,
    );
  }
});

t.test('A file that the server gives asks that server', async (t) => {
  const given = httpFile('appointments.http', 'http://127.0.0.1:4000/fhir');
  t.match(given, '@api = http://127.0.0.1:4000/fhir\n@sandbox = http://127.0.0.1:4002\n');
  const real = httpFile('appointments.http', 'https://samspil.kommune.example/fhir');
  t.match(real, '@api = https://samspil.kommune.example/fhir\n');
});

/** Sends each request as it stands; gives how many there were. */
async function sendAll(t: Test, house: TestHouse): Promise<number> {
  const instead = { api: house.base, sandbox: house.identity.url };
  let asked = 0;
  for (const { name, file } of files) {
    const sending = { file, instead, now: noon, answers: new Map() };
    for (const request of file.requests) {
      const { status, body } = await send(request, sending);
      t.ok(request.expected.includes(status), `${name}: ${request.title}: ${status}`);
      if (!request.expected.includes(status)) t.comment(JSON.stringify(body).slice(0, 500));
      asked += 1;
    }
  }
  return asked;
}

t.test('Each request is answered as its comment says', async (t) => {
  const house = await startHouse(t, { workers: true });
  asNamed(t, house.base);
  t.ok((await sendAll(t, house)) > 90);
});
