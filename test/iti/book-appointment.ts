import type { Appointment } from '@medplum/fhirtypes';
import type { Test } from 'tap';
import {
  appointmentsIn,
  assertBundle,
  assertFailed,
  book,
  outcomesIn,
  posted,
  proposal,
  type Reply,
  reference,
  type Server,
} from './server.ts';

const byId = (id: string) => reference('appointment-reference', `Appointment/${id}`);
const resource = (given: Appointment) => ({ name: 'appointment-resource', resource: given });

/** ITI-117, Book Appointment. */
export async function bookAppointment(t: Test, server: Server): Promise<void> {
  const cancel = (reply: Reply) =>
    server.ask(`Appointment/${appointmentsIn(reply)[0]?.id}/$cancel`, { method: 'POST' });

  await t.test(
    'operation book: a new appointment by the reference of a proposal is booked',
    async (t) => {
      const one = await proposal(server);
      const reply = await book(server, [byId(one.id), { name: 'comment', valueString: 'A word' }]);
      t.equal(reply.status, 201, reply.text.slice(0, 300));
      assertBundle(t, reply);
      t.match(appointmentsIn(reply), [
        { status: 'booked', start: one.start, end: one.end, comment: 'A word' },
      ]);
      await cancel(reply);
    },
  );

  await t.test('operation book: a new appointment by resource has status pending', async (t) => {
    const { id: _, ...one } = await proposal(server);
    const reply = await book(server, [resource({ ...one, status: 'pending' })]);
    t.equal(reply.status, 201, reply.text.slice(0, 300));
    t.match(appointmentsIn(reply), [{ status: 'booked', start: one.start }]);
    await cancel(reply);
  });

  await t.test('operation book: a proposal may be sent back as it came', async (t) => {
    const one = await proposal(server);
    const reply = await server.ask('Appointment/$book', posted({ ...one, status: 'pending' }));
    t.equal(reply.status, 201, reply.text.slice(0, 300));
    await cancel(reply);
  });

  await t.test(
    'operation book: Argonaut’s names and the address of the proposal do the same',
    async (t) => {
      const one = await proposal(server);
      const byName = await book(server, [reference('appt-id', `Appointment/${one.id}`)]);
      t.equal(byName.status, 201, byName.text.slice(0, 300));
      await cancel(byName);
      const two = await proposal(server);
      const query = `patient-id=Patient/${server.patient}`;
      const atInstance = await server.ask(`Appointment/${two.id}/$book?${query}`, {
        method: 'POST',
      });
      t.equal(atInstance.status, 201, atInstance.text.slice(0, 300));
      await cancel(atInstance);
    },
  );

  await t.test(
    'operation book: status booked with another slot changes an appointment, under its id',
    async (t) => {
      const [from, to] = [await proposal(server), await proposal(server)];
      const first = await book(server, [byId(from.id)]);
      const [booked] = appointmentsIn(first);
      if (!booked) return t.fail('nothing was booked');
      const { slot, start, end } = to;
      const moved = await book(server, [
        resource({
          ...booked,
          ...(slot && { slot }),
          ...(start && { start }),
          ...(end && { end }),
        }),
      ]);
      t.equal(moved.status, 200, moved.text.slice(0, 300));
      t.match(appointmentsIn(moved), [{ id: booked.id, status: 'booked', start: to.start }]);
      return cancel(moved);
    },
  );

  await t.test('Argonaut: cancelled-appt-id with a new time is a move', async (t) => {
    const [from, to] = [await proposal(server), await proposal(server)];
    const id = appointmentsIn(await book(server, [byId(from.id)]))[0]?.id;
    const moved = await book(server, [
      byId(to.id),
      reference('cancelled-appt-id', `Appointment/${id}`),
    ]);
    t.equal(moved.status, 200, moved.text.slice(0, 300));
    t.match(appointmentsIn(moved), [{ status: 'booked', start: to.start }]);
    await cancel(moved);
  });

  await t.test('operation book: status cancelled cancels', async (t) => {
    const one = await proposal(server);
    const [booked] = appointmentsIn(await book(server, [byId(one.id)]));
    if (!booked) return t.fail('nothing was booked');
    const reply = await book(server, [resource({ ...booked, status: 'cancelled' })]);
    t.equal(reply.status, 200, reply.text.slice(0, 300));
    assertBundle(t, reply);
    return t.match(appointmentsIn(reply), [{ id: booked.id, status: 'cancelled' }]);
  });

  await t.test(
    '2:3.117.4.2.2 what fails SHALL be an OperationOutcome alone, within a Bundle',
    async (t) => {
      const one = await proposal(server);
      const first = await book(server, [byId(one.id)]);
      const other = await server.ask(
        'Appointment/$book',
        posted({
          ...{ resourceType: 'Parameters' as const },
          parameter: [byId(one.id), reference('patient-reference', 'Patient/somebody-else')],
        }),
      );
      assertFailed(t, other, 403);
      assertFailed(t, await book(server, [byId('p-0000')]), 404);
      assertFailed(t, await book(server, []), 400);
      assertFailed(
        t,
        await book(server, [reference('patient-reference', 'Patient/somebody-else'), byId(one.id)]),
        422,
      );
      assertFailed(
        t,
        await book(server, [resource({ ...one, id: 'x', status: 'fulfilled' })]),
        422,
      );
      await cancel(first);
    },
  );

  await t.test(
    'operation book: what is accepted and not used is said beside the Appointment',
    async (t) => {
      const one = await proposal(server);
      const reply = await book(server, [
        byId(one.id),
        {
          name: 'patient-resource',
          resource: { resourceType: 'Patient', name: [{ family: 'X' }] },
        },
      ]);
      t.equal(reply.status, 201, reply.text.slice(0, 300));
      assertBundle(t, reply);
      t.equal(outcomesIn(reply).length, 1);
      await cancel(reply);
    },
  );

  await t.test('CapabilityStatement format: a booking in XML', async (t) => {
    const one = await proposal(server);
    const xml = `<Parameters xmlns="http://hl7.org/fhir"><parameter><name value="appointment-reference"/><valueReference><reference value="Appointment/${one.id}"/></valueReference></parameter></Parameters>`;
    const headers = { 'content-type': 'application/fhir+xml', accept: 'application/fhir+xml' };
    const reply = await server.ask('Appointment/$book', { method: 'POST', body: xml, headers });
    t.equal(reply.status, 201, reply.text.slice(0, 300));
    const [, id] = /<Appointment>[\s\S]*?<id value="([^"]+)"/.exec(reply.text) ?? [];
    t.match(reply.text, /<status value="booked"\/>/);
    t.equal((await server.ask(`Appointment/${id}/$cancel`, { method: 'POST' })).status, 200);
  });
}
