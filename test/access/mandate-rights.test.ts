import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  Appointment,
  Bundle,
  Consent,
  Patient,
  ServiceRequest,
  Task,
} from '@medplum/fhirtypes';
import t from 'tap';
import { createMandateLookup } from '../../src/sync/mandate-lookup.ts';
import { grantsBy } from '../../src/sync/ticket-mandate.ts';
import { noon, startHouse } from '../house.ts';
import { activityAttempts } from './activity-attempts.ts';
import { citizenIdOf, fhir, people, resources, verdict } from './answer.ts';
import { dialogueAttempts } from './dialogue-attempts.ts';
import { openDoor, person } from './logged-in.ts';
import { measuringAttempts } from './measuring-attempts.ts';
import { idOf, stopFor } from './story.ts';

const writing: readonly string[] = ['create', 'update', 'patch', 'delete'];

t.test('Rights of a mandate', async (t) => {
  const house = await startHouse(t);
  const door = await openDoor(t, house);
  const patient = await citizenIdOf(house, 'citizen');
  const citizen = door(person(house, `${people.citizen?.cpr}`));
  const brother = door(person(house, `${people.seeonly?.cpr}`));

  await t.test('to see writes nothing, whichever way', async (t) => {
    const readAs = async <T>(who: typeof brother, path: string): Promise<T> =>
      (await (await who(path)).json()) as T;
    const read = <T>(path: string): Promise<T> => readAs<T>(brother, path);
    const ahead = resources<Appointment>(
      await read<Bundle>(`Appointment?patient=${patient}&status=booked&date=ge2026-11-26`),
    );
    // A home visit is nobody's to move.
    const appointment = ahead.find(({ identifier }) =>
      identifier?.[0]?.system?.endsWith('/aftale'),
    );
    const [mandate] = resources<Consent>(await read<Bundle>(`Consent?patient=${patient}`));
    const [time] = resources<Appointment>(
      // Who may only see is proposed nothing.
      await readAs<Bundle>(
        citizen,
        `Appointment/$find?patient-reference=${patient}&start=2026-11-27&end=2026-12-11`,
      ),
    );
    const slot = `${time?.slot?.[0]?.reference}`;
    const service = `${time?.participant.find(({ actor }) => actor?.reference?.startsWith('HealthcareService/'))?.actor?.reference}`;
    const wished = await citizen(`Appointment/${appointment?.id}/$propose-move?comment=senere`, {
      method: 'POST',
    });
    const task = (await wished.json()) as Task;
    t.equal(wished.status, 201, 'the citizen asks for another time');
    const mine = await read<Patient>(`Patient/${patient}`);
    const inquiries = await read<Bundle>(`ServiceRequest?patient=${patient}&status=active`);
    const inquiry = resources<ServiceRequest>(inquiries)[0];
    const send = (method: string, path: string, body: unknown, type = fhir['content-type']) =>
      brother(path, { method, headers: { 'content-type': type }, body: JSON.stringify(body) });
    const patch = (path: string, at: string, value: unknown) =>
      send('PATCH', path, [{ op: 'add', path: at, value }], 'application/json-patch+json');
    const operate = (path: string, ...given: [string, string][]) =>
      send('POST', path, {
        resourceType: 'Parameters',
        parameter: given.map(([name, valueString]) => ({ name, valueString })),
      });
    const cancelled = { ...appointment, status: 'cancelled' };
    const own = `${mandate?.provision?.actor?.[0]?.reference.reference}`;
    const stop = stopFor(patient, own.replace('RelatedPerson/', ''));
    const booked = {
      ...{ resourceType: 'Appointment', status: 'booked', slot: time?.slot },
      ...{ start: time?.start, end: time?.end },
      participant: [{ actor: { reference: `Patient/${patient}` }, status: 'accepted' }],
    };
    const policy = [{ uri: 'urn:x' }];
    const span: [string, string][] = [
      ['start', '2026-11-27'],
      ['end', '2026-12-11'],
    ];
    const attempts: Record<string, () => Promise<Response>> = {
      ...(await measuringAttempts(patient, { read, send, patch, operate })),
      ...(await dialogueAttempts(
        house,
        { patient, relative: `${people.seeonly?.paaroerendeId}` },
        { send, operate },
      )),
      'Patient update': () => send('PUT', `Patient/${patient}`, { ...mine, gender: 'other' }),
      'Patient patch': () =>
        patch(`Patient/${patient}`, '/telecom', [{ system: 'phone', value: '+4511223344' }]),
      'Appointment create': () => send('POST', 'Appointment', booked),
      'Appointment update': () => send('PUT', `Appointment/${appointment?.id}`, cancelled),
      'Appointment patch': () => patch(`Appointment/${appointment?.id}`, '/status', 'cancelled'),
      'Consent create': () => send('POST', 'Consent', { ...stop, policy }),
      'Consent update': () =>
        send('PUT', `Consent/${mandate?.id}`, { ...mandate, status: 'inactive' }),
      'Consent patch': () => patch(`Consent/${mandate?.id}`, '/status', 'inactive'),
      'Appointment $book': () =>
        operate('Appointment/$book', ['appt-id', `${time?.id}`], ['patient-id', patient]),
      'Appointment $hold': () =>
        operate('Appointment/$hold', ['appt-id', `${time?.id}`], ['patient-id', patient]),
      'Appointment $join-waitlist': () =>
        operate(
          'Appointment/$join-waitlist',
          ['service', service],
          ['patient-id', patient],
          ...span,
        ),
      'Appointment $propose-move': () =>
        operate(`Appointment/${appointment?.id}/$propose-move`, ['slot', slot]),
      'Appointment $request-booking': () =>
        operate('Appointment/$request-booking', ['service', service], ['patient-id', patient]),
      'Task $answer': () =>
        operate(`Task/${task.id}/$answer`, ['answer', 'rejected'], ['comment', 'x']),
      'Task $withdraw': () => brother(`Task/${task.id}/$withdraw`, { method: 'POST' }),
      'Task patch': () => patch(`Task/${task.id}`, '/status', 'cancelled'),
      'Task update': () => send('PUT', `Task/${task.id}`, { ...task, status: 'cancelled' }),
      'ServiceRequest create': () => send('POST', 'ServiceRequest', inquiry),
      'ServiceRequest update': () =>
        send('PUT', `ServiceRequest/${inquiry?.id}`, { ...inquiry, status: 'revoked' }),
      'ServiceRequest patch': () => patch(`ServiceRequest/${inquiry?.id}`, '/status', 'revoked'),
      'Appointment $cancel': () =>
        operate(`Appointment/${appointment?.id}/$cancel`, ['reason', 'illness']),
      'Appointment $reschedule': () =>
        operate(`Appointment/${appointment?.id}/$reschedule`, ['proposal', `${time?.id}`]),
      ...activityAttempts(service, await read(service), { send, patch, operate }),
    };
    // To be told is to see, and a Subscription is its owner's alone.
    const written = house.service.rooms.filter(({ type }) => type !== 'Subscription');
    const all = written.flatMap(({ type, interactions, operations }) => [
      ...interactions.filter((one) => writing.includes(one)).map((one) => `${type} ${one}`),
      ...operations.filter((one) => one.affectsState).map(({ code }) => `${type} $${code}`),
    ]);
    t.same(Object.keys(attempts).sort(), all.sort(), 'every way of writing is tried');
    for (const [name, attempt] of Object.entries(attempts)) {
      const response = await attempt();
      t.match(await verdict(response), /^403 [a-z-]+$/, name);
    }
    const conditional = await patch(
      `Appointment?_id=${appointment?.id}&patient=${patient}`,
      '/status',
      'cancelled',
    );
    t.match(await verdict(conditional), /^403 [a-z-]+$/, 'by condition');
    const request = { method: 'PUT', url: `Appointment/${appointment?.id}` };
    const batch = {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [{ resource: cancelled, request }],
    };
    const told = (await (await send('POST', '', batch)).json()) as Bundle;
    t.match(told.entry?.[0]?.response?.status, /^403/, 'as an entry');
    const transaction = await send('POST', '', { ...batch, type: 'transaction' });
    t.match(await verdict(transaction), /^403 [a-z-]+$/, 'in a transaction');
    t.same(await read(`Appointment/${appointment?.id}`), appointment, 'and nothing has changed');
  });

  await t.test('of a register hold as it says, asked at each use', async (t) => {
    const asked: string[] = [];
    const register = { status: 200, body: {} as unknown };
    const server = createServer((request, response) => {
      request.on('data', (text) => asked.push(String(text)));
      request.on('end', () => {
        response.statusCode = register.status;
        response.end(JSON.stringify(register.body));
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    t.teardown(() => server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const grant = grantsBy(house.sync, createMandateLookup({ url, secret: 's' }));
    const friend = person(house, `${people.friend?.cpr}`);
    const held = async () => (await grant(friend)).mandates;
    const from = new Date(noon).toISOString();
    register.body = { rights: ['see'], from, until: '2027-01-01T00:00:00Z' };
    t.match(await held(), [{ patient, rights: ['see'], source: 'lookup', consentVersion: 1 }]);
    t.same(asked, [`giver=${people.citizen?.cpr}&holder=${people.friend?.cpr}`]);
    await held();
    t.equal((await held())[0]?.consentVersion, 1, 'what it says again is not written again');
    register.body = { rights: ['see', 'act'], from };
    t.match(await held(), [{ rights: ['see', 'act'], consentVersion: 2 }]);
    t.same((await house.service.grant(friend)).mandates, [], 'what is stored is nothing by itself');
    const relative = await idOf(house, 'paaroerende', `${people.friend?.paaroerendeId}`);
    t.equal((await held())[0]?.relatedPerson, relative);
    for (const [name, answer] of Object.entries({
      none: { status: 404, body: {} },
      fault: { status: 500, body: {} },
      nonsense: { status: 200, body: { rights: 'all', from: 'now' } },
      past: { status: 200, body: { rights: ['see'], from, until: from } },
    })) {
      Object.assign(register, answer);
      t.same(await held(), [], name);
    }
    server.closeAllConnections();
    server.close();
    t.same(await held(), [], 'nor does silence');
    t.notMatch(house.lines.join(), new RegExp(`${people.friend?.cpr}`));
  });
});
