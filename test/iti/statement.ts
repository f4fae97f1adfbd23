import type { Bundle, CapabilityStatement, OperationDefinition } from '@medplum/fhirtypes';
import type { Test } from 'tap';
import type { Server } from './server.ts';

/** What 2:3.115.5 to 2:3.118.5 ask of the CapabilityStatement. */
export async function stated(t: Test, server: Server): Promise<void> {
  const { body } = await server.ask('metadata');
  const statement = body as CapabilityStatement;
  const resource = statement.rest?.[0]?.resource?.find(({ type }) => type === 'Appointment');

  await t.test(
    '2:3.115.5 the CapabilityStatement says that the transactions are there',
    async (t) => {
      t.ok(
        statement.instantiates?.includes(
          'https://profiles.ihe.net/ITI/Scheduling/CapabilityStatement/IHE.Scheduling.server',
        ),
      );
      const formats = statement.format.join(' ');
      t.match(formats, /fhir\+xml/);
      t.match(formats, /fhir\+json/);
      const codes = resource?.interaction?.map(({ code }) => `${code}`) ?? [];
      t.ok(codes.includes('read') && codes.includes('search-type'));
      const params = resource?.searchParam?.map(({ name }) => name) ?? [];
      for (const name of ['_id', 'identifier', 'patient', 'date', 'practitioner'])
        t.ok(params.includes(name), name);
      t.ok(resource?.searchInclude?.includes('Appointment:actor'));
    },
  );

  await t.test(
    'its operations lead to OperationDefinitions that can be read, with each name that is taken',
    async (t) => {
      const needed = {
        find: [
          'start',
          'end',
          'specialty',
          'visit-type',
          'practitioner',
          'organization',
          'location-string',
          'location-reference',
          'patient-reference',
          'patient-resource',
          'reason',
          'referral-identifier',
          'timing',
          'insurance-reference',
          'coverage',
        ],
        hold: ['appointment-reference', 'appt-id', 'appt-resource'],
        book: [
          'appointment-reference',
          'appointment-resource',
          'patient-resource',
          'comment',
          'appt-id',
          'appt-resource',
          'cancelled-appt-id',
          'patient-id',
        ],
      };
      for (const [name, parameters] of Object.entries(needed)) {
        const url = resource?.operation?.find((one) => one.name === name)?.definition ?? '';
        const found = await server.ask(`OperationDefinition?url=${encodeURIComponent(url)}`);
        const definition = (found.body as Bundle).entry?.[0]?.resource as
          | OperationDefinition
          | undefined;
        t.match(definition, { code: name, type: true, resource: ['Appointment'] }, url);
        t.equal((await server.ask(`OperationDefinition/${definition?.id}`)).status, 200);
        const names = definition?.parameter?.map((one) => one.name) ?? [];
        t.same(
          parameters.filter((one) => !names.includes(one)),
          [],
          name,
        );
        t.ok(definition?.parameter?.some((one) => one.use === 'out' && one.type === 'Bundle'));
      }
    },
  );
}
