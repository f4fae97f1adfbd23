import type { Bundle } from '@medplum/fhirtypes';
import type { Test } from 'tap';
import {
  appointmentsIn,
  assertBundle,
  find,
  hold,
  outcomesIn,
  parameters,
  posted,
  proposal,
  reference,
  type Server,
} from './server.ts';

const startsOf = (reply: Parameters<typeof appointmentsIn>[0]): string[] =>
  appointmentsIn(reply).map(({ start = '' }) => start);

/** ITI-115, Find Potential Appointments. */
export async function findPotential(t: Test, server: Server): Promise<void> {
  const [start, end] = server.window;

  await t.test('2:3.115.4.1.2 POST of Parameters to Appointment/$find is answered', async (t) => {
    t.equal((await find(server)).status, 200);
  });

  await t.test(
    '2:3.115.4.2.2 the answer is a searchset of proposed Appointments, as complete as can be',
    async (t) => {
      const reply = await find(server);
      assertBundle(t, reply);
      const found = appointmentsIn(reply);
      t.ok(found.length > 0);
      t.ok(found.every(({ status }) => status === 'proposed'));
      t.ok(
        found.every(({ participant }) =>
          participant.every(({ status }) => status === 'needs-action'),
        ),
      );
      t.ok(startsOf(reply).every((one) => one >= start));
    },
  );

  await t.test('2:3.115.4.2.3 SHALL honour _count, and SHALL give the total of all', async (t) => {
    const few = await find(server, [{ name: '_count', valueInteger: 3 }]);
    const all = assertBundle(t, await find(server, [{ name: '_count', valueInteger: 1000 }]));
    t.equal(appointmentsIn(few).length, 3);
    t.equal((few.body as Bundle).total, all.total);
    t.ok((all.total ?? 0) > 3);
  });

  await t.test('2:3.115.4.2.3 MAY page: the next link leads on', async (t) => {
    const first = await find(server, [{ name: '_count', valueInteger: 3 }]);
    const next = (first.body as Bundle).link?.find(({ relation }) => relation === 'next')?.url;
    if (next === undefined) return t.pass('the server does not page');
    const second = await server.ask(next);
    t.equal(second.status, 200);
    const ids = [...appointmentsIn(first), ...appointmentsIn(second)].map(({ id }) => id);
    t.equal(new Set(ids).size, 6);
    return t.ok(startsOf(second).every((one) => one >= (startsOf(first).at(-1) ?? '')));
  });

  await t.test('2:3.115.4.2.3 SHALL NOT give what is held', async (t) => {
    const one = await proposal(server);
    const held = await hold(server, [reference('appointment-reference', `Appointment/${one.id}`)]);
    if (held.status === 404 && outcomesIn(held).length === 0)
      return t.pass('the server holds nothing');
    t.equal(held.status, 201, held.text.slice(0, 300));
    const after = await find(server, [{ name: '_count', valueInteger: 1000 }]);
    return t.notOk(appointmentsIn(after).some(({ id }) => id === one.id));
  });

  await t.test('operation find: GET is possible, with plain strings (Argonaut)', async (t) => {
    const query = new URLSearchParams({
      start,
      end,
      'patient-reference': `Patient/${server.patient}`,
      _count: '2',
    });
    const reply = await server.ask(`Appointment/$find?${query}`);
    t.equal(reply.status, 200);
    t.equal(appointmentsIn(reply).length, 2);
  });

  await t.test(
    'operation find: participants of several kinds are all there, those of one kind any',
    async (t) => {
      const [one] = appointmentsIn(await find(server));
      const actor = (type: string): string =>
        one?.participant.find(({ actor }) => actor?.reference?.startsWith(`${type}/`))?.actor
          ?.reference ?? '';
      const both = await find(server, [
        reference('practitioner', actor('Practitioner')),
        reference('location-reference', actor('Location')),
      ]);
      const found = appointmentsIn(both);
      t.ok(found.length > 0);
      for (const { participant } of found) {
        const references = participant.map(({ actor }) => actor?.reference);
        t.ok(references.includes(actor('Practitioner')) && references.includes(actor('Location')));
      }
    },
  );

  await t.test(
    '2:3.115.4.1.2 a practitioner by an identifier that nobody knows gives an empty searchset',
    async (t) => {
      const identifier = { system: 'urn:oid:1.3.6.1.4.1.19376.1.2.999', value: 'PR23143' };
      const reply = await find(server, [
        { name: 'practitioner', valueReference: { identifier, display: 'Dr. Pro Vider' } },
      ]);
      t.equal(reply.status, 200);
      t.equal((reply.body as Bundle).total, 0);
      t.equal(outcomesIn(reply).length, 1, 'which says why');
    },
  );

  await t.test(
    'Table 2:3.115.4.2.4-1 400 where it cannot be read, 401 without a login, 403 for another citizen',
    async (t) => {
      t.equal((await server.ask(`Appointment/$find?end=${end}`)).status, 400);
      t.equal((await server.ask(`Appointment/$find?start=${end}&end=${start}`)).status, 400);
      const headers = { authorization: '' };
      const nobody = await server.ask('Appointment/$find', {
        ...posted(parameters([])),
        headers: { ...headers, 'content-type': 'application/fhir+json' },
      });
      t.ok([401, 403].includes(nobody.status), `${nobody.status}`);
      const other = `Appointment/$find?start=${start}&end=${end}&patient-reference=Patient/somebody-else`;
      t.equal((await server.ask(other)).status, 403);
    },
  );

  await t.test('CapabilityStatement format: XML SHALL, both ways', async (t) => {
    const xml = `<Parameters xmlns="http://hl7.org/fhir"><parameter><name value="start"/><valueDateTime value="${start}"/></parameter><parameter><name value="end"/><valueDateTime value="${end}"/></parameter></Parameters>`;
    const headers = { 'content-type': 'application/fhir+xml', accept: 'application/fhir+xml' };
    const reply = await server.ask('Appointment/$find', { method: 'POST', body: xml, headers });
    t.equal(reply.status, 200);
    t.match(reply.headers.get('content-type'), /^application\/fhir\+xml/);
    t.match(
      reply.text,
      /<Bundle xmlns="http:\/\/hl7.org\/fhir">[\s\S]*<total value="\d+"\/>[\s\S]*<status value="proposed"\/>/,
    );
  });
}
