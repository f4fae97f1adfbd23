import type { Bundle } from '@medplum/fhirtypes';
import type { Test } from 'tap';
import { appointmentsIn, type Server } from './server.ts';

const typesIn = ({ entry = [] }: Bundle): Set<string> =>
  new Set(
    entry.flatMap(({ resource, search }) =>
      search?.mode === 'include' ? (resource?.resourceType ?? []) : [],
    ),
  );

/** ITI-118, Find Existing Appointments. */
export async function findExisting(t: Test, server: Server): Promise<void> {
  const mine = `patient=Patient/${server.patient}`;
  const search = async (query: string): Promise<Bundle> => {
    const reply = await server.ask(`Appointment?${query}`);
    t.equal(reply.status, 200, `${query}: ${reply.text.slice(0, 200)}`);
    return reply.body as Bundle;
  };

  await t.test('2:3.118.4.1.2 SHALL support GET and POST alike', async (t) => {
    const got = await search(`${mine}&date=ge2000-01-01`);
    const body = new URLSearchParams({
      patient: `Patient/${server.patient}`,
      date: 'ge2000-01-01',
    }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const posted = await server.ask('Appointment/_search', { method: 'POST', body, headers });
    t.equal(posted.status, 200);
    t.same(
      appointmentsIn(posted).map(({ id }) => id),
      appointmentsIn({ body: got }).map(({ id }) => id),
    );
    t.ok((got.total ?? 0) > 0);
  });

  await t.test('2:3.118.4.2.2 SHALL give the total, whatever is asked', async (t) => {
    for (const query of [
      mine,
      `${mine}&date=gt2999-01-01`,
      `${mine}&_count=1`,
      `${mine}&status=booked`,
    ])
      t.type((await search(query)).total, 'number', query);
  });

  await t.test(
    'Table 2:3.118.4.1.4-1 patient and date are required of a server, and narrow',
    async (t) => {
      const all = (await search(mine)).total ?? 0;
      const [first] = appointmentsIn({ body: await search(`${mine}&_sort=date&_count=1`) });
      const day = first?.start?.slice(0, 10);
      const one = await search(`${mine}&date=${day}`);
      t.ok(appointmentsIn({ body: one }).every(({ start }) => start?.startsWith(day ?? '-')));
      t.ok((one.total ?? 0) > 0 && (one.total ?? 0) <= all);
      t.equal((await search(`${mine}&date=gt2999-01-01`)).total, 0);
    },
  );

  await t.test(
    '2:3.118.4.1.3.1 an identifier system that cannot be processed SHALL give an empty searchset',
    async (t) => {
      const nobody = await search(
        'patient.identifier=urn:oid:1.2.3.4.5|12345&date=gt20231021'.replace(
          'gt20231021',
          'gt2023-10-21',
        ),
      );
      t.same(
        [
          nobody.type,
          nobody.total,
          nobody.entry?.filter(({ search }) => search?.mode === 'match').length ?? 0,
        ],
        ['searchset', 0, 0],
      );
      const practitioner = await search(
        `${mine}&practitioner:identifier=urn:oid:2.16.840.1.113883.4.6|12345678`,
      );
      t.equal(practitioner.total, 0);
    },
  );

  await t.test('2:3.118.4.2.3 SHALL honour _count', async (t) => {
    const some = await search(`${mine}&_count=1`);
    t.equal(appointmentsIn({ body: some }).length, 1);
  });

  await t.test('2:3.118.4.2.3 SHALL honour _include for the actors that take part', async (t) => {
    const included = typesIn(await search(`${mine}&_include=Appointment:actor&_count=100`));
    for (const type of ['Practitioner', 'HealthcareService', 'Location', 'Patient'])
      t.ok(included.has(type), type);
    for (const name of ['patient', 'practitioner', 'location'])
      t.equal(
        (await server.ask(`Appointment?${mine}&_include=Appointment:${name}`)).status,
        200,
        name,
      );
  });

  await t.test('optional parameters narrow too: practitioner, location, status', async (t) => {
    const [one] = appointmentsIn({ body: await search(`${mine}&status=booked`) });
    for (const [name, type] of [
      ['practitioner', 'Practitioner'],
      ['location', 'Location'],
    ] as const) {
      const actor = one?.participant.find(({ actor }) => actor?.reference?.startsWith(`${type}/`))
        ?.actor?.reference;
      if (actor === undefined) continue;
      t.ok(((await search(`${mine}&${name}=${actor}`)).total ?? 0) > 0, name);
    }
  });

  await t.test('Table 2:3.118.4.2.4-1 400, 401 and 403 with an OperationOutcome', async (t) => {
    const wrong = await server.ask(`Appointment?${mine}&date=yesterday`);
    t.same([wrong.status, wrong.body?.resourceType], [400, 'OperationOutcome']);
    const nobody = await server.ask(`Appointment?${mine}`, {
      headers: { authorization: 'Bearer none' },
    });
    t.same([nobody.status, nobody.body?.resourceType], [401, 'OperationOutcome']);
    t.equal((await server.ask('Appointment?patient=Patient/somebody-else')).status, 403);
  });

  await t.test('CapabilityStatement format: XML and JSON', async (t) => {
    const reply = await server.ask(`Appointment?${mine}`, {
      headers: { accept: 'application/fhir+xml' },
    });
    t.match(reply.text, /<Bundle xmlns="http:\/\/hl7.org\/fhir">[\s\S]*<total value="\d+"\/>/);
  });
}
