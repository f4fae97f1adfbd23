import t from 'tap';
import { freeTimeTable } from '../../../src/store/free-time-table.ts';
import { actors, finding, ours, week } from './find-scene.ts';

const house = await finding(t);
const { find, idOf, measuring } = house;
const wound = `service=HealthcareService/${idOf('ydelsestype', 'yt-saar')}`;

/** The table of free times holds what the Slots say. */
async function inStep(): Promise<boolean> {
  const { rows } = await house.sync.db.query<{ same: boolean }>(
    `select array(select f.schedule || x from free_time f, unnest(f.starts) x order by 1) =
       array(select substr(s.p_schedule[1], 10) || (extract(epoch from s.sort) * 1000)::bigint from slot s
         where s.view & 1 <> 0 and (s.p_status && '{free}' or s.content like '%/hold-expires"%') order by 1) as same`,
  );
  return rows[0]?.same === true;
}

t.test(
  'a page holds so many, the total all, and the links lead through them once each',
  async (t) => {
    const all = await find('citizen', `${week}&${measuring}&_count=1000`);
    t.equal(all.status, 200);
    t.ok((all.total ?? 0) > 100);
    t.equal(all.proposals.length, all.total);
    const ids = new Set(all.proposals.map(({ id }) => id));
    t.equal(ids.size, all.total);
    const walked: string[] = [];
    let page = await find(
      'citizen',
      `${week}&${measuring}&_count=150&timing=mon,tue,wed,thu,fri,sat,sun`,
    );
    for (;;) {
      t.equal(page.total, all.total);
      walked.push(...page.proposals.map(({ id }) => id));
      if (page.next === undefined) break;
      page = await find('citizen', page.next.replace('https://samspil.test/fhir', house.base));
    }
    t.same(
      walked,
      all.proposals.map(({ id }) => id),
    );
    const none = await find('citizen', `${week}&${measuring}&_count=0`);
    t.same([none.total, none.proposals], [all.total, []]);
  },
);

