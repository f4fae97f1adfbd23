import t from 'tap';
import { booked, booking, cancelled, client, inHours, sandbox } from '../../cura/sandbox.ts';

t.test(
  'the same key and content get the same answer, also in another order of members',
  async (t) => {
    const staff = await sandbox(t);
    const cura = client(t, staff);
    const draft = booking();
    const made = await cura.create('aftale', draft, 'key-1');
    const turned = Object.fromEntries(Object.entries(draft).reverse()) as typeof draft;
    t.same(await cura.create('aftale', turned, 'key-1'), made);
    const page = await cura.changes(0, 10);
    t.equal(page.kind === 'rows' && page.rows.length, 1);
  },
);

t.test('a refusal is remembered under its key, even when the time has become free', async (t) => {
  const staff = await sandbox(t);
  const cura = client(t, staff);
  const taken = booked(staff, 30);
  const draft = inHours(30);
  const first = await cura.create('aftale', draft, 'key-1');
  t.match(first, { kind: 'refused', kode: 'overlap' });
  staff.remove('aftale', taken.id);
  t.same(await cura.create('aftale', draft, 'key-1'), first);
  t.match(await cura.create('aftale', draft, 'key-2'), { kind: 'done' });
});

t.test('a key used for something else is refused', async (t) => {
  const cura = client(t, await sandbox(t));
  await cura.create('aftale', booking(), 'key-1');
  const other = await cura.create('aftale', booking({ bemaerkning: 'Andet' }), 'key-1');
  t.match(other, { kind: 'refused', status: 422, kode: 'noegle-genbrugt' });
});

t.test('an external reference can be given once', async (t) => {
  const cura = client(t, await sandbox(t));
  await cura.create('aftale', inHours(30, { eksternReference: 'ref' }), 'key-1');
  const again = await cura.create('aftale', inHours(40, { eksternReference: 'ref' }), 'key-2');
  t.match(again, { kind: 'refused', status: 409, kode: 'ekstern-reference-findes' });
});

t.test('each business rule refuses by its name', async (t) => {
  const cura = client(t, await sandbox(t));
  const cases: readonly [string, Partial<ReturnType<typeof booking>>][] = [
    ['ukendt-borger', { borgerId: 'borger-99999' }],
    ['ukendt-ydelsestype', { ydelsestypeId: 'yt-ukendt' }],
    ['ukendt-medarbejder', { medarbejderId: 'med-999' }],
    ['ukendt-lokation', { lokationId: 'lok-ukendt' }],
    ['ukendt-ydelse', { ydelseId: 'yd-00002-saar' }],
    ['tid-ugyldig', { slut: '2026-11-25T07:00:00+01:00' }],
    ['aflysning-mangler', { status: 'aflyst' }],
    ['tid-passeret', { start: '2026-11-20T08:00:00+01:00', slut: '2026-11-20T08:30:00+01:00' }],
    ['ugyldig-post', { start: '2026-02-30T08:00:00+01:00' }],
    ['ugyldig-post', { start: 'i morgen' }],
  ];
  for (const [kode, changes] of cases) {
    const made = await cura.create('aftale', booking(changes), `key-${JSON.stringify(changes)}`);
    t.match(made, { kind: 'refused', kode }, kode);
  }
  const dead = booking({ borgerId: 'borger-00004', ydelsestypeId: 'yt-maaling' });
  const { ydelseId: _, ...draft } = dead;
  t.match(await cura.create('aftale', draft, 'key-dead'), { kode: 'borger-doed' });
});

t.test(
  'a cancellation after the deadline is accepted and marked late, before it is not',
  async (t) => {
    const staff = await sandbox(t);
    const cura = client(t, staff);
    const late = await cura.replace('aftale', cancelled(booked(staff, 10)), 'key-1');
    t.match(late, { kind: 'done', record: { status: 'aflyst', aflysning: { sent: true } } });
    const early = await cura.replace('aftale', cancelled(booked(staff, 30)), 'key-2');
    t.match(early, { kind: 'done', record: { aflysning: { sent: false } } });
  },
);

t.test(
  'where the service refuses after the deadline, citizens are refused and staff are not',
  async (t) => {
    const staff = await sandbox(t);
    const cura = client(t, staff);
    const medicine = { ydelsestypeId: 'yt-medicin', ydelseId: 'yd-00001-medicin' };
    const aftale = booked(staff, 10, medicine);
    const refused = await cura.replace('aftale', cancelled(aftale), 'key-1');
    t.match(refused, { kind: 'refused', status: 422, kode: 'frist-overskredet' });
    const byStaff = {
      ...cancelled(aftale),
      udfoertAf: { art: 'medarbejder', navn: 'R. Juul' },
    } as const;
    t.match(await cura.replace('aftale', byStaff, 'key-2'), { kind: 'done' });
  },
);

t.test('an appointment that has begun is neither cancelled nor moved', async (t) => {
  const staff = await sandbox(t);
  const cura = client(t, staff);
  const aftale = booked(staff, -0.25);
  t.match(await cura.replace('aftale', cancelled(aftale), 'key-1'), { kode: 'allerede-begyndt' });
  const { start, slut } = inHours(50);
  const moved = await cura.replace('aftale', { ...aftale, start, slut }, 'key-2');
  t.match(moved, { kode: 'allerede-begyndt' });
});

t.test('who acted is kept on the record and becomes who changed it', async (t) => {
  const staff = await sandbox(t);
  const cura = client(t, staff);
  const udfoertAf = { art: 'paaroerende', navn: 'Mette', mandatReference: 'SB-00001-1' } as const;
  const made = await cura.create('aftale', booking({ udfoertAf }), 'key-1');
  t.match(made, { record: { udfoertAf, aendretAf: udfoertAf } });
});

t.test('fields that we do not know survive a write that sends them, and only that', async (t) => {
  const staff = await sandbox(t);
  const cura = client(t, staff);
  const before = booked(staff, 30, { triage: { farve: 'gul' } } as object);
  const read = await cura.get('aftale', before.id);
  if (read === null) return t.fail('no appointment');
  await cura.replace('aftale', { ...read, bemaerkning: 'Ny' }, 'key-1');
  t.match(staff.read('aftale', before.id), { triage: { farve: 'gul' }, bemaerkning: 'Ny' });
});

t.test('of a citizen only contact and wishes can be written', async (t) => {
  const staff = await sandbox(t);
  const cura = client(t, staff);
  const citizen = await cura.get('borger', 'borger-00002');
  if (citizen === null) return t.fail('no citizen');
  const wished = { ...citizen, telefon: '+4500123456' };
  t.match(await cura.replace('borger', wished, 'key-1'), { kind: 'done', record: { version: 2 } });
  const named = { ...wished, version: 2, efternavn: 'Andersen' };
  t.match(await cura.replace('borger', named, 'key-2'), { status: 422, kode: 'felt-laast' });
  t.match(await cura.create('enhed', {} as never, 'key-3'), { kind: 'refused', status: 404 });
});
