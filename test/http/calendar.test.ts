import type { Binary, Parameters } from '@medplum/fhirtypes';
import ICAL from 'ical.js';
import t from 'tap';
import { parseInstant } from '../../src/fhir/instant.ts';
import { type Scene, scene } from '../sync/scene.ts';

/** What another program reads in a calendar. */
function eventsIn(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents('vevent').map((one) => {
    const event = new ICAL.Event(one);
    return {
      uid: event.uid,
      start: event.startDate.toJSDate().getTime(),
      end: event.endDate.toJSDate().getTime(),
      summary: event.summary,
      place: event.location,
      description: event.description,
    };
  });
}

const ics = (house: Scene, persona: string, path = 'Appointment/$ics', accept = 'text/calendar') =>
  house.as(persona)(path, { headers: { accept } });

const feedOf = async (house: Scene, persona: string, patient: string, active: boolean) => {
  const answer = await house.as(persona)(`Patient/${patient}/$calendar-feed`, {
    method: 'POST',
    body: JSON.stringify({
      resourceType: 'Parameters',
      parameter: [{ name: 'active', valueBoolean: active }],
    }),
  });
  const body = (await answer.json()) as Parameters;
  return { status: answer.status, url: body.parameter?.[0]?.valueUrl };
};

const fetched = (house: Scene, url: string | undefined, init?: RequestInit) =>
  fetch(`${new URL(house.base).origin}${new URL(url ?? '').pathname}`, init);

let house: Scene;
t.before(async () => {
  house = await scene(t);
});

t.test('a citizen has the own appointments as a calendar, with the exact place', async (t) => {
  const slot = await house.slot();
  const booked = await house.book('citizen', slot);
  const answer = await ics(house, 'citizen');
  t.match(answer.headers.get('content-type'), /^text\/calendar/);
  const event = eventsIn(await answer.text()).find(({ uid }) => uid === booked.body.id);
  t.match(event, {
    start: parseInstant(slot.start),
    end: parseInstant(slot.end),
    summary: 'Undersøgelser og måling af værdier',
    place: /Lokale.*2\. sal, Bygning A, Sandby Sundhedshus, Havnegade 12, 9979 Sandby/,
  });
  const one = await ics(house, 'citizen', `Appointment/${booked.body.id}/$ics`);
  t.equal(eventsIn(await one.text()).length, 1, 'or one alone');
});

t.test('who asks for FHIR gets a Binary, and who asks for neither is refused', async (t) => {
  const answer = await ics(house, 'citizen', 'Appointment/$ics', 'application/fhir+json');
  const binary = (await answer.json()) as Binary;
  t.match(binary, { resourceType: 'Binary', contentType: 'text/calendar' });
  t.ok(eventsIn(Buffer.from(binary.data ?? '', 'base64').toString()).length > 0);
  t.match(
    (await ics(house, 'citizen', 'Appointment/$ics', '*/*')).headers.get('content-type'),
    /calendar/,
  );
  t.equal((await ics(house, 'citizen', 'Appointment')).status, 406, 'a search is no calendar');
  const slot = await house.slot();
  const body = JSON.stringify({
    resourceType: 'Appointment',
    status: 'booked',
    slot: [{ reference: `Slot/${slot.id}` }],
  });
  const write = await house.as('citizen')('Appointment', {
    method: 'POST',
    body,
    headers: { accept: 'text/calendar' },
  });
  t.equal(write.status, 406, 'and nothing is written that cannot be answered');
});

t.test('a calendar that has not changed is not sent again', async (t) => {
  const first = await ics(house, 'citizen');
  const etag = first.headers.get('etag') ?? '';
  const again = await house.as('citizen')('Appointment/$ics', {
    headers: { accept: 'text/calendar', 'if-none-match': etag },
  });
  t.equal(again.status, 304);
  await house.book('citizen', await house.slot());
  const changed = await house.as('citizen')('Appointment/$ics', {
    headers: { accept: 'text/calendar', 'if-none-match': etag },
  });
  t.equal(changed.status, 200);
});

