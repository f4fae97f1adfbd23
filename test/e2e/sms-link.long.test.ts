import type {
  Appointment,
  Device,
  HealthcareService,
  Patient,
  Provenance,
} from '@medplum/fhirtypes';
import t, { type Test } from 'tap';
import type { Aftale } from '../../src/cura/care-records.ts';
import { startHouse, type TestHouse } from '../house.ts';
import { whole } from '../whole.ts';
import {
  book,
  found,
  linkIn,
  proposals,
  type Sms,
  smsAbout,
  stranger,
  until,
  type Wish,
} from './stranger.ts';

const wish = (code: string): Wish => ({
  code,
  start: '2026-11-24T12:00:00+01:00',
  end: '2026-11-25T10:00:00+01:00',
});
const wound = wish('G1.39');
const measuring = wish('G1.41');

/** The mother has a time by her daughter, and its SMS has come. */
async function reminded(t: Test, wanted: Wish, prepare?: (house: TestHouse) => Promise<void>) {
  const house = await startHouse(t, { workers: true });
  await prepare?.(house);
  const daughter = await stranger(house, 'relative');
  const [mother] = await found<Patient>(daughter, 'Patient', {});
  const motherId = mother?.id ?? 'nobody';
  const [proposal] = await proposals(daughter, motherId, wanted);
  if (!proposal) throw new Error('There is no free time.');
  const booked = await book(daughter, motherId, proposal);
  const sms: Sms = await smsAbout(house, booked.id);
  const read = async (): Promise<Appointment> =>
    (await daughter.read({ resourceType: 'Appointment', id: booked.id })) as unknown as Appointment;
  return { house, motherId, booked, sms, read };
}

const phone = (url: string, method = 'GET'): Promise<Response> =>
  fetch(url, { method, redirect: 'manual' });

type Reminded = Awaited<ReturnType<typeof reminded>>;

const inCura = ({ house, booked }: Reminded): Aftale | undefined =>
  house.cura.read('aftale', booked.identifier?.[0]?.value ?? '');

t.test('a look at the link of the SMS changes nothing and tells nothing', async (t) => {
  const { house, booked, sms, read } = await reminded(t, wound);
  const state = async () =>
    (
      await house.ports.db.query('select tries, used_at from reminder where appointment = $1', [
        booked.id,
      ])
    ).rows;
  const before = await state();
  const answers = await Promise.all(
    ['GET', 'GET', 'HEAD'].map((method) => phone(linkIn(house, sms), method)),
  );
  const texts = await Promise.all(answers.map((answer) => answer.text()));
  t.same(
    answers.map(({ status }) => status),
    [200, 200, 200],
  );
  t.equal(texts[0], texts[1], 'it may be followed again and again');
  t.notMatch(texts[0], /sår|sygepleje|klinik|Karen|Lindgaard|Mette/i);
  t.same(await state(), before, 'a look counts for nothing');
  t.equal((await read()).status, 'booked');
});

/** Auditors and staff are told that somebody held the link. */
async function saysLinkHolder(t: Test, { house, booked, motherId }: Reminded): Promise<void> {
  const [act] = await found<Provenance>(await stranger(house, 'auditor'), 'Provenance', {
    target: `Appointment/${booked.id}`,
    activity: 'cancel',
  });
  t.match(act?.agent[0], {
    role: [{ coding: [{ code: 'link-holder' }] }],
    who: { reference: /^Device\// },
    onBehalfOf: { reference: `Patient/${motherId}` },
  });
  const device = await house.as('staff')(act?.agent[0]?.who?.reference ?? '');
  t.match((await device.json()) as Device, { deviceName: [{ name: 'SMS-link' }] });
}

t.test("the mother's phone cancels by the link, as nobody in particular", async (t) => {
  const told = await reminded(t, wound);
  const link = linkIn(told.house, told.sms);
  t.equal((await phone(link, 'POST')).status, 200);
  const after = await told.read();
  t.equal(after.status, 'cancelled');
  t.match(after.extension?.[0]?.extension, [{ url: 'capacity', valueCode: 'link-holder' }]);
  t.match(inCura(told), { status: 'aflyst', udfoertAf: { art: 'link' } });
  t.equal(inCura(told)?.udfoertAf?.navn, undefined, 'it never claims to be the citizen');
  await saysLinkHolder(t, told);
  const used = [await phone(link), await phone(link, 'POST')];
  t.same(
    used.map(({ status }) => status),
    [404, 200],
    'the code is used up; who presses again is told the same',
  );
});

t.test('a link to log in leads to the self-service and cancels nothing', whole, async (t) => {
  const { house, booked, sms, read } = await reminded(t, measuring);
  const link = linkIn(house, sms);
  const answer = await phone(link);
  t.equal(answer.status, 303);
  t.equal(
    answer.headers.get('location'),
    `https://selvbetjening.sandby.example/aftaler?appointment=${booked.id}`,
  );
  t.equal((await phone(link, 'POST')).status, 404);
  t.equal((await read()).status, 'booked');
});

const withoutLink = async (house: TestHouse): Promise<void> => {
  house.cura.change('ydelsestype', 'yt-maaling', { smsLink: 'ingen' });
  const staff = await stranger(house, 'staff');
  await until('the changed service', async () => {
    const [service] = await found<HealthcareService>(staff, 'HealthcareService', {
      'service-type': measuring.code,
    });
    return service?.meta?.versionId === '2' || undefined;
  });
};

t.test('a service without links sends an SMS without one', whole, async (t) => {
  const { sms } = await reminded(t, measuring, withoutLink);
  t.match(sms.text, /^Husk din aftale [a-zø]{3} \d+\/\d+ kl\. \d\d\.\d\d med Sandby Kommune\.$/);
});
