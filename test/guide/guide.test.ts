import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Bundle } from '@medplum/fhirtypes';
import { decodeJwt } from 'jose';
import t, { type Test } from 'tap';
import { asking, Refusal } from '../../fixtures/client/guide/ask.ts';
import { book, cancel } from '../../fixtures/client/guide/book-and-cancel.ts';
import { first } from '../../fixtures/client/guide/first.ts';
import { withKit } from '../../fixtures/client/guide/kit-client.ts';
import { listen } from '../../fixtures/client/guide/listen.ts';
import { begin, finish } from '../../fixtures/client/guide/log-in.ts';
import { pulse } from '../../fixtures/client/guide/measure.ts';
import { appointments } from '../../fixtures/client/guide/my-appointments.ts';
import { cancelSeen, ifChanged } from '../../fixtures/client/guide/unchanged.ts';
import { write } from '../../fixtures/client/guide/write-message.ts';
import { noon, startHouse } from '../house.ts';
import { callback, logIn, visitor } from '../sandbox/identity-visitor.ts';
import { asNamed } from './named.ts';

const inHours = (hours: number): string => new Date(noon + hours * 3_600_000).toISOString();
const window = { start: inHours(26), end: inHours(200) };

t.test('The guide runs in a browser as in Node', async (t) => {
  const guide = new URL('../../fixtures/client/guide/', import.meta.url);
  for (const name of readdirSync(guide).filter((one) => one !== 'first.ts'))
    t.notMatch(readFileSync(new URL(name, guide), 'utf8'), /node:|\bBuffer\b|\bprocess\b/, name);
});

/** Refuses so many times, as a server does that is not there for a moment. */
async function refusing(t: Test, times: number): Promise<{ api: string; asked: () => number }> {
  let asked = 0;
  const server = createServer((_, answer) => {
    asked += 1;
    answer.statusCode = asked > times ? 200 : 503;
    answer.setHeader('retry-after', '0');
    answer.end('{"resourceType":"OperationOutcome","issue":[]}');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  return { api: `http://127.0.0.1:${port}`, asked: () => asked };
}

t.test('The guide tries again what may be tried again, and not for ever', async (t) => {
  const soon = await refusing(t, 3);
  t.equal((await asking(soon.api, 'x')('Patient')).status, 200);
  t.equal(soon.asked(), 4);
  const never = await refusing(t, 99);
  t.match(await asking(never.api, 'x')('Patient').catch((error: unknown) => error), {
    status: 503,
  });
  t.equal(never.asked(), 5);
});

t.test('What the pages for clients show', async (t) => {
  const house = await startHouse(t, { workers: true });
  const api = house.base;
  asNamed(t, api);
  const token = (await house.identity.token('citizen')) ?? '';
  const ask = asking(api, token);
  const { me, found } = await appointments(ask, inHours(0), 1);

  await t.test('logs in as the server says', async (t) => {
    const { address, begun } = await begin(api, 'samspil-app', callback);
    const { nemlogin } = house.identity.issuers;
    const back = await logIn(visitor(), nemlogin, address, { persona: 'citizen' });
    const given = await finish(begun, `${back}`);
    t.match(decodeJwt(given), { iss: nemlogin });
    await t.rejects(
      finish({ ...begun, state: 'another' }, `${back}`),
      /not the login that we began/,
    );
    await t.rejects(
      finish(begun, `${callback}?state=${begun.state}&error=access_denied`),
      /access_denied/,
    );
  });

  await t.test('runs as one program', async (t) => {
    const said = await first(api, token, noon);
    t.ok(said.length > 3);
    t.match(said.slice(-2), [/^booked: \d{4}-/, 'and then: cancelled']);
  });

  await t.test('shows what is coming', async (t) => {
    const types = new Set(found.map((resource) => resource?.resourceType));
    t.ok(found.filter((one) => one?.resourceType === 'Appointment').length > 1, 'on several pages');
    t.ok(types.has('Appointment') && types.has('Location') && types.has('Practitioner'));
  });

  await t.test('books, cancels, and cancels once more without harm', async (t) => {
    const booked = await book(ask, me, window);
    t.equal(booked?.status, 'booked');
    t.equal(await cancel(ask, booked?.id ?? ''), 'cancelled');
    t.equal(await cancel(ask, booked?.id ?? ''), 'cancelled');
  });

  await t.test('changes nothing that the person has not seen', async (t) => {
    const { id = '' } = (await book(ask, me, window)) ?? {};
    const path = `Appointment/${id}`;
    const seen = await ifChanged(ask, path);
    t.equal(seen.body.id, id);
    t.equal((await ifChanged(ask, path, seen.etag)).body, undefined);
    t.equal(await cancelSeen(ask, id, 'W/"999"'), 'changed');
    t.equal(await cancelSeen(ask, id, seen.etag ?? ''), 'cancelled');
  });

  await t.test('writes once, measures once, and hears of the message', async (t) => {
    const units = await ask<Bundle>('Organization?name=Sygeplejeklinikken');
    const unit = `Organization/${units.body.entry?.[0]?.resource?.id}`;
    let hear: () => void = () => undefined;
    const heard = new Promise<void>((resolve) => {
      hear = resolve;
    });
    const close = await listen(ask, api, (text) => {
      if (text.includes('"event-notification"')) hear();
    });
    const first = await write(ask, unit, 'Må den blive våd?', 'one');
    t.equal(first.status, 201);
    t.equal((await write(ask, unit, 'Må den blive våd?', 'one')).body.id, first.body.id);
    await heard;
    close();
    const measured = { patient: me, perMinute: 71, at: inHours(-1), ours: 'two' };
    const sent = await pulse(ask, measured);
    t.equal(sent.status, 201);
    const again = await pulse(ask, measured);
    t.equal(again.status, 200);
    t.equal(again.body.id, sent.body.id);
  });

  await t.test('tells what was refused by its key', async (t) => {
    const refused = await ask('Patient?unicorn=1').then(
      () => undefined,
      (error: unknown) => error,
    );
    t.ok(refused instanceof Refusal);
    t.match(refused, { status: 400, keys: ['unknown-parameter'] });
  });

  await t.test('and the same with fhir-kit-client', async (t) => {
    const { pages, cancelled } = await withKit(api, token, window);
    t.same(
      pages.map((page) => (page as { entry?: unknown[] }).entry?.length),
      [2, 2],
    );
    t.match(cancelled, { resourceType: 'Appointment', status: 'cancelled' });
  });
});
