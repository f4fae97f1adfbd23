import t from 'tap';
import { keys } from '../../sync/scene.ts';
import {
  type ClassScene,
  classScene,
  codesOf,
  join,
  leave,
  remaining,
  seriesIdOf,
  sessionIdOf,
} from './class-scene.ts';

const first = async ({ sessions }: ClassScene, service: string, at = 0): Promise<string> =>
  (await sessions(service))[at]?.id ?? '';

/** The sessions that a class tells have so many seats left. */
const left = async ({ sessions }: ClassScene, service: string) =>
  (await sessions(service)).map(remaining);

t.test('one session of a class is found, joined, moved and left', async (t) => {
  const house = await classScene(t);
  const { balance, karen, cura } = house;
  const before = await left(house, balance);
  t.ok(before.length > 10, `${before.length} sessions are ahead`);
  const window = 'start=2026-11-24T12:00:00Z&end=2026-12-04T00:00:00Z';
  const found = await house.send(
    'citizen',
    `Appointment/$find?${window}&service=HealthcareService/${balance}`,
    undefined,
    { method: 'GET' },
  );
  const { entry = [] } = found.body as { entry?: { resource: { id: string; slot: unknown } }[] };
  const ahead = (await house.sessions(balance)).slice(0, entry.length);
  t.same(
    entry.map(({ resource }) => resource.slot),
    ahead.map(({ id }) => [{ reference: `Slot/${id}` }]),
    '$find proposes its sessions',
  );
  const proposed = entry[0]?.resource.id ?? '';
  const body = { resourceType: 'Parameters', parameter: [{ name: 'appt-id', valueId: proposed }] };
  const booked = await house.send('citizen', 'Appointment/$book', body);
  t.equal(booked.status, 201, JSON.stringify(booked.body));
  const [seat] = (booked.body as never as { entry: { resource: { id: string } }[] }).entry;
  const id = seat?.resource.id ?? '';
  t.same(await left(house, balance), [(before[0] ?? 0) - 1, ...before.slice(1)]);
  const record = await house.sync.cura.findByExternalReference('holdtilmelding', id);
  t.match(record, {
    ...{ holdId: 'hold-balance', gangId: '2026-11-24', borgerId: 'borger-00001' },
    ...{ lokationId: 'lok-kildevej-b-sal', medarbejderId: 'med-002', status: 'planlagt' },
  });
  t.equal(cura.read('aftale', id), undefined);

  const other = await first(house, balance, 3);
  const moved = await house.move('citizen', id, { id: other });
  t.equal(moved.status, 200, JSON.stringify(moved.body));
  t.equal(sessionIdOf(moved.body as never), '2026-12-03');
  t.same(await left(house, balance), before.with(3, (before[3] ?? 0) - 1));
  t.match(await house.sync.cura.findByExternalReference('holdtilmelding', id), {
    gangId: '2026-12-03',
    start: '2026-12-03T16:00:00+01:00',
  });

  const cancelled = await house.cancel('citizen', id);
  t.match(cancelled, { status: 200, body: { status: 'cancelled' } });
  t.same(await left(house, balance), before, 'the seat is free again');
  const { rowCount } = await house.sync.db.query('select from seat where citizen = $1', [karen]);
  t.equal(rowCount, 0);
});

t.test('a class is joined whole, one session of it is left, and then the rest', async (t) => {
  const house = await classScene(t);
  const { balance, kol, karen, poul } = house;
  const before = await left(house, kol);
  const told = await join(house, 'relative', {
    patient: karen,
    slot: await first(house, kol),
    series: true,
  });
  t.equal(told.status, 201, JSON.stringify(told.refused));
  t.equal(told.joined.length, before.length);
  t.same(
    await left(house, kol),
    before.map((seats) => (seats ?? 0) - 1),
  );
  t.equal(new Set(told.joined.map(seriesIdOf)).size, 1, 'they have one series in common');
  t.ok(seriesIdOf(told.joined[0] as never));
  const again = await join(house, 'relative', {
    patient: karen,
    slot: await first(house, kol),
    series: true,
  });
  t.same(
    again.joined.map(({ id }) => id),
    told.joined.map(({ id }) => id),
    'the same request again gives the first outcome',
  );
  const [one, two] = told.joined;
  t.match(await house.cancel('relative', one?.id), { status: 200 }, 'leaving one session');
  t.same(
    await left(house, kol),
    before.map((seats, at) => (seats ?? 0) - (at === 0 ? 0 : 1)),
  );
  const gone = await leave(house, 'relative', two?.id ?? '');
  t.equal(gone.status, 200, JSON.stringify(gone.refused));
  t.equal(gone.joined.length, before.length - 1);
  t.ok(gone.joined.every(({ status }) => status === 'cancelled'));
  t.same(await left(house, kol), before);

  t.test('and what may not be is refused by name', async (t) => {
    const kolSlot = await first(house, kol);
    const balanceSlot = await first(house, balance);
    const single = await join(house, 'neighbour', { patient: poul, slot: kolSlot });
    t.equal(single.status, 422);
    t.ok(codesOf(single).includes('class-whole-only'));
    const joined = await join(house, 'neighbour', { patient: poul, slot: balanceSlot });
    t.equal(joined.status, 201, JSON.stringify(joined.refused));
    house.setNow(house.sync.now() + 11 * 60_000);
    const twice = await join(house, 'neighbour', { patient: poul, slot: balanceSlot });
    t.equal(twice.status, 422);
    t.same(codesOf(twice).slice(0, 1), ['already-joined']);
    const notClass = await house.slot();
    const series = await join(house, 'neighbour', {
      patient: poul,
      slot: notClass.id,
      series: true,
    });
    t.same([series.status, ...codesOf(series)], [422, 'class-needed']);
    house.setNow(Date.UTC(2026, 10, 24, 13, 30));
    const late = await join(house, 'citizen', { patient: karen, slot: balanceSlot });
    t.equal(late.status, 422);
    t.ok(codesOf(late).includes('class-deadline'), JSON.stringify(codesOf(late)));
    t.ok(codesOf(late).includes('nearest-free'), 'other sessions are named');
    const odd = await house.send('citizen', 'Appointment/$book?series=maybe&appt-id=x');
    t.ok(odd.status === 400, `${odd.status} ${keys(odd)}`);
  });
});