t.test('a relative has the citizen’s by mandate, and a neighbour has none', async (t) => {
  const named = `Appointment/$ics?patient=Patient/${house.karen}`;
  t.ok(eventsIn(await (await ics(house, 'relative', named)).text()).length > 0);
  t.equal((await ics(house, 'neighbour', named)).status, 403);
  const own = eventsIn(await (await ics(house, 'citizen')).text())[0];
  t.equal((await ics(house, 'neighbour', `Appointment/${own?.uid}/$ics`)).status, 404);
  const { rows } = await house.sync.db.query<{ n: number }>(
    `select count(*)::int as n from ledger where patient = $1 and interaction = '$ics' and capacity = 'relative'`,
    [house.karen],
  );
  t.ok((rows[0]?.n ?? 0) > 0, 'and the look is kept');
});

t.test('a private address shows times and nothing else, until it is closed', async (t) => {
  const booked = await house.book('citizen', await house.slot());
  const { url } = await feedOf(house, 'citizen', house.karen, true);
  const answer = await fetched(house, url);
  t.match(answer.headers.get('content-type'), /^text\/calendar/);
  const text = await answer.text();
  const events = eventsIn(text);
  t.ok(events.length > 0);
  t.same([...new Set(events.map(({ summary }) => summary))], ['Aftale med kommunen']);
  t.same(
    events.filter(({ place, description }) => place || description),
    [],
  );
  t.notMatch(
    text,
    new RegExp(`${booked.body.id}|Karen|Lokale|G1\\.41`),
    'no id, name, place or code',
  );
  const etag = answer.headers.get('etag') ?? '';
  t.equal((await fetched(house, url, { headers: { 'if-none-match': etag } })).status, 304);
  await feedOf(house, 'citizen', house.karen, false);
  t.equal((await fetched(house, url)).status, 404, 'closed at once');
});

t.test('a new address takes the place of the old one', async (t) => {
  const old = await feedOf(house, 'citizen', house.karen, true);
  const next = await feedOf(house, 'citizen', house.karen, true);
  t.equal((await fetched(house, old.url)).status, 404);
  t.equal((await fetched(house, next.url)).status, 200);
  const { rows } = await house.sync.db.query<{ text: string }>(
    'select calendar_feed::text as text from calendar_feed',
  );
  const code = /calendar\/(.*)\.ics/.exec(next.url ?? '')?.[1] ?? '?';
  t.same(
    rows.filter(({ text }) => text.includes(code)),
    [],
    'and the code is kept nowhere',
  );
});

t.test('two who open at a time leave one address', async (t) => {
  const opened = await Promise.all(
    [1, 2, 3, 4].map(() => feedOf(house, 'citizen', house.karen, true)),
  );
  t.same(
    opened.map(({ status }) => status),
    [200, 200, 200, 200],
  );
  const alive = await Promise.all(opened.map(({ url }) => fetched(house, url)));
  t.equal(alive.filter(({ status }) => status === 200).length, 1);
});

t.test('only the citizen, or who has a lasting mandate to act, opens an address', async (t) => {
  t.equal((await feedOf(house, 'neighbour', house.karen, true)).status, 404);
  t.equal((await feedOf(house, 'staff', house.karen, true)).status, 403);
  const { status, url } = await feedOf(house, 'relative', house.karen, true);
  t.equal(status, 200);
  t.equal((await fetched(house, url)).status, 200);
});

t.test('a relative’s address ends with the mandate', async (t) => {
  const { url } = await feedOf(house, 'relative', house.karen, true);
  t.equal((await fetched(house, url)).status, 200);
  house.setNow(house.sync.now() + 16 * 60_000);
  t.equal((await fetched(house, url)).status, 404, 'what Cura said of it is too old to trust');
});

t.test('what is no address is 404 like one that is closed', async (t) => {
  for (const path of ['/calendar/x.ics', `/calendar/${'A'.repeat(43)}.ics`, '/calendar/%00.ics'])
    t.equal((await fetched(house, `https://x${path}`)).status, 404, path);
});
