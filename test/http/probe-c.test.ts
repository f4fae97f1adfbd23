import { monitorEventLoopDelay } from 'node:perf_hooks';
import t from 'tap';
import { registry } from '../../src/registry.ts';
import { proposalId } from '../../src/scheduling/proposal-id.ts';
import { uuidv5 } from '../../src/fhir/id.ts';
import { scene } from '../sync/scene.ts';
import { keys } from '../sync/scene.ts';

t.setTimeout(400_000);
const house = await scene(t);
const log = (...all: unknown[]) => console.error('PROBE', ...all.map((one) => typeof one === 'string' ? one : JSON.stringify(one)));
const { karen, poul } = house;
const slot = await house.slot();
const measured = uuidv5(house.sync.namespace, 'ydelsestype/yt-maaling');
const booked = (await house.book('citizen', slot)).body.id ?? '';
const other = await house.slot();
const his = (await house.book('neighbour', other)).body.id ?? '';
const free = await house.slot();
const task = (await house.send('citizen', `Appointment/${booked}/$propose-move`, { resourceType: 'Parameters', parameter: [{ name: 'comment', valueString: 'x' }] })).body.id ?? '';
log('ids', booked, his, task);
const ref = (r: string) => ({ valueReference: { reference: r } });
const nasty: object[] = [
  ref(`Patient/${poul}`), ref('Patient/nobody'), ref('Patient/../x'), ref('https://evil.example/Patient/1'), ref(''), ref('#x'), ref('Patient/'), ref(`Appointment/${his}`), ref(`Slot/${free.id}`), ref(`Slot/${slot.id}`),
  ref(`Appointment/${proposalId({ slotId: free.id, serviceId: measured })}`), ref(`Appointment/${proposalId({ slotId: free.id, serviceId: karen })}`), ref(`Appointment/p-${'a'.repeat(62)}`), ref(`Appointment/p-${'a'.repeat(52)}`),
  { valueReference: { identifier: { system: 'urn:oid:1.2.208.176.1.2', value: '0101010101' } } }, { valueReference: { identifier: { value: 'x' } } }, { valueReference: { identifier: {} } }, { valueReference: { display: 'x' } }, { valueReference: {} },
  { valueReference: { reference: 5 } }, { valueReference: null }, { valueReference: [] }, {},
  { valueString: 'x'.repeat(100_000) }, { valueString: '/'.repeat(100_000) }, { valueString: ',' .repeat(50_000) }, { valueString: '|' }, { valueString: 'a|b|c' }, { valueString: '\u2028 <b>' }, { valueString: '\u{1F600}'.repeat(100) }, { valueString: '\u0001' }, { valueString: '\ufffe' },
  { valueInteger: -1 }, { valueInteger: 99999999999 }, { valueBoolean: true }, { valueDecimal: 1e308 }, { valueBoolean: 'true' },
  { valueDateTime: '9999-12-31T23:59:59+14:00' }, { valueDateTime: '9999-12-31' }, { valueDateTime: '9999' }, { valueDateTime: '0001-01-01' }, { valueDateTime: '0001' }, { valueDateTime: '-0001-01-01' }, { valueDateTime: '2026-02-30' }, { valueDateTime: '2026-11-24T10:00' }, { valueDateTime: '0000' }, { valueDate: '1900-01-01' }, { valueInstant: '9999-12-31T23:59:59-12:00' }, { valueDateTime: '2100-01-01' },
  { valuePeriod: { start: '0001', end: '9999' } }, { valuePeriod: { start: '9999-12-31', end: '9999-12-31' } }, { valuePeriod: { start: '2027', end: '2026' } }, { valuePeriod: { start: 'x', end: 'y' } }, { valuePeriod: {} },
  { valueTiming: { repeat: { dayOfWeek: ['xxx'] } } }, { valueTiming: { repeat: { dayOfWeek: [] } } }, { valueTiming: {} }, { valueTiming: { repeat: { timeOfDay: ['25:00:00'], dayOfWeek: ['mon'] } } },
  { valueCodeableConcept: { coding: [{}] } }, { valueCodeableConcept: { text: 'x' } }, { valueCodeableConcept: { coding: [{ system: 'x', code: '' }] } }, { valueCoding: {} }, { valueCode: 'mon' }, { valueCode: 'accepted' }, { valueTime: '24:00:00' }, { valueTime: '10:00:00.5' },
  { valueIdentifier: { system: 'x', value: '0101010101' } }, { valueUri: `Appointment/${his}` }, { valueUrl: 'http://[::1' }, { valueId: 'x' },
  { resource: { resourceType: 'Appointment', status: 'booked', participant: [] } },
  { resource: { resourceType: 'Patient' } }, { resource: {} }, { resource: null },
  { resource: { resourceType: 'Appointment', id: his, status: 'cancelled', participant: [{ status: 'accepted' }] } },
  { resource: { resourceType: 'Appointment', id: booked, status: 'booked', slot: [{ reference: 'Slot/x' }], start: '9999-12-31T23:59:59Z', end: '0001-01-01T00:00:00Z', participant: [{ actor: { reference: `Patient/${karen}` }, status: 'accepted' }] } },
  { resource: { resourceType: 'Appointment', status: 'proposed', slot: Array.from({ length: 5_000 }, (_, n) => ({ reference: `Slot/${n}` })), participant: Array.from({ length: 5_000 }, (_, n) => ({ actor: { reference: `Patient/${n}` }, status: 'accepted' })) } },
  { resource: { resourceType: 'Appointment', status: 'pending', id: proposalId({ slotId: free.id, serviceId: measured }), participant: [{ actor: { identifier: { value: 'x' } }, status: 'accepted' }] } },
  { part: [{ name: 'x', valueString: 'y' }] },
];
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const seen = new Map<string, number>();
async function ask(persona: string, path: string, body: object | undefined, method = 'POST') {
  delay.reset();
  const from = performance.now();
  const answer = await house.as(persona)(path, { method, ...(body && { body: JSON.stringify(body) }) });
  const text = await answer.text();
  const ms = performance.now() - from;
  seen.set(`${answer.status}`, (seen.get(`${answer.status}`) ?? 0) + 1);
  if (answer.status >= 500 || ms > 1500) log('!!', persona, method, path.slice(0, 120), answer.status, Math.round(ms), 'loop', Math.round(delay.max / 1e6), JSON.stringify(body ?? null).slice(0, 300), text.slice(0, 200));
  return { status: answer.status, text };
}
const rooms = registry.filter(({ type }) => type === 'Appointment' || type === 'Task');
const paths: [string, string, readonly any[]][] = [];
for (const room of rooms) for (const op of room.operations ?? []) {
  if (op.onType) paths.push([op.code, `${room.type}/$${op.code}`, op.parameter]);
  if (op.onInstance) for (const id of room.type === 'Task' ? [task] : [booked, his]) paths.push([op.code, `${room.type}/${id}/$${op.code}`, op.parameter]);
}
const base: Record<string, object[]> = {
  find: [{ name: 'start', valueDateTime: '2026-11-25' }, { name: 'end', valueDateTime: '2026-11-30' }],
  'join-waitlist': [{ name: 'service', ...ref(`HealthcareService/${measured}`) }, { name: 'start', valueDateTime: '2026-11-25' }, { name: 'end', valueDateTime: '2026-11-30' }],
  'request-booking': [{ name: 'service', ...ref(`HealthcareService/${measured}`) }],
  answer: [{ name: 'answer', valueCode: 'rejected' }],
};
log('paths', paths.map(([, p]) => p));
for (const [code, path, parameter] of paths) for (const p of parameter.filter((one: any) => one.use === 'in')) {
  for (const value of nasty) {
    const rest = (base[code] ?? []).filter((one: any) => one.name !== p.name);
    const persona = code === 'answer' ? 'staff' : 'citizen';
    await ask(persona, path, { resourceType: 'Parameters', parameter: [...rest, { name: p.name, ...value }] });
  }
  for (const value of [ref(`Slot/${free.id}`)]) {
    const rest = (base[code] ?? []).filter((one: any) => one.name !== p.name);
    await ask('staff', path, { resourceType: 'Parameters', parameter: [...rest, ...Array.from({ length: 900 }, () => ({ name: p.name, ...value }))] });
  }
}
log('statuses', [...seen]);
seen.clear();
const odd = ['', '%00', '%ED%A0%80', '9999-12-31', '-1', '0001', 'x'.repeat(5000), ','.repeat(4000), '2026-11-25T10:00:00+99:00', '%2B', '{}', 'Patient%2F' + poul, '0101010101', 'a|b', 'true'];
for (const [code, path, parameter] of paths) for (const p of parameter.filter((one: any) => one.use === 'in')) for (const value of odd) {
  const rest = code === 'find' ? '&start=2026-11-25&end=2026-11-30' : '';
  await ask('citizen', `${path}?${p.name}=${value}${rest}`, undefined, 'GET');
}
for (const w of ['start=0001&end=9999', 'start=1900-01-01&end=2100-01-01', 'start=9999-12-31&end=9999-12-31', 'start=2026&end=2126']) for (const persona of ['citizen', 'staff']) log('find', w, (await ask(persona, `Appointment/$find?${w}&_count=1000`, undefined, 'GET')).status);
for (const path of ['Appointment/$ics', `Appointment/${his}/$ics`, `Appointment/$ics?patient=${poul}`, 'Appointment/$ics?patient=%00', `Appointment/$ics?patient=${'x'.repeat(5000)}`, `Patient/${poul}/$calendar-feed`, `Patient/${karen}/$calendar-feed?active=maybe`, '$bulk-publish', '$bulk-publish?x=%00', 'Appointment/$ics?patient=Patient/x,Patient/y', `Appointment/$ics?patient=${karen}&patient=${poul}`]) {
  const one = await ask('citizen', path, undefined, 'GET'); log(path.slice(0, 60), one.status, one.text.length);
  const two = await ask('citizen', path, { resourceType: 'Parameters', parameter: [{ name: 'active', valueString: 'x' }] }); log('  post', two.status);
}
log('statuses', [...seen]);
const after = await house.as('neighbour')(`Appointment/${his}`);
log('his', after.status, ((await after.json()) as any).status);
