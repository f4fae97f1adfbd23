import type { Appointment } from '@medplum/fhirtypes';
import t from 'tap';
import { parseInstant } from '../../../src/fhir/instant.ts';
import { participantId } from '../../../src/resources/appointment/participants.ts';
import { openLink } from '../../../src/resources/communication/link.ts';
import { reminderCode } from '../../../src/resources/communication/link-code.ts';
import { notify } from '../../../src/resources/communication/notify.ts';
import { sendReminder, sendReminders } from '../../../src/resources/communication/send.ts';
import { loadMunicipality } from '../../../src/resources/municipality.ts';
import { keep } from '../../access/story.ts';
import type { TestHouse } from '../../house.ts';
import {
  bookedInCura,
  cancelInCura,
  cancelled,
  changeInCura,
  planned,
  plansOf,
  portsOf,
  remind,
  remindingHouse,
  smsOf,
  timesFrom,
} from './reminded.ts';

/** The present is Tuesday 24 November 2026, 10:00: all of these are due. */
const tomorrow = (time: string): string => `2026-11-25T${time}:00+01:00`;

const codeOf = ({ ports }: TestHouse, plan: string): string =>
  reminderCode(ports.secret('reminder'), plan);

t.test('what is told is true, and told to whom it is about', async (t) => {
  const house = await remindingHouse(t);

  t.test(
    'an appointment that Cura gives to another citizen is told of to nobody else',
    async (t) => {
      const { id, curaId } = await bookedInCura(house, tomorrow('06:00'));
      const plan = await planned(house, id);
      await changeInCura(house, 'aftale', curaId, { borgerId: 'borger-00002', ydelseId: null });
      const { rows } = await house.ports.db.query<{ patient: string }>(
        'select patient from appointment where id = $1 and view & 1 <> 0',
        [id],
      );
      const [before] = await plansOf(house, id);
      t.not(before?.recipient, `Patient/${rows[0]?.patient}`, 'it is hers no more');
      // As if it had been decided just before the change.
      await house.ports.db.query(
        `update reminder set state = 'due', reason = null, settled_at = null where id = $1`,
        [plan],
      );
      await sendReminder(portsOf(house), plan);
      t.match(
        (await plansOf(house, id)).find((one) => one.id === plan),
        { state: 'skipped', reason: 'gone' },
      );
      t.notOk((await house.sms.list()).some((one) => one.id === plan));
      t.same(await openLink(house.ports, codeOf(house, plan)), { mode: 'none' });
    },
  );

  t.test('the plan of who has it no more is dropped with the change', async (t) => {
    const { id, curaId } = await bookedInCura(house, tomorrow('06:15'));
    const plan = await planned(house, id);
    await changeInCura(house, 'aftale', curaId, { borgerId: 'borger-00002', ydelseId: null });
    t.match(
      (await plansOf(house, id)).find((one) => one.id === plan),
      { state: 'skipped', reason: 'changed' },
    );
  });

  t.test('what was cancelled by mistake is told of anew when it stands again', async (t) => {
    const { id, curaId } = await bookedInCura(house, tomorrow('07:00'));
    await remind(house, id);
    for (let times = 0; times < 2; times += 1) {
      await cancelInCura(house, curaId);
      await remind(house, id);
      await changeInCura(house, 'aftale', curaId, { status: 'planlagt', aflysning: null });
      await remind(house, id);
    }
    t.match(await smsOf(house, id), [/^Husk/, /aflyst/, /^Husk/, /aflyst/, /^Husk/]);
    t.equal((await smsOf(house, id)).length, 5);
  });

  t.test('what the gateway never got is sent when it is true again', async (t) => {
    const { id, curaId } = await bookedInCura(house, tomorrow('07:30'));
    const plan = await planned(house, id);
    house.sms.setFaults({ fault: { kind: 'cut-before', times: 1 } });
    await t.rejects(sendReminder(portsOf(house), plan), { name: 'SmsOutcomeUnknown' });
    const wish = house.cura.read('borger', 'borger-00001')?.paamindelse ?? { kanal: 'sms' };
    const wishes = (oensket: boolean) =>
      changeInCura(house, 'borger', 'borger-00001', { paamindelse: { ...wish, oensket } });
    await wishes(false);
    await sendReminder(portsOf(house), plan);
    t.match(await plansOf(house, id), [{ state: 'skipped', reason: 'not wanted' }]);
    await wishes(true);
    await remind(house, id);
    t.equal((await smsOf(house, id)).length, 1);
    await cancelInCura(house, curaId);
  });

  t.test('a move that is taken back before it was told is not told at all', async (t) => {
    const { id, curaId } = await bookedInCura(house, tomorrow('17:00'));
    for (const time of ['17:30', '18:00', '17:00'])
      await changeInCura(house, 'aftale', curaId, timesFrom(tomorrow(time)));
    await remind(house, id);
    t.same(await smsOf(house, id), []);
    await changeInCura(house, 'aftale', curaId, timesFrom(tomorrow('17:30')));
    await remind(house, id);
    await changeInCura(house, 'aftale', curaId, timesFrom(tomorrow('17:00')));
    await remind(house, id);
    t.match(await smsOf(house, id), [/flyttet til .* 17\.30/, /flyttet til .* 17\.00/]);
  });

  t.test('of a move that is no more nothing is sent, even by who was about to', async (t) => {
    const { id, curaId } = await bookedInCura(house, tomorrow('18:30'));
    await changeInCura(house, 'aftale', curaId, timesFrom(tomorrow('19:00')));
    const moved = (await plansOf(house, id)).find(({ kind }) => kind === 'moved');
    await changeInCura(house, 'aftale', curaId, cancelled);
    t.match(
      (await plansOf(house, id)).find((one) => one.id === moved?.id),
      { state: 'skipped', reason: 'changed' },
    );
  });

  t.test('the quiet hours that begin while a batch is sent lose nothing of it', async (t) => {
    const { id } = await bookedInCura(house, tomorrow('11:30'));
    const [plan] = await plansOf(house, id);
    const municipality = {
      ...loadMunicipality('9999'),
      quietHours: { from: '21:00', to: '07:00' },
    };
    let at = parseInstant('2026-11-24T20:59:59+01:00');
    const now = () => {
      at += 700;
      return at;
    };
    await sendReminder({ ...portsOf(house), municipality, now }, `${plan?.id}`);
    t.equal((await smsOf(house, id)).length, 1);
  });

  t.test('a wish given late brings one reminder, not all that it has missed', async (t) => {
    const wish = house.cura.read('borger', 'borger-00001')?.paamindelse ?? { kanal: 'sms' };
    const wishes = (oensket: boolean) =>
      changeInCura(house, 'borger', 'borger-00001', { paamindelse: { ...wish, oensket } });
    const paamindelser = [{ dageFoer: 2 }, { dageFoer: 1 }];
    await changeInCura(house, 'ydelsestype', 'yt-maaling', { paamindelser });
    await wishes(false);
    const { id } = await bookedInCura(house, '2026-11-27T08:00:00+01:00', {
      ydelsestypeId: 'yt-maaling',
    });
    const later = (instant: string) => ({ ...portsOf(house), now: () => parseInstant(instant) });
    const ids = (await plansOf(house, id)).map((one) => one.id);
    await sendReminders(later('2026-11-26T09:00:00+01:00'), ids);
    house.setNow(parseInstant('2026-11-26T09:01:00+01:00'));
    await wishes(true);
    await sendReminders(portsOf(house), ids);
    house.setNow(parseInstant('2026-11-24T10:30:00+01:00'));
    t.equal((await smsOf(house, id)).length, 1);
  });

  t.test('the link of an offer leads to the login, and is dead when the offer is', async (t) => {
    const { id: like } = await bookedInCura(house, tomorrow('04:00'));
    const { rows } = await house.ports.db.query<{ content: string }>(
      'select content from appointment where id = $1 and view & 1 <> 0',
      [like],
    );
    const offered = JSON.parse(rows[0]?.content ?? '{}') as Appointment;
    const { id } = await keep(house, { ...offered, id: 'offer-with-link', status: 'pending' });
    const until = house.ports.now() + 3_600_000;
    const about = { appointment: id, patient: participantId(offered, 'Patient') ?? '' };
    const notice = {
      kind: 'offer',
      ...about,
      start: parseInstant(tomorrow('04:00')),
      until,
    } as const;
    await house.ports.db.transaction((tx) => notify(tx, house.ports, [notice]));
    await remind(house, id);
    const [text = ''] = await smsOf(house, id);
    const code = text.slice(-16);
    t.match(await openLink(house.ports, code), { mode: 'login', appointment: id });
    t.same(await openLink({ ...house.ports, now: () => until }, code), { mode: 'none' });
    await keep(house, { ...offered, id, status: 'cancelled' });
    t.same(await openLink(house.ports, code), { mode: 'none' });
  });
});
