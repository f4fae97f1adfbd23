import type { Bundle, HealthcareService } from '@medplum/fhirtypes';
import t from 'tap';
import type { Aktivitet, Forening } from '../../../src/cura/activity-records.ts';
import type { Lokation } from '../../../src/cura/place-records.ts';
import { synchronise } from '../../../src/sync/inbound.ts';
import { startHouse } from '../../house.ts';
import {
  approverIn,
  keysOf,
  namesOf,
  open,
  send,
  stateOf,
  structure,
  wanted,
} from './activity-scene.ts';

const post = { method: 'POST' };

interface Feed {
  readonly dataFeedElement: readonly {
    readonly name: string;
    readonly description?: string;
    readonly offers?: { readonly url?: string };
  }[];
}

t.test('what associations, portals and places may do to activities', async (t) => {
  const house = await startHouse(t, { citizens: 14 });
  const [anybody, association] = [open(house), house.as('association')];
  const approver = house.as(approverIn(house));
  const root = house.base.replace(/\/fhir$/, '');
  const publish = (one: object) => association('HealthcareService', send('POST', one));
  const weekly = (everyWeeks: number, first: string, last: string, times: object = {}) => ({
    ...wanted,
    extension: wanted.extension.slice(0, 2),
    availableTime: [
      {
        ...{ daysOfWeek: ['mon'], availableStartTime: '10:00:00', availableEndTime: '11:00:00' },
        ...times,
        extension: [
          {
            url: structure('repetition'),
            extension: [
              { url: 'everyWeeks', valueInteger: everyWeeks },
              { url: 'first', valueDate: first },
              { url: 'last', valueDate: last },
            ],
          },
        ],
      },
    ],
  });

  t.test('what Cura says is put into no page as it is', async (t) => {
    const record = house.cura.read('aktivitet', 'akt-sprogcafe') as Aktivitet;
    const description = '</script><script>alert(1)</script>';
    house.cura.change('aktivitet', 'akt-sprogcafe', {
      ...{ ...record, beskrivelse: description, tilmelding: 'link' },
      tilmeldingslink: 'https://x.example/"><img src=x>',
      gange: [{ dato: '9999-12-31', fra: '23:00', til: '24:00' }],
    } as never);
    await synchronise(house.sync);
    t.same(await namesOf(anybody, 'name=Sprogcaf%C3%A9'), ['Sprogcafé']);
    const text = await (await fetch(`${root}/activities.json`)).text();
    t.notMatch(text, /<|img src/);
    const { dataFeedElement } = JSON.parse(text) as Feed;
    t.ok(dataFeedElement.some((one) => one.description === description));
  });

  t.test('times that are none are refused by name, and none breaks us', async (t) => {
    const bad = {
      'no week at all': weekly(0, '2026-01-01', '2027-01-01'),
      'ends before it begins': weekly(1, '2027-01-01', '2026-12-01'),
      'is over': weekly(1, '2020-01-01', '2020-12-31'),
      'has no time of day': weekly(1, '2026-01-01', '2027-01-01', {
        availableStartTime: undefined,
        availableEndTime: undefined,
      }),
    };
    for (const [name, one] of Object.entries(bad))
      t.same(await keysOf(await publish(one)), ['activity-times'], name);
    const ended = {
      ...wanted,
      extension: wanted.extension.map((one) =>
        one.url === structure('effective')
          ? { ...one, valuePeriod: { start: '2026-11-01', end: '2026-12-04' } }
          : one,
      ),
    };
    t.same(await keysOf(await publish(ended)), ['activity-times'], 'held after it is told of');
    const endless = await publish(weekly(2, '2019-01-07', '9999-12-31'));
    t.equal(endless.status, 201);
    const { extension = [] } = (await endless.json()) as HealthcareService;
    const times = extension.flatMap(({ valuePeriod, url }) =>
      url === structure('occasion') ? [`${valuePeriod?.start}`] : [],
    );
    t.ok(times.length > 50 && times.length < 200, `${times.length} times`);
    t.ok(times.includes('2026-11-30T10:00:00+01:00'), 'every other week from the first');
    t.notOk(times.includes('2026-11-23T10:00:00+01:00'));
  });

  t.test('an approval is of what was looked at, and of nothing newer', async (t) => {
    const made = (await (await publish(wanted)).json()) as HealthcareService;
    const path = `HealthcareService/${made.id}`;
    const bait = await association(path, send('PUT', { ...made, comment: 'Køb her.' }));
    t.equal(bait.status, 200);
    const approve = (version: number) => approver(`${path}/$approve?version=${version}`, post);
    t.same(await keysOf(await approve(1)), ['stale-version']);
    t.equal((await anybody(path)).status, 404);
    const answers = await Promise.all([
      approve(2),
      approver(`${path}/$reject?reason=Nej&version=2`, post),
      association(path, send('PUT', { ...made, comment: 'Køb to.' })),
    ]);
    t.same(answers.map(({ status }) => status).sort(), [200, 412, 412], 'one of three is first');
    const stands = (await (await association(path)).json()) as HealthcareService;
    t.ok(['approved', 'rejected', 'pending'].includes(`${stateOf(stands)}`));
    const shown = stateOf(stands) === 'approved' ? 200 : 404;
    t.equal((await anybody(path)).status, shown);
    t.equal((await anybody(`${path}/_history/1`)).status, 404, 'the draft is nobody else’s');
  });

  t.test('a draft is found by no way round', async (t) => {
    for (const query of [
      'HealthcareService?approval=pending&_total=accurate',
      'HealthcareService?approval:not=approved&service-category=activity&_total=accurate',
      'HealthcareService?name=Sv%C3%B8mning&_summary=count',
      'Organization?_has:HealthcareService:organization:name=Sv%C3%B8mning&_total=accurate',
      'Organization?_has:HealthcareService:organization:approval=rejected&_total=accurate',
    ]) {
      const { total } = (await (await anybody(query)).json()) as Bundle;
      t.equal(total, 0, query);
    }
    const around = [
      'Organization?_revinclude=HealthcareService:organization&_count=100',
      'HealthcareService/_history?_count=100',
    ];
    for (const path of [...around.map((one) => `${house.base}/${one}`), `${root}/activities.json`])
      t.notMatch(await (await fetch(path)).text(), /Svømning|kosttilskud|Sorggruppe/, path);
  });

  t.test('a municipal activity is near where its place is, and moves with it', async (t) => {
    t.same(await namesOf(anybody, 'near=57.038|9.902|100|m'), ['Balancehold'], 'a room of a site');
    const site = house.cura.read('lokation', 'lok-kildevej') as Lokation;
    house.cura.change('lokation', 'lok-kildevej', { ...site, bredde: 57.3 } as never);
    await synchronise(house.sync);
    t.same(await namesOf(anybody, 'near=57.038|9.902|100|m'), []);
    t.same(await namesOf(anybody, 'near=57.3|9.902|100|m'), ['Balancehold']);
  });

  t.test('a municipal activity is found, held and booked as its class', async (t) => {
    const [activity] =
      (
        (await (
          await anybody('HealthcareService?name=Balancehold&service-category=activity')
        ).json()) as Bundle<HealthcareService>
      ).entry ?? [];
    t.match(
      activity?.resource?.extension?.find(({ url }) => url === structure('sign-up')),
      {
        extension: [
          { valueCode: 'here' },
          { valueReference: { reference: /^HealthcareService\// } },
        ],
      },
    );
    const citizen = house.as('citizen');
    const window = 'start=2026-11-24T12:00:00Z&end=2026-12-04T00:00:00Z';
    const { entry = [] } = (await (
      await citizen(
        `Appointment/$find?${window}&service=HealthcareService/${activity?.resource?.id}`,
      )
    ).json()) as Bundle;
    t.ok(entry.length > 2, `${entry.length} sessions`);
    const booked = await citizen(`Appointment/$book?appt-id=${entry[0]?.resource?.id}`, post);
    t.equal(booked.status, 201, await booked.clone().text());
    const feed = (await (await fetch(`${root}/activities.json`)).json()) as Feed;
    const told = feed.dataFeedElement.find(({ name }) => name === 'Balancehold');
    t.equal(told?.offers?.url, house.service.ports.municipality.selfServiceUrl);
  });

  t.test('an association that is closed writes nothing, and nothing of it is told', async (t) => {
    const before = await namesOf(anybody, '');
    const one = house.cura.read('forening', 'for-seniorgymnastik') as Forening;
    house.cura.change('forening', 'for-seniorgymnastik', { ...one, aktiv: false } as never);
    await synchronise(house.sync);
    const after = await namesOf(anybody, '');
    t.same(
      before.filter((name) => name !== wanted.name && !after.includes(name)),
      ['Gåtur langs fjorden', 'Stolegymnastik'],
    );
    t.equal((await publish(wanted)).status, 403);
  });
});