t.test(
  'a proposal names everybody who takes part, and the window that was asked for',
  async (t) => {
    const { proposals } = await find(
      'relative',
      `${week}&${measuring}&patient-id=${house.karen}&_count=1`,
    );
    const [one] = proposals;
    t.match(one, {
      status: 'proposed',
      slot: [{ reference: /^Slot\// }],
      requestedPeriod: [{ start: '2026-11-25T00:00:00+01:00', end: '2026-12-02T00:00:00+01:00' }],
    });
    const types = one && actors(one).map((reference) => reference.split('/')[0]);
    t.same(types, ['Patient', 'HealthcareService', 'Practitioner', 'Location']);
    t.ok(one?.participant.every(({ status }) => status === 'needs-action'));
    const response = await house.as('citizen')(`Appointment/${one?.id}`);
    t.equal(response.status, 404);
    t.match(await response.json(), { issue: [{ details: { text: /\$hold.*\$book/ } }] });
  },
);

t.test(
  'what the citizen may not book is left out with its rule, what takes a request is marked',
  async (t) => {
    const neighbour = await find('neighbour', `${week}&${wound}`);
    t.equal(neighbour.total, 0);
    t.same(neighbour.said, ['no-free-times', 'granted-service']);
    t.ok(((await find('citizen', `${week}&${wound}`)).total ?? 0) > 0, 'she is granted it');
    const medicine = await find('citizen', `${week}&visit-type=G1.21`);
    t.ok((medicine.total ?? 0) > 0);
    t.ok(
      medicine.proposals.every(({ extension }) =>
        extension?.some(
          ({ url, valueCode }) =>
            url === `${ours}/StructureDefinition/booking-manner` && valueCode === 'request',
        ),
      ),
    );
    t.same(medicine.said, ['book-by-request', 'request-instead']);
    const byRelative = await find('relative', `${week}&visit-type=G1.21&patient-id=${house.karen}`);
    t.same([byRelative.total, byRelative.said[1]], [0, 'relatives-may-book']);
    const seeing = await find('seeonly', `${week}&${measuring}&patient-id=${house.karen}`);
    t.same([seeing.total, seeing.said[1]], [0, 'mandate-to-act']);
    const home = await find('citizen', `${week}&visit-type=G1.19`);
    t.same([home.total, home.said[1]], [0, 'book-offered']);
  },
);

t.test(
  'times at which the citizen is somewhere else are left out, and come back with a cancellation',
  async (t) => {
    const query = `${week}&${measuring}&_count=1000`;
    const before = await find('citizen', query);
    const staff = await find('staff', query);
    const slot = before.proposals[40];
    const booked = await house.book('citizen', {
      ...{
        id: slot?.slot?.[0]?.reference?.split('/')[1] ?? '',
        start: slot?.start ?? '',
        end: slot?.end ?? '',
      },
    });
    t.equal(booked.status, 201);
    const atOnce = before.proposals.filter(({ start }) => start === slot?.start);
    t.ok(atOnce.length > 1, `${atOnce.length} at that time`);
    const meanwhile = await find('citizen', query);
    t.ok(meanwhile.proposals.every(({ start }) => start !== slot?.start));
    t.ok((meanwhile.total ?? 0) <= (before.total ?? 0) - atOnce.length);
    t.ok(
      ((await find('staff', query)).total ?? 0) > (staff.total ?? 0) - atOnce.length,
      'others lose one person’s time',
    );
    t.ok(await inStep(), 'the table follows the Slots');
    t.equal((await house.cancel('citizen', booked.body.id)).status, 200);
    t.same(
      (await find('citizen', query)).proposals.map(({ id }) => id),
      before.proposals.map(({ id }) => id),
    );
    t.ok(await inStep());
  },
);

t.test('where nothing fits, it says why and when', async (t) => {
  const sunday = 'start=2026-11-28&end=2026-11-28';
  const found = await find('citizen', `${sunday}&visit-type=140_terapeutfaglig_udredning`);
  t.equal(found.total, 0);
  t.same(found.said, ['no-free-times']);
  t.match(found.texts, /Nærmeste datoer med ledige tider: 2026-11-27, 2026-11-26, 2026-11-30/);
  const nobody = await find(
    'citizen',
    `${week}&${measuring}&practitioner=${idOf('medarbejder', 'med-002')}`,
  );
  t.equal(nobody.total, 0);
  t.match(nobody.texts, /hos en anden medarbejder: \d{3}/);
  const days = await find('citizen', `start=2026-11-25&end=2026-11-25&${measuring}&timing=mon`);
  t.match(days.texts, /en anden ugedag: \d+/);
  const today = await find('citizen', `start=2026-11-24&end=2026-11-24T10:45&${measuring}`);
  t.match(today.texts, /uden for den tid, der kan bestilles i/);
});

t.test('a held time is nobody’s until it is over, and then anybody’s at once', async (t) => {
  const query = `${week}&${measuring}&_count=1000`;
  const before = (await find('neighbour', query)).proposals;
  const path = `Appointment/${before[60]?.id}/$hold?patient-id=Patient/${house.karen}`;
  const held = await house.as('citizen')(path, { method: 'POST' });
  t.equal(held.status, 201);
  const meanwhile = (await find('neighbour', query)).proposals.map(({ id }) => id);
  t.notOk(meanwhile.includes(before[60]?.id ?? ''));
  t.ok(await inStep());
  house.setNow(Date.parse(held.headers.get('expires') ?? '') + 1_000);
  const after = (await find('neighbour', query)).proposals.map(({ id }) => id);
  t.ok(after.includes(before[60]?.id ?? ''), 'nobody has swept it away');
});

t.test(
  'an installation of an earlier version has the times of its free Slots at once',
  async (t) => {
    const times = (table: string) => `select count(*)::int as count, sum(start)::text as sum,
    count(distinct (schedule, day, place, service, practitioner))::int as rows
    from ${table} f, unnest(f.starts, f.ends, f.until) as t(start, stop, until) where t.until = 0`;
    const { owner } = house;
    await owner.query('alter table free_time rename to kept');
    await owner.query('alter table kept drop constraint free_time_pkey');
    await owner.query('drop index free_time_service, free_time_held');
    await owner.query(freeTimeTable.sql);
    const [made, kept] = [await owner.query(times('free_time')), await owner.query(times('kept'))];
    t.same(made.rows, kept.rows);
  },
);
