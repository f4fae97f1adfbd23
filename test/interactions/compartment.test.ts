import type { Bundle, Communication, Consent, OperationOutcome } from '@medplum/fhirtypes';
import t from 'tap';
import { uuidv7 } from '../../src/fhir/id.ts';
import { registry } from '../../src/registry.ts';
import { citizenIdOf, people, verdict } from '../access/answer.ts';
import { type Ask, asker } from '../access/ask.ts';
import { keep } from '../access/story.ts';
import { noon, startHouse } from '../house.ts';
import { bundleAt, matchesIn, pagesFrom } from './walk.ts';

const members = registry
  .filter(({ patient, access, from }) => patient && !from && access.kind === 'compartment')
  .map(({ type }) => type);

const form = (ask: Ask, path: string, body: string): Promise<Response> =>
  ask(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
  });

const textOf = async (response: Response): Promise<string> =>
  ((await response.json()) as OperationOutcome).issue?.[0]?.details?.text ?? '';

const message = (patient: string): Communication => ({
  resourceType: 'Communication',
  status: 'completed',
  category: [
    {
      coding: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/communication-category',
          code: 'notification',
        },
      ],
    },
  ],
  recipient: [{ reference: `Patient/${patient}` }],
  subject: { reference: `Patient/${patient}` },
  sent: '2026-11-24T08:00:00Z',
});

