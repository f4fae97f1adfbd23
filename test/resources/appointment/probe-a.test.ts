import t from 'tap';
import { minuteMs } from '../../../src/fhir/calendar.ts';
import { formatInstant } from '../../../src/fhir/instant.ts';
import { synchronise } from '../../../src/sync/inbound.ts';
import { noon } from '../../house.ts';
import { at, bornAs, keys, settleAll } from '../../sync/scene.ts';
import { waitlistScene } from './waitlist-scene.ts';

t.setTimeout(180_000);
const house = await waitlistScene(t);
const { karen, poul } = house;
const log = (...all: unknown[]) => console.error('PROBE', ...all.map((one) => JSON.stringify(one)));

t.test('release while booking is open', async (t) => {
  await at(house, noon);
  const slot = await house.slot();
  const { id } = (await house.hold('relative', slot)).appointment;
  Object.assign(house.cura.faults, { cutAfterCommit: 1 });
  const unknown = await house.on('relative', id, '$book');
  const released = await house.on('relative', id, '$cancel');
  log('C', unknown.status, released.status, released.keys, await house.stateOf(id));
  await synchronise(house.sync);
  await settleAll(house);
  log('C after', await house.stateOf(id), (await bornAs(house, id)).map((one) => one.status));
  const { rows } = await house.sync.db.query('select actor, appointment, intent, expires from reservation where appointment = $1', [id]);
  log(rows);
  if ((await house.stateOf(id)) === 'booked') await house.cancel('relative', id);
});

t.test('swept hold is booked by its holder', async (t) => {
  await at(house, noon);
  const slot = await house.slot();
  const { id } = (await house.hold('relative', slot)).appointment;
  house.setNow(noon + 11 * minuteMs);
  log('sweep', await house.sweep());
  const renewed = await house.on('relative', id, '$hold');
  log('renew swept', renewed.status, renewed.keys);
  const booked = await house.on('relative', id, '$book');
  log('book swept', booked.status, booked.keys);
  if (booked.status === 201) await house.cancel('relative', booked.appointment.id);
});

t.test('unknown practitioner', async (t) => {
  await at(house, noon);
  const join = (more: object[]) => house.send('relative', 'Appointment/$join-waitlist', {
    resourceType: 'Parameters',
    parameter: [
      { name: 'service', valueReference: { reference: `HealthcareService/${house.measured}` } },
      { name: 'patient-reference', valueReference: { reference: `Patient/${karen}` } },
      { name: 'start', valueDateTime: '2026-11-25' },
      { name: 'end', valueDateTime: '2026-12-25' },
      ...more,
    ],
  });
  const one = await join([{ name: 'practitioner', valueReference: { reference: 'Practitioner/nobody' } }]);
  log('unknown practitioner', one.status, keys(one));
  if (one.status === 201) await house.cancel('relative', one.body.id);
  const two = await join([{ name: 'comment', valueString: 'x'.repeat(100_000) }]);
  log('long comment', two.status, keys(two));
  if (two.status === 201) await house.cancel('relative', two.body.id);
  const three = await join([{ name: 'comment', valueString: 'a\u0000b\u0007' }]);
  log('NUL comment', three.status, keys(three), JSON.stringify(three.body).slice(0, 200));
  if (three.status === 201) await house.cancel('relative', three.body.id);
  const four = await join([{ name: 'comment', valueString: '' }]);
  log('empty comment', four.status, keys(four), JSON.stringify(four.body).slice(0, 300));
  if (four.status === 201) await house.cancel('relative', four.body.id);
  const slot = await house.slot();
  const { proposalId } = await import('../../../src/scheduling/proposal-id.ts');
  const ref = { name: 'appointment-reference', valueReference: { reference: `Appointment/${proposalId({ slotId: slot.id, serviceId: house.measured })}` } };
  const pat = { name: 'patient-reference', valueReference: { reference: `Patient/${karen}` } };
  for (const comment of ['y'.repeat(100_000), 'lone \ud800 surrogate', '\u0000', ' ', 'tab\tnew\nline']) {
    const held = await house.send('relative', 'Appointment/$hold', { resourceType: 'Parameters', parameter: [ref, pat, { name: 'comment', valueString: comment }] });
    const entry = (held.body as any).entry?.[0]?.resource;
    log('hold comment', comment.slice(0, 10), held.status, keys(held), entry?.issue?.map((i: any) => i.details?.coding?.[0]?.code), entry?.comment?.length);
    if (held.status === 201) {
      const b = await house.on('relative', entry.id, '$book');
      log('  booked', b.status, b.keys);
      await house.on('relative', b.status === 201 ? b.appointment.id : entry.id, '$cancel');
    }
  }
});

t.test('citizen busy at the first free time is offered the second', async (t) => {
  await at(house, noon);
  const slot = await house.slot();
  const start = Date.parse(slot.start);
  const all = await house.as('staff')(`Slot?schedule=${slot.schedule.reference}&status=free&_count=200`);
  const free = ((await all.json()) as any).entry.map((e: any) => e.resource).filter((s: any) => Date.parse(s.start) >= start).sort((a: any, b: any) => a.start < b.start ? -1 : 1);
  const [first, second] = free;
  log('slots', first.start, second?.start);
  // an appointment of hers elsewhere at the same time, made by Cura
  const other = (await house.as('staff')(`Slot?status=free&start=ge${encodeURIComponent(formatInstant(start))}&_count=500`));
  const others = ((await other.json()) as any).entry.map((e: any) => e.resource).filter((s: any) => s.schedule.reference !== slot.schedule.reference && s.start === first.start);
  log('others', others.length);
  let made: any;
  for (const one of others) { made = await house.book('relative', one); log('busy by', made.status, keys(made)); if (made.status === 201) break; }
  const joined = await house.send('relative', 'Appointment/$join-waitlist', { resourceType: 'Parameters', parameter: [
    { name: 'service', valueReference: { reference: `HealthcareService/${house.measured}` } },
    { name: 'patient-reference', valueReference: { reference: `Patient/${karen}` } },
    { name: 'start', valueDateTime: first.start }, { name: 'end', valueDateTime: formatInstant(Date.parse(first.start) + 6 * 60 * minuteMs) },
    ] });
  log('joined', joined.status, keys(joined));
  log('offers', await house.offer(), await house.stateOf(joined.body.id));
  await house.cancel('relative', joined.body.id); await house.cancel('relative', joined.body.id);
  if (made?.body.id) await house.cancel('relative', made.body.id);
});
