import t from 'tap';
import { synchronise } from '../../../src/sync/inbound.ts';
import { noon } from '../../house.ts';
import { at, keys, settleAll } from '../../sync/scene.ts';
import { uuidv5 } from '../../../src/fhir/id.ts';
import { classScene, join, sessionIdOf } from './class-scene.ts';
import { askingIn, taskOf, text, yes, slotOf } from '../task/asking.ts';

t.setTimeout(180_000);
const house = await classScene(t);
const { karen, poul, balance, kol } = house;
const log = (...all: unknown[]) => console.error('PROBE', ...all.map((one) => JSON.stringify(one)));

t.test('staff note who came to a class', async (t) => {
  const [session] = await house.sessions(balance);
  const made = await join(house, 'citizen', { patient: karen, slot: session?.id ?? '' });
  log('joined', made.status, session?.start);
  const id = made.joined[0]?.id;
  const put = async (status: string) => house.send('staff', `Appointment/${id}`, [{ op: 'replace', path: '/status', value: status }] as any, { method: 'PATCH', headers: { 'content-type': 'application/json-patch+json' } });
  const arrived = await put('arrived');
  log('arrived', arrived.status, keys(arrived), arrived.body.status);
});

t.test('open bookings and move', async (t) => {
  await at(house, noon);
  const { ports } = house.workers.hold;
  const service = uuidv5(house.sync.namespace, 'ydelsestype/yt-maaling');
  const [a, b, c] = [await house.slot(), await house.slot(), await house.slot()];
  const one = await house.book('citizen', a);
  const two = await house.book('citizen', b);
  log(one.status, two.status);
  house.cura.change('ydelsestype', 'yt-maaling', { maksAabneAftaler: 1 } as any);
  await synchronise(house.sync);
  const three = await house.book('citizen', await house.slot());
  log('third', three.status, keys(three));
  const moved = await house.move('citizen', two.body.id, c);
  log('moved', moved.status, keys(moved));
  house.cura.change('ydelsestype', 'yt-maaling', { maksAabneAftaler: undefined } as any);
  await synchronise(house.sync);
  await house.cancel('citizen', one.body.id);
  await house.cancel('citizen', two.body.id);
});

t.test('answer with a slot of another service', async (t) => {
  await at(house, noon);
  const asking = askingIn(house);
  const services = await (await house.as('citizen')('HealthcareService?_count=100')).json() as any;
  for (const e of services.entry) {
    const r = e.resource;
    const ask = await house.send('citizen', 'Appointment/$request-booking', { resourceType: 'Parameters', parameter: [
      { name: 'service', valueReference: { reference: `HealthcareService/${r.id}` } }, text('comment', 'x')] });
    log(r.name, ask.status, keys(ask));
    if (ask.status === 201) {
      const slot = await house.slot();
      const answered = await asking.answer('staff', ask.body.id, yes(slot));
      log('  answer', answered.status, keys(answered), (answered.body as any).output);
      break;
    }
  }
});

t.test('a place that lies in itself', async (t) => {
  const rows = (await house.sync.cura.list('lokation' as any, { max: 100 })).poster as any[];
  log(rows.length, rows[0], Object.keys(rows[0] ?? {}));
});
