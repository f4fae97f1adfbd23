import type { Appointment } from '@medplum/fhirtypes';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import t from 'tap';
import { uuidv5 } from '../../src/fhir/id.ts';
import { formatInstant, parseInstant } from '../../src/fhir/instant.ts';
import { stopFor } from '../access/story.ts';
import { addressIn, byVideo, join, looksAt, meetingAt, minuteMs } from '../http/video-scene.ts';
import {
  type ClassScene,
  classScene,
  codesOf,
  join as joinClass,
} from '../resources/appointment/class-scene.ts';
import { at, bornAs } from '../sync/scene.ts';

let house: ClassScene;
t.before(async () => {
  house = await classScene(t, { citizens: 10 });
  await byVideo(house);
});

const read = async (id: string | undefined): Promise<Appointment> =>
  (await (await house.as('citizen')(`Appointment/${id}`)).json()) as Appointment;

/** A meeting that can be joined now. */
const open = (changes = {}) => meetingAt(house, house.sync.now() + 10 * minuteMs, changes);

const roomOf = (url: string | undefined): string => new URL(url ?? '').pathname.slice(1);

t.test('an appointment by video says where it is held, from booking to cancelling', async (t) => {
  const { status, body } = await house.book('citizen', await house.slot());
  t.equal(status, 201);
  const address = `https://samspil.test/video/${body.id}`;
  const booked = await read(body.id);
  t.same(
    booked.extension?.find(({ url }) => url.includes('virtualService')),
    {
      url: 'http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.virtualService',
      extension: [
        { url: '_datatype', valueString: 'VirtualServiceDetail' },
        {
          url: 'channelType',
          valueCoding: {
            system: 'https://samspil.example/fhir/CodeSystem/service-form',
            ...{ code: 'video', display: 'Video' },
          },
        },
        { url: 'address', valueUrl: address },
      ],
    },
  );
  const [first, second] = [await house.slot(), await house.slot()];
  t.equal((await house.move('citizen', body.id, first)).status, 200);
  t.equal(addressIn(await read(body.id)), address, 'the same when it is moved');
  const sent = { ...(await read(body.id)), slot: [{ reference: `Slot/${second.id}` }] };
  const put = await house.send('citizen', `Appointment/${body.id}`, sent, { method: 'PUT' });
  t.equal(put.status, 200, 'also by who sends it back');
  const other = JSON.parse(JSON.stringify(sent).replace(address, 'https://ond.example'));
  const wrong = await house.send('citizen', `Appointment/${body.id}`, other, { method: 'PUT' });
  t.equal(wrong.status, 422, 'but not with another address');
  t.equal((await house.cancel('citizen', body.id)).status, 200);
  t.equal(addressIn(await read(body.id)), address);
  const [aftale] = await bornAs(house, body.id);
  t.equal(aftale?.status, 'aflyst');
  t.notMatch(JSON.stringify(aftale), /video|samspil\.test/, 'Cura is told nothing of it');
});

t.test('the ticket says who comes, in what role and for how long, and nothing else', async (t) => {
  const { id } = await open();
  const { url, from, until, status } = await join(house, 'citizen', id);
  t.equal(status, 200);
  const start = parseInstant((await read(id)).start ?? '');
  t.same([from, until], [start - 15 * minuteMs, start + 90 * minuteMs]);
  const jwt = new URL(url ?? '').searchParams.get('jwt') ?? '';
  const { iat, ...claims } = decodeJwt(jwt);
  t.same(decodeProtectedHeader(jwt), { alg: 'HS256', typ: 'JWT' });
  t.same(claims, {
    ...{ aud: 'samspil', iss: 'samspil', sub: 'video.samspil.test', room: roomOf(url) },
    ...{ nbf: (from ?? 0) / 1_000, exp: (until ?? 0) / 1_000, moderator: false },
    context: { user: { name: 'Karen Margrethe Lindgaard', moderator: false } },
  });
  t.ok(iat);
  t.match(roomOf(url), /^[0-9a-f]{32}$/);
  t.notMatch(url, new RegExp(`${id}|${house.karen}`), 'no id of anybody');
  const staff = await join(house, 'staff', id);
  t.equal(roomOf(staff.url), roomOf(url), 'all meet in one room');
  const { context } = decodeJwt(new URL(staff.url ?? '').searchParams.get('jwt') ?? '');
  t.match(context, { user: { moderator: true } });
  const { rows } = await house.sync.db.query<{ text: string }>(
    'select content as text from appointment union all select content from appointment_history union all select ledger::text from ledger',
  );
  t.same(
    rows.filter(({ text }) => text?.includes('jwt=') || text?.includes(roomOf(url))),
    [],
    'and is kept nowhere',
  );
});

