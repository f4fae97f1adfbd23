import t from 'tap';
import { parseInstant } from '../../src/fhir/instant.ts';
import { openLink } from '../../src/resources/communication/link.ts';
import {
  cancelInCura,
  changeInCura,
  remindingHouse,
  timesFrom,
} from '../resources/communication/reminded.ts';
import { type Linked, linked, linkOf } from './link.ts';

interface Page {
  readonly status: number;
  readonly text: string;
}

async function ask(url: string, method = 'GET'): Promise<Page> {
  const answer = await fetch(url, { method, redirect: 'manual' });
  return { status: answer.status, text: await answer.text() };
}

t.test('the link of an SMS', async (t) => {
  const house = await remindingHouse(t);
  const statusOf = ({ curaId }: Linked): string | undefined =>
    house.cura.read('aftale', curaId)?.status;
  /** All that the database knows, as one number each table: what changes nothing leaves it alone. */
  const written = async (): Promise<unknown> =>
    (
      await house.ports.db.query(
        `select (select json_agg(r order by id) from reminder r) as reminders,
           (select count(*) from appointment_history) as versions,
           (select count(*) from provenance) as acts, (select count(*) from intent) as intents,
           (select count(*) from outbox) as jobs`,
      )
    ).rows;
  const nowhere = await ask(linkOf(house, 'AAAAAAAAAAAAAAAA'));

  t.test('shows date and time and one button, and nothing else of the appointment', async (t) => {
    const { url } = await linked(house);
    const answer = await fetch(url);
    const text = await answer.text();
    t.match(text, /Sandby Kommune/);
    t.match(text, /ons 25\/11 kl\. 07\.00/);
    t.equal(text.match(/<button/g)?.length, 1);
    t.notMatch(text, /sår|sygepleje|klinik|sundhedshus|Karen|Lindgaard|script|https?:/i);
    t.match(Object.fromEntries(answer.headers), {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
      'content-security-policy': /default-src 'none'.*form-action 'self'.*frame-ancestors 'none'/,
    });
  });

  t.test('may be looked at by anybody, often: GET and HEAD change nothing', async (t) => {
    const one = await linked(house);
    const before = await written();
    const pages: Page[] = [];
    for (const method of ['GET', 'HEAD', 'GET', 'GET', 'HEAD', 'GET', 'GET', 'GET'])
      pages.push(await ask(one.url, method));
    t.same([...new Set(pages.map(({ status }) => status))], [200]);
    t.equal(new Set(pages.map(({ text }) => text)).size, 2, 'one page, and none for HEAD');
    t.same(await written(), before);
    t.equal(statusOf(one), 'planlagt');
  });

  t.test('speaks English to who asks for it, also when it fails', async (t) => {
    const one = await linked(house);
    const english = async (method: string, url = one.url): Promise<string> =>
      (await fetch(url, { method, headers: { 'accept-language': 'en-GB,en' } })).text();
    t.match(
      await english('GET'),
      /lang="en".*Your appointment with Sandby Kommune:.*Wed 25 Nov at 07:00/s,
    );
    t.match(await english('GET', linkOf(house, 'AAAAAAAAAAAAAAAA')), 'The link works no longer');
    house.cura.faults.down = true;
    t.match(await english('POST'), /The appointment is not cancelled yet\..*Try again</s);
    house.cura.heal();
    t.match(await english('POST'), 'You have cancelled');
  });

  t.test('of a relative cancels nothing without a login', async (t) => {
    const one = await linked(house);
    await house.ports.db.query(
      `update reminder set recipient = 'RelatedPerson/x' where appointment = $1`,
      [one.id],
    );
    t.equal((await ask(one.url)).status, 303);
    t.same(await ask(one.url, 'POST'), nowhere);
    t.equal(statusOf(one), 'planlagt');
  });

  t.test('cancels once when the button is pressed', async (t) => {
    const one = await linked(house);
    const pressed = await Promise.all(Array.from({ length: 4 }, () => ask(one.url, 'POST')));
    for (const { status, text } of [...pressed, await ask(one.url, 'POST')])
      t.match([status, text], [200, /Du har meldt afbud/], 'who presses twice is told the same');
    t.equal(statusOf(one), 'aflyst');
    const { rows } = await house.ports.db.query<{ state: string }>(
      `select state from intent where resource_id = $1 and kind = 'cancel' and state <> 'refused'`,
      [one.id],
    );
    t.same(rows, [{ state: 'done' }]);
    t.same(await ask(one.url), nowhere);
    house.setNow(house.ports.now() + 11 * 60_000);
    t.same(await ask(one.url, 'POST'), nowhere);
    house.setNow(house.ports.now() - 11 * 60_000);
  });

  t.test('is dead after five tries that failed', async (t) => {
    const one = await linked(house);
    house.cura.faults.down = true;
    const tries: number[] = [];
    for (let n = 0; n < 6; n += 1) tries.push((await ask(one.url, 'POST')).status);
    house.cura.heal();
    t.same(tries, [503, 503, 503, 503, 503, 404]);
    t.same(await ask(one.url, 'POST'), nowhere);
    t.same(await ask(one.url), nowhere);
    t.equal(statusOf(one), 'planlagt');
  });

  t.test('may be tried again after a failure', async (t) => {
    const one = await linked(house);
    house.cura.faults.down = true;
    const failed = await ask(one.url, 'POST');
    house.cura.heal();
    t.equal(failed.status, 503);
    t.match(failed.text, /ikke aflyst endnu.*Prøv igen<.*tel:\+4599990000/s);
    t.equal((await ask(one.url, 'POST')).status, 200);
    t.equal(statusOf(one), 'aflyst');
  });

  t.test('claims nothing when nobody knows whether it is cancelled', async (t) => {
    const one = await linked(house);
    house.cura.faults.failNext = { n: 20, status: 500, afterCommit: true };
    const { status, text } = await ask(one.url, 'POST');
    house.cura.heal();
    t.equal(status, 503);
    t.match(text, 'Vi ved ikke endnu, om aftalen er aflyst.');
    t.notMatch(text, /ikke aflyst endnu|Prøv igen/);
  });

  t.test('says why when the service takes no late cancellation', async (t) => {
    await changeInCura(house, 'ydelsestype', 'yt-forebyggende', { efterFrist: 'afvis' });
    const one = await linked(house, 'yt-forebyggende');
    const { status, text } = await ask(one.url, 'POST');
    t.equal(status, 422);
    t.match(text, /Aftalen er ikke aflyst\..*senest 24 timer før.*tel:/s);
    t.notMatch(text, /Prøv igen|hjemmebesøg/);
    t.equal(statusOf(one), 'planlagt');
  });

  t.test('is dead when the appointment is moved, cancelled or begun', async (t) => {
    const [moved, cancelled, begun] = [
      await linked(house),
      await linked(house),
      await linked(house),
    ];
    await changeInCura(house, 'aftale', moved.curaId, timesFrom('2026-11-25T08:00:00+01:00'));
    await cancelInCura(house, cancelled.curaId);
    for (const { url } of [moved, cancelled])
      t.same([await ask(url), await ask(url, 'POST')], [nowhere, nowhere]);
    const code = begun.url.slice(-16);
    const at = (instant: string) => ({ ...house.ports, now: () => parseInstant(instant) });
    t.match(await openLink(at('2026-11-25T06:59:59+01:00'), code), { mode: 'cancel' });
    t.same(await openLink(at('2026-11-25T07:00:00+01:00'), code), { mode: 'none' });
  });

  t.test('with a wrong code is the same page, whatever is wrong with it', async (t) => {
    t.equal(nowhere.status, 404);
    const { url } = await linked(house);
    const almost = `${url.slice(0, -1)}${url.endsWith('A') ? 'E' : 'A'}`;
    const codes = ['x', '%27%20or%201=1', 'AAAAAAAAAAAAAAA%3C', 'A'.repeat(17)];
    for (const wrong of [almost, ...codes.map((code) => linkOf(house, code))])
      for (const method of ['GET', 'POST'])
        t.same(await ask(wrong, method), nowhere, wrong.slice(-20));
  });

  t.test(
    'only leads to the login where the service says so, and cancels nothing there',
    async (t) => {
      const one = await linked(house, 'yt-maaling');
      const answer = await fetch(one.url, { redirect: 'manual' });
      t.equal(answer.status, 303);
      t.equal(
        answer.headers.get('location'),
        `https://selvbetjening.sandby.example/aftaler?appointment=${one.id}`,
      );
      t.same(await ask(one.url, 'POST'), nowhere);
      t.equal(statusOf(one), 'planlagt');
    },
  );

  t.test('is dead when the service gives up links after the SMS was sent', async (t) => {
    const one = await linked(house, 'yt-fystraening');
    t.equal((await ask(one.url)).status, 200);
    await changeInCura(house, 'ydelsestype', 'yt-fystraening', { smsLink: 'ingen' });
    t.same([await ask(one.url), await ask(one.url, 'POST')], [nowhere, nowhere]);
  });
});
