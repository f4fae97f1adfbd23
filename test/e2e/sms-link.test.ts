import type {
  Appointment,
  Device,
  HealthcareService,
  Patient,
  Provenance,
} from '@medplum/fhirtypes';
import t, { type Test } from 'tap';
import { startHouse, type TestHouse } from '../house.ts';
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

t.test("the mother's phone cancels by the link of the SMS, as nobody in particular", async (t) => {
  const { house, motherId, booked, sms, read } = await reminded(t, wound);
  const link = linkIn(house, sms);
  const state = () =>
    house.ports.db.query('select tries, used_at from reminder where appointment = $1', [booked.id]);
  const before = await state();
  const pages = await Promise.all(
    ['GET', 'GET', 'HEAD'].map(async (method) => {
      const answer = await phone(link, method);
      return { status: answer.status, text: await answer.text() };
    }),
  );
  t.same(
    pages.map(({ status }) => status),
    [200, 200, 200],
  );
  t.equal(pages[0]?.text, pages[1]?.text, 'it may be followed again and again');
  t.notMatch(pages[0]?.text, /sår|sygepleje|klinik|Karen|Lindgaard|Mette/i);
  t.same((await state()).rows, before.rows, 'a look counts for nothing');
  t.equal((await read()).status, 'booked');

  t.equal((await phone(link, 'POST')).status, 200);
  const after = await read();
  t.equal(after.status, 'cancelled');
  t.match(after.extension?.[0]?.extension, [{ url: 'capacity', valueCode: 'link-holder' }]);
  t.match(house.cura.read('aftale', booked.identifier?.[0]?.value ?? ''), {
    status: 'aflyst',
    udfoertAf: { art: 'link' },
  });
  t.notMatch(
    house.cura.read('aftale', booked.identifier?.[0]?.value ?? '')?.udfoertAf,
    { navn: String },
    'it never claims to be the citizen',
  );
  const auditor = await stranger(house, 'auditor');
  const target = `Appointment/${booked.id}`;
  const [act] = await found<Provenance>(auditor, 'Provenance', { target, activity: 'cancel' });
  const who = act?.agent[0]?.who?.reference ?? '';
  t.match(act?.agent[0], {
    role: [{ coding: [{ code: 'link-holder' }] }],
    who: { reference: /^Device\// },
    onBehalfOf: { reference: `Patient/${motherId}` },
  });
  const device = await house.as('staff')(who);
  t.match((await device.json()) as Device, { deviceName: [{ name: 'SMS-link' }] });
  t.same(
    [(await phone(link)).status, (await phone(link, 'POST')).status],
    [404, 404],
    'the code is used up',
  );
});

t.test('a link to log in leads to the self-service and cancels nothing', async (t) => {
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

t.test('a service without links sends an SMS without one', async (t) => {
  const { sms } = await reminded(t, measuring, withoutLink);
  t.match(sms.text, /^Husk din aftale [a-zø]{3} \d+\/\d+ kl\. \d\d\.\d\d med Sandby Kommune\.$/);
});
