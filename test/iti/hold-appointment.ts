import type { Test } from 'tap';
import {
  appointmentsIn,
  assertBundle,
  assertFailed,
  book,
  hold,
  proposal,
  reference,
  type Server,
} from './server.ts';

const byId = (id: string) => reference('appointment-reference', `Appointment/${id}`);

/** ITI-116, Hold Appointment. Each part gives back what it holds: a server may limit how much that is. */
export async function holdAppointment(t: Test, server: Server): Promise<void> {
  const release = (id: string) => server.ask(`Appointment/${id}/$cancel`, { method: 'POST' });

  await t.test('2:3.116.4.2.2 a hold SHALL be one Appointment, pending, in a Bundle', async (t) => {
    const one = await proposal(server);
    const reply = await hold(server, [byId(one.id)]);
    t.equal(reply.status, 201, reply.text.slice(0, 300));
    assertBundle(t, reply);
    const [held, ...others] = appointmentsIn(reply);
    t.match(held, { status: 'pending', start: one.start, end: one.end });
    t.same(others, []);
    t.ok(Date.parse(reply.headers.get('expires') ?? '') > 0, 'Expires (Argonaut)');
    await release(held?.id ?? '');
  });

  await t.test('2:3.116.4.2.3 SHALL refuse whatever would invalidate a hold', async (t) => {
    const one = await proposal(server);
    const held = await hold(server, [byId(one.id)]);
    const id = appointmentsIn(held)[0]?.id ?? '';
    const found = await server.ask(`Appointment/${id}`);
    t.equal(found.status, 200);
    const slot = one.slot?.[0]?.reference?.split('/')[1];
    t.ok(
      slot === undefined || (await server.ask(`Slot?_id=${slot}`)).text.includes('"total":0'),
      'nobody sees it as free',
    );
    await release(id);
  });

  await t.test('2:3.116.4.2.3 what is not available SHALL be fatal and not-found', async (t) => {
    const one = await proposal(server);
    const booked = await book(server, [byId(one.id)]);
    const outcome = assertFailed(t, await hold(server, [byId(one.id)]), 409);
    t.match(outcome.issue[0], { severity: 'fatal', code: 'not-found' });
    await release(appointmentsIn(booked)[0]?.id ?? '');
    const none = assertFailed(t, await hold(server, [byId('p-0000')]), 404);
    t.match(none.issue[0], { severity: 'fatal', code: 'not-found' });
  });

  await t.test(
    '2:3.116.4.2.3 a hold is booked by its reference, and stays the same Appointment',
    async (t) => {
      const one = await proposal(server);
      const id = appointmentsIn(await hold(server, [byId(one.id)]))[0]?.id ?? '';
      const reply = await book(server, [byId(id)]);
      t.ok([200, 201].includes(reply.status), reply.text.slice(0, 300));
      t.match(appointmentsIn(reply), [{ id, status: 'booked', start: one.start }]);
      await release(id);
    },
  );

  await t.test('2:3.117.4.1.1 a hold is given back by $book with status cancelled', async (t) => {
    const one = await proposal(server);
    const [held] = appointmentsIn(await hold(server, [byId(one.id)]));
    if (!held) return t.fail('nothing is held');
    const reply = await book(server, [
      { name: 'appointment-resource', resource: { ...held, status: 'cancelled' } },
    ]);
    t.equal(reply.status, 200, reply.text.slice(0, 300));
    t.match(appointmentsIn(reply), [{ id: held.id, status: 'cancelled' }]);
    const again = await hold(server, [byId(one.id)]);
    t.equal(again.status, 201, 'the time is free at once');
    return release(appointmentsIn(again)[0]?.id ?? '');
  });
}