t.test('The compartment of a citizen', async (t) => {
  const house = await startHouse(t, { citizens: 14 });
  const [mine, theirs] = [
    await citizenIdOf(house, 'citizen'),
    await citizenIdOf(house, 'neighbour'),
  ];
  for (const patient of [mine, mine, theirs]) await keep(house, message(patient));
  const citizen = await asker(house, 'citizen');
  const relative = await asker(house, 'relative');
  const staff = await asker(house, 'staff');

  await t.test('is searched as the type is under the citizen', async (t) => {
    for (const ask of [citizen, relative, staff])
      for (const [path, query] of [
        [`Patient/${mine}/Appointment`, `Appointment?patient=${mine}`],
        [`Patient/${mine}/Appointment?status=booked`, `Appointment?patient=${mine}&status=booked`],
        [`Patient/${mine}/Communication?_sort=-sent`, `Communication?patient=${mine}&_sort=-sent`],
        [`Patient/${mine}/Consent`, `Consent?patient=${mine}`],
        [`Patient/${mine}/Patient`, `Patient?_id=${mine}`],
      ] as const) {
        const [found, expected] = [await bundleAt(ask, path), await bundleAt(ask, query)];
        t.same(found.entry, expected.entry, path);
        t.equal(found.total, expected.total);
      }
    const posted = await form(citizen, `Patient/${mine}/Appointment/_search`, 'status=booked');
    const got = await bundleAt(citizen, `Patient/${mine}/Appointment?status=booked`);
    t.same(((await posted.json()) as Bundle).entry, got.entry);
    t.ok(got.entry?.length);
    const pages = await pagesFrom(citizen, `Patient/${mine}/Appointment?_count=2`);
    t.same(matchesIn(pages), matchesIn([await bundleAt(citizen, `Patient/${mine}/Appointment`)]));
    t.match(pages[0]?.link?.[0]?.url, `/fhir/Patient/${mine}/Appointment?_count=2`);
  });

  await t.test('holds all types at once', async (t) => {
    for (const ask of [citizen, relative, staff]) {
      const all = matchesIn(await pagesFrom(ask, `Patient/${mine}/*?_count=5`));
      const parts: string[] = [];
      for (const type of members)
        parts.push(...matchesIn([await bundleAt(ask, `Patient/${mine}/${type}?_count=1000`)]));
      t.same(all.toSorted(), parts.toSorted(), `${all.length} resources`);
      const first = await bundleAt(ask, `Patient/${mine}/*?_count=1`);
      t.equal(first.total, all.length);
      t.equal((await bundleAt(ask, `Patient/${mine}/*?_count=0`)).total, all.length);
    }
    const posted = await form(citizen, `Patient/${mine}/*/_search`, '_count=1000');
    const { entry } = await bundleAt(citizen, `Patient/${mine}/*?_count=1000`);
    t.same(((await posted.json()) as Bundle).entry, entry);
  });

  await t.test('tells nothing of a citizen who may not be seen', async (t) => {
    for (const type of [...members, '*'])
      for (const id of [theirs, uuidv7(noon)])
        t.equal(await verdict(await citizen(`Patient/${id}/${type}`)), '403 no-mandate', type);
    for (const type of [...members, '*']) {
      const none = await bundleAt(await asker(house, 'system'), `Patient/${uuidv7(noon)}/${type}`);
      t.same([none.total, none.entry], [0, undefined]);
    }
    t.equal(
      await verdict(await citizen(`Patient/${mine}/Communication?patient=${theirs}`)),
      '400 one-citizen',
    );
  });

  await t.test('is never everything where a type does not lie in it', async (t) => {
    for (const type of ['Practitioner', 'Slot', 'Organization', 'Immunization', 'Nothing']) {
      const response = await citizen(`Patient/${mine}/${type}`);
      t.equal(response.status, 404, type);
      t.match(await textOf(response), /Appointment.*, \*/);
    }
    for (const path of ['Practitioner/x/Appointment', 'Device/x/*', 'Appointment/x/Patient'])
      t.equal(await verdict(await citizen(path)), '404 not-found', path);
    for (const [query, verdictOf] of [
      ['nonsense=1', '400 unknown-parameter'],
      ['_sort=date', '400 unknown-parameter'],
      ['_include=*', '400 unknown-parameter'],
      ['_page=x', '400 page'],
    ])
      t.equal(await verdict(await citizen(`Patient/${mine}/*?${query}`)), verdictOf);
    t.equal((await citizen(`Patient/${mine}/Appointment`, { method: 'DELETE' })).status, 405);
  });

  await t.test('is what a person’s chains and references go through', async (t) => {
    const cpr = people.neighbour?.cpr ?? '';
    const person = `urn:oid:1.2.208.176.1.2|${cpr}`;
    const other: Consent[] = [];
    for (const { resource } of (await bundleAt(staff, `Consent?patient=${mine}`)).entry ?? [])
      other.push(resource as Consent);
    t.ok(other.length > 0);
    const reaching: readonly string[] = [
      `patient._id=${theirs}`,
      `patient:Patient._id=${theirs}`,
      `subject:Patient._has:Communication:subject:_id:missing=false&subject=${theirs}`,
      `patient._has:Appointment:patient:patient=${theirs}`,
      `_has:Provenance:target:patient=${theirs}`,
    ];
    for (const query of reaching) {
      const response = await citizen(`Communication?${query}`);
      const body = (await response.json()) as Bundle;
      t.same(matchesIn([body]), [], `${response.status} ${query}`);
      t.notMatch(body.total, 1);
    }
    const posted = await form(
      citizen,
      'Communication/_search',
      `${new URLSearchParams({ 'patient.identifier': person })}`,
    );
    t.same([posted.status, matchesIn([(await posted.json()) as Bundle])], [200, []]);
    const own = await bundleAt(citizen, `Communication?patient._id=${mine}`);
    t.ok((own.entry?.length ?? 0) > 1, 'one’s own are found');
    for (const query of [
      'Practitioner?_revinclude=*&_count=1000',
      'HealthcareService?_revinclude=Appointment:actor&_count=1000',
      'Practitioner?_has:Appointment:practitioner:status=booked&_revinclude=Appointment:practitioner',
    ]) {
      const text = await (await citizen(query)).text();
      t.notMatch(text, theirs, query);
    }
    for (const [persona, found] of [
      ['citizen', 0],
      ['staff', 1],
    ] as const) {
      const ask = await asker(house, persona);
      const query = `Practitioner?_has:Appointment:practitioner:patient=${theirs}&_total=accurate`;
      t.equal((await bundleAt(ask, query)).total === 0, found === 0, persona);
    }
  });

  await t.test('of whom staff look for behind a chain leaves an access record', async (t) => {
    await house.owner.query('delete from ledger');
    await bundleAt(staff, `Practitioner?_has:Appointment:practitioner:patient=${theirs}`);
    await bundleAt(citizen, `Practitioner?_has:Appointment:practitioner:patient=${theirs}`);
    const { rows } = await house.ports.db.query('select patient, capacity from ledger');
    t.same(rows, [{ patient: theirs, capacity: 'staff' }]);
  });
});
