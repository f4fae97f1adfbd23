import t from 'tap';
import { actors, finding, ours, week } from './find-scene.ts';

const house = await finding(t);
const { find, post, idOf, measuring } = house;

const window = [
  { name: 'start', valueDateTime: '2026-11-25' },
  { name: 'end', valueDateTime: '2026-12-01' },
];

t.test('a place is that and all in it, by reference or by what it is called', async (t) => {
  const site = idOf('lokation', 'lok-sundhedshus');
  const all = await find('citizen', `${week}&${measuring}`);
  const inside = await find('citizen', `${week}&${measuring}&location-reference=Location/${site}`);
  const named = await find('citizen', `${week}&${measuring}&location-string=HAVNEGADE`);
  t.same([inside.total, named.total], [all.total, all.total]);
  const elsewhere = await find('citizen', `${week}&${measuring}&location-string=kildevej`);
  t.equal(elsewhere.total, 0);
  t.match(elsewhere.texts, /et andet sted/);
  const [one] = all.proposals;
  const room = one && actors(one).find((reference) => reference.startsWith('Location/'));
  const own = await find('citizen', `${week}&${measuring}&location-reference=${room}&_count=1000`);
  t.ok(
    own.proposals.length > 0 && own.proposals.every((each) => actors(each).includes(room ?? '')),
  );
});

t.test('references come in every shape, and by the numbers that we and Cura know', async (t) => {
  const who = idOf('medarbejder', 'med-001');
  const expected = (await find('citizen', `${week}&${measuring}&practitioner=Practitioner/${who}`))
    .total;
  t.ok((expected ?? 0) > 0);
  const shapes = [
    { valueReference: { reference: `Practitioner/${who}` } },
    { valueReference: { identifier: { system: `${ours}/cura/medarbejder`, value: 'med-001' } } },
    { valueUri: `Practitioner/${who}` },
    { valueUrl: `${house.base}/Practitioner/${who}` },
    { valueString: `Practitioner/${who}` },
    { valueId: who },
  ];
  const service = { name: 'service', valueId: idOf('ydelsestype', 'yt-maaling') };
  for (const shape of shapes) {
    const found = await post('citizen', [...window, service, { name: 'practitioner', ...shape }]);
    t.equal(found.total, expected, JSON.stringify(shape));
  }
  const sor = { system: 'urn:oid:1.2.208.176.1.1', value: '900100010000160' };
  const unit = await post('citizen', [
    ...window,
    { name: 'organization', valueReference: { identifier: sor } },
  ]);
  t.ok((unit.total ?? 0) > (expected ?? 0), 'the unit has more people');
  const onGet = await find(
    'citizen',
    `${week}&organization=${encodeURIComponent(`${sor.system}|${sor.value}`)}`,
  );
  t.equal(onGet.total, unit.total);
  const unknown = { identifier: { system: 'urn:oid:1.3.6.1.4.1.19376.1.2.999', value: 'PR23143' } };
  const nobody = await post('citizen', [
    ...window,
    { name: 'practitioner', valueReference: unknown },
  ]);
  t.same([nobody.status, nobody.total, nobody.proposals], [200, 0, []]);
  const nameless = await post('citizen', [
    ...window,
    { name: 'practitioner', valueReference: { display: 'Anna' } },
  ]);
  t.same([nameless.status, nameless.said], [400, ['parameter-value']]);
});

t.test(
  'staff name a citizen by number in a body, and learn nothing of whom they have no relation to',
  async (t) => {
    const cpr = (value: unknown) => ({
      name: 'patient-reference',
      valueReference: { identifier: { system: 'urn:oid:1.2.208.176.1.2', value } },
    });
    const karen = house.cura.read('borger', 'borger-00001')?.cpr;
    const found = await post('staff', [...window, cpr(karen)]);
    t.ok((found.total ?? 0) > 0);
    t.ok(found.proposals.every((one) => actors(one).includes(`Patient/${house.karen}`)));
    t.notMatch(found.next, String(karen), 'the link holds ids');
    const [stranger, noone] = [
      await post('caseofficer', [...window, cpr(karen)]),
      await post('caseofficer', [...window, cpr('0101709999')]),
    ];
    t.same(stranger, noone);
    t.same([stranger.status, stranger.total], [200, 0]);
    t.equal(
      (await post('citizen', [...window, cpr(karen)])).total,
      0,
      'a number is nothing that citizens know by',
    );
    const inUrl = await find(
      'staff',
      `${week}&patient-reference=${encodeURIComponent(`urn:oid:1.2.208.176.1.2|${karen}`)}`,
    );
    t.same([inUrl.status, inUrl.said], [400, ['use-post-search']]);
    const foreign = await find('neighbour', `${week}&patient-reference=Patient/${house.karen}`);
    t.same([foreign.status, foreign.said], [403, ['no-mandate']]);
  },
);

t.test('what cannot be read is refused by name, what is not used is said', async (t) => {
  const refused = async (query: string): Promise<unknown[]> => {
    const { status, said } = await find('citizen', query);
    return [status, ...said];
  };
  t.same(await refused('start=2026-12-01&end=2026-11-25'), [400, 'end-before-start']);
  t.same(await refused('start=2026-12-01T10:00&end=2026-12-01T10:00'), [400, 'end-before-start']);
  t.same(await refused('end=2026-11-25'), [400, 'parameter-missing']);
  t.same(await refused(`${week}&start=2026-11-26`), [400, 'parameter-repeated']);
  t.same(await refused(`${week}&timing=noon`), [400, 'parameter-value']);
  t.same(await refused(`${week}&_after=x`), [400, 'parameter-value']);
  t.same(await refused(`${week}&colour=red`), [400, 'unknown-parameter']);
  const two = `${week}&patient-reference=Patient/${house.karen}&patient-reference=Patient/${house.poul}`;
  t.same(await refused(two), [422, 'group-booking-not-offered']);
  const body = JSON.stringify({
    resourceType: 'Appointment',
    status: 'proposed',
    participant: [{ status: 'accepted', actor: { display: 'x' } }],
  });
  const bare = await house.as('citizen')('Appointment/$find', { method: 'POST', body });
  t.equal(bare.status, 400);
  const unused = await find(
    'citizen',
    `${week}&${measuring}&insurance-reference=Coverage/1&reason=a|b&_count=1`,
  );
  t.equal(unused.proposals.length, 1);
  t.same(unused.said, ['parameter-ignored', 'parameter-ignored']);
  t.match(unused.texts, /reason[\s\S]*insurance-reference/);
  const long = await find('citizen', `start=2026-11-25&end=2099-01-01&${measuring}&_count=1`);
  t.same([long.status, long.said], [200, ['window-cut']]);
});

t.test('a date ends with its day in Copenhagen, a time without zone is there too', async (t) => {
  const count = async (start: string, end: string): Promise<number | undefined> =>
    (await find('citizen', `${new URLSearchParams({ start, end })}&${measuring}`)).total;
  const day = await count('2026-11-25', '2026-11-25');
  t.ok((day ?? 0) > 0);
  t.equal(await count('2026-11-25T00:00:00+01:00', '2026-11-26T00:00:00+01:00'), day);
  t.equal(await count('2026-11-25T00:00', '2026-11-26T00:00'), day);
  t.equal(await count('2026-11-24T23:00:00Z', '2026-11-25T23:00:00Z'), day);
  t.ok(((await count('2026-11-25', '2026-11-25T10:00:00')) ?? 0) < (day ?? 0));
});