t.test('who may see the appointment joins it, and for all others it is not there', async (t) => {
  const { id } = await open();
  t.equal((await join(house, 'seeonly', id)).status, 200, 'a mandate to see is enough');
  // She trains Karen, so that she may know of all that Karen has.
  await meetingAt(house, house.sync.now() + 600 * minuteMs, {
    ...{ ydelsestypeId: 'yt-fystraening', medarbejderId: 'med-002' },
  });
  t.equal((await house.as('otherstaff')(`Appointment/${id}`)).status, 200);
  const hidden = ['otherstaff', 'neighbour', 'auditor', 'system', 'association'];
  for (const persona of hidden) t.equal((await join(house, persona, id)).status, 404, persona);
  const unknown = uuidv5(house.sync.namespace, 'nobody');
  const [there, not] = [
    await join(house, 'neighbour', id),
    await join(house, 'neighbour', unknown),
  ];
  t.equal(there.text?.replace(id, ''), not.text?.replace(unknown, ''));
  const nobody = await fetch(`${house.base}/Appointment/${id}/$join-video`, { method: 'POST' });
  t.equal(nobody.status, 401);
  const token = await house.identity.token('citizen', { scope: 'patient/Patient.r' });
  const narrow = await fetch(`${house.base}/Appointment/${id}/$join-video`, {
    ...{ method: 'POST', headers: { authorization: `Bearer ${token}` } },
  });
  t.equal(narrow.status, 403, 'and the token must reach');
  t.same((await looksAt(house, id)).slice(0, 3), [
    ...['access relative', 'refusal staff', 'refusal self'],
  ]);
  t.equal((await looksAt(house, id)).length, 8, 'every refusal is kept');
});

t.test('a stop ends it at the next click', async (t) => {
  const { id } = await open();
  t.equal((await join(house, 'relative', id)).status, 200);
  const stop = stopFor(house.karen, house.daughter);
  const policy = [{ uri: 'urn:uuid:5f0c5f0a-4b0e-4a6e-9d6b-0d9a3b7d7f11' }];
  const laid = await house.send('citizen', 'Consent', { ...stop, policy });
  t.equal(laid.status, 201);
  t.match(await join(house, 'relative', id), { status: 403, key: 'not-known' });
  t.equal((await join(house, 'citizen', id)).status, 200, 'nobody else is kept out');
});

t.test('a meeting that is not open says why, and when', async (t) => {
  const other = await meetingAt(house, house.sync.now(), { ydelsestypeId: 'yt-saar' });
  t.match(await join(house, 'citizen', other.id), { status: 422, key: 'no-video' });
  const cancelled = await open({
    ...{ status: 'aflyst' as const },
    aflysning: {
      aarsag: 'personale' as const,
      tidspunkt: formatInstant(house.sync.now()),
      sent: false,
    },
  });
  t.match(await join(house, 'citizen', cancelled.id), { status: 422, key: 'video-cancelled' });
  const [old, later] = [await house.slot(), await house.slot()];
  const { body } = await house.book('citizen', old);
  await house.move('citizen', body.id, later);
  await at(house, parseInstant(old.start));
  t.match(await join(house, 'citizen', body.id), { status: 422, key: 'video-not-open' }, 'moved');
  const from = parseInstant(later.start) - 15 * minuteMs;
  await at(house, from - 20_000);
  t.match(await join(house, 'citizen', body.id), {
    ...{ key: 'video-not-open', text: /^Videomødet åbner .* kl\. \d\d\.\d\d\.$/ },
  });
  await at(house, from);
  t.equal((await join(house, 'citizen', body.id)).status, 200);
  await at(house, parseInstant(later.end) + 60 * minuteMs);
  t.match(await join(house, 'citizen', body.id), { status: 422, key: 'video-over' });
});

t.test('in a class all meet in one room, and nobody is named but the staff', async (t) => {
  await byVideo(house, 'yt-balance');
  const ahead = house.sync.now() + 3 * 1_440 * minuteMs;
  const all = await house.sessions(house.balance);
  const session = all.find(({ start }) => parseInstant(start) > ahead);
  const seats = await Promise.all(
    [
      ['citizen', house.karen],
      ['neighbour', house.poul],
    ].map(([persona = '', patient = '']) =>
      joinClass(house, persona, { patient, slot: session?.id ?? '' }),
    ),
  );
  t.same(seats.map(codesOf), [[], []]);
  const [mine, theirs] = seats.map(({ joined }) => joined[0]);
  t.equal(addressIn(mine as Appointment), `https://samspil.test/video/${mine?.id}`);
  await at(house, parseInstant(session?.start ?? ''));
  const [one, other] = [
    await join(house, 'citizen', mine?.id),
    await join(house, 'neighbour', theirs?.id),
  ];
  t.same([one.status, other.status], [200, 200]);
  t.equal(roomOf(one.url), roomOf(other.url));
  const { context } = decodeJwt(new URL(one.url ?? '').searchParams.get('jwt') ?? '');
  t.same(context, { user: { name: 'Borger', moderator: false } });
  t.equal((await join(house, 'neighbour', mine?.id)).status, 404);
  t.equal((await house.cancel('citizen', mine?.id)).status, 422, 'it has begun');
});
