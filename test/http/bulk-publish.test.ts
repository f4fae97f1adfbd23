import type { Location, Schedule, Slot } from '@medplum/fhirtypes';
import t from 'tap';
import { parseInstant } from '../../src/fhir/instant.ts';
import { publish } from '../../src/resources/slot/published.ts';
import { synchronise } from '../../src/sync/inbound.ts';
import { type Scene, scene } from '../sync/scene.ts';

interface Manifest {
  readonly transactionTime: string;
  readonly request: string;
  readonly output: readonly { readonly type: string; readonly url: string }[];
  readonly error: readonly unknown[];
}

let house: Scene;
t.before(async () => {
  house = await scene(t);
});

/** Whoever looks brings no token. */
const fetched = (url: string, init?: RequestInit): Promise<Response> =>
  fetch(`${new URL(house.base).origin}${new URL(url).pathname}`, init);

const manifest = async (): Promise<Manifest> =>
  (await fetched('https://x/fhir/$bulk-publish')).json() as Promise<Manifest>;

async function published<T>(type: string): Promise<(T & { id: string })[]> {
  const { url = '' } = (await manifest()).output.find((one) => one.type === type) ?? {};
  const lines = (await (await fetched(url)).text()).split('\n');
  t.equal(lines.pop(), '', 'each line ends');
  return lines.map((line) => JSON.parse(line));
}

t.test('the manifest names a file of each type', async (t) => {
  t.match(await manifest(), {
    request: 'https://samspil.test/fhir/$bulk-publish',
    transactionTime: /^\d{4}-\d\d-\d\dT.*Z$/,
    output: [{ type: 'Location' }, { type: 'Schedule' }, { type: 'Slot' }],
    error: [],
  });
});

t.test('each Slot leads by its Schedule to a place with address and phone', async (t) => {
  const slots = await published<Slot>('Slot');
  t.ok(slots.length > 50, `${slots.length} slots`);
  const schedules = new Map((await published<Schedule>('Schedule')).map((one) => [one.id, one]));
  const places = new Map((await published<Location>('Location')).map((one) => [one.id, one]));
  const wrong = slots.filter(({ schedule }) => {
    const found = schedules.get(schedule.reference?.replace('Schedule/', '') ?? '');
    const [actor, ...more] = found?.actor ?? [];
    const place = places.get(actor?.reference?.replace('Location/', '') ?? '');
    const isWhole = place?.address?.line?.[0] && place.address.postalCode && place.telecom?.[0];
    return !found?.serviceType?.[0]?.text || more.length > 0 || !isWhole;
  });
  t.same(wrong, []);
});

t.test('a Slot tells its time, its room and where it is booked, and of nobody', async (t) => {
  const slots = await published<Slot>('Slot');
  t.match(slots[0], {
    status: 'free',
    start: /[+]0[12]:00$/,
    extension: [
      {
        url: /booking-deep-link$/,
        valueUrl: /^https:\/\/selvbetjening\.sandby\.example\/aftaler\?service=/,
      },
      { url: /slot-capacity$/, valueInteger: Number },
    ],
  });
  t.equal(new Set(slots.map(({ id }) => id)).size, slots.length, 'each once');
  const now = house.sync.now();
  t.same(
    slots.filter(({ start }) => parseInstant(start) <= now),
    [],
    'all ahead',
  );
  const text = JSON.stringify([slots, await published('Schedule'), await published('Location')]);
  t.notMatch(text, /Practitioner|Patient|busy/);
});

t.test('services that need a grant or a request are not there', async (t) => {
  const names = (await published<Schedule>('Schedule')).flatMap(({ serviceType = [] }) =>
    serviceType.map(({ text }) => text),
  );
  t.same([...new Set(names)].sort(), ['Afklarende samtale', 'Undersøgelser og måling af værdier']);
});

t.test('what has not changed is not sent again, and what was booked is one less', async (t) => {
  const [{ url = '' } = {}] = (await manifest()).output.filter(({ type }) => type === 'Slot');
  const first = await fetched(url);
  t.equal(first.headers.get('cache-control'), 'public, max-age=60');
  const etag = first.headers.get('etag') ?? '';
  t.equal((await fetched(url, { headers: { 'if-none-match': etag } })).status, 304);
  t.equal((await fetched(url, { headers: { 'if-none-match': `"x", ${etag}` } })).status, 304);
  t.equal((await fetched(url, { method: 'HEAD' })).headers.get('etag'), etag);
});

t.test('a time that is booked is published no more', async (t) => {
  const seats = async (): Promise<number> =>
    (await publish(house.ports)).Slot.reduce(
      (sum, { extension = [] }) => sum + (extension[1]?.valueInteger ?? 0),
      0,
    );
  const before = await seats();
  t.equal((await house.book('citizen', await house.slot())).status, 201);
  t.ok((await seats()) < before);
});

t.test('the files cannot be written, and there are no others', async (t) => {
  t.equal((await fetched('https://x/fhir/$bulk-publish', { method: 'POST' })).status, 405);
  t.equal((await fetched('https://x/fhir/bulk-publish/patients.ndjson')).status, 404);
});

t.test('places that Cura says to lie in each other are told of, each once', async (t) => {
  const id = (await publish(house.ports)).Location[0]?.id;
  const { rows } = await house.sync.db.query<{ id: string }>(
    `select c.cura_id as id from cura_record c where c.record = 'lokation' and c.id = $1`,
    [id],
  );
  const room = rows[0]?.id ?? '';
  const above = (await house.sync.cura.get('lokation', room))?.overordnetId ?? '';
  house.cura.change('lokation', above, { overordnetId: room });
  await synchronise(house.sync);
  const found = (await publish(house.ports)).Location.find((one) => one.id === id);
  t.match(found, { name: /^[^,]+, [^,]+$/ });
  const paths = [
    `Location/${id}`,
    `Location?_id=${id}&_include:iterate=Location:partof&_include=Location:partof`,
    `Appointment?_include=Appointment:location&_include:iterate=Location:partof&_count=20`,
    'Appointment/$ics',
    `Appointment/$find?start=2026-11-25&end=2026-11-28&location-reference=Location/${id}`,
  ];
  for (const path of paths) {
    const answer = await house.as('citizen')(path);
    t.equal(answer.status, 200, path);
  }
});
