import type { Bundle, Communication, Consent, Device, Patient, Resource } from '@medplum/fhirtypes';
import { codeSystem, ours } from '../../src/fhir/canonical.ts';
import { uuidv7 } from '../../src/fhir/id.ts';
import { personas } from '../../src/sandbox/people/personas.ts';
import { putAll } from '../../src/store/put.ts';
import { synchronise } from '../../src/sync/inbound.ts';
import type { TestHouse } from '../house.ts';
import { subscribeAll } from '../http/subscriber.ts';
import { askForMove } from '../move-request.ts';
import { converse } from './conversation.ts';

/** Stores what is born here, as its own code would. */
export async function keep<T extends Resource>(
  { ports }: TestHouse,
  resource: T,
): Promise<T & { id: string }> {
  const kept = { ...resource, id: resource.id ?? uuidv7(ports.now()) };
  const room = ports.room(resource.resourceType);
  await ports.db.transaction((tx) => putAll(tx, room, [kept], ports.now()));
  return kept;
}

/** FHIR id of one of Cura's records. Throws when it was not taken in. */
export async function idOf({ ports }: TestHouse, record: string, curaId: string): Promise<string> {
  const { rows } = await ports.db.query<{ id: string }>(
    'select id from cura_record where record = $1 and cura_id = $2',
    [record, curaId],
  );
  if (!rows[0]) throw new RangeError(`there is no ${record}/${curaId}`);
  return rows[0].id;
}

/** A stop that citizen or staff lay on one relative's mandates. */
export const stopFor = (patient: string, relatedPerson: string): Consent => ({
  resourceType: 'Consent',
  status: 'active',
  scope: {
    coding: [
      {
        system: 'http://terminology.hl7.org/CodeSystem/consentscope',
        code: 'patient-privacy',
      },
    ],
  },
  category: [{ coding: [{ system: codeSystem('mandate-kind'), code: 'stop' }] }],
  patient: { reference: `Patient/${patient}` },
  provision: {
    type: 'deny',
    actor: [
      {
        role: { coding: [{ code: 'POWATT' }] },
        reference: { reference: `RelatedPerson/${relatedPerson}` },
      },
    ],
  },
});

/** Has a citizen keep her appointments from one of her relatives; other relatives still see them. */
export async function keepBack(house: TestHouse): Promise<void> {
  const { citizen, seeonly } = personas(1);
  const patient = await idOf(house, 'borger', `${citizen?.borgerId}`);
  const stop = stopFor(patient, await idOf(house, 'paaroerende', `${seeonly?.paaroerendeId}`));
  const body = {
    ...{ ...stop, policy: [{ uri: `${ours}/policy/dk/forvaltningsloven` }] },
    provision: {
      ...stop.provision,
      class: [{ system: 'http://hl7.org/fhir/resource-types', code: 'Appointment' }],
    },
  };
  const laid = await house.as('citizen')('Consent', {
    method: 'POST',
    body: JSON.stringify(body),
  });
  if (laid.status !== 201) throw new Error(await laid.text());
}

const message = (patient: string): Communication => ({
  resourceType: 'Communication',
  status: 'completed',
  category: [
    {
      coding: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/communication-category',
          code: 'notification',
        },
      ],
    },
  ],
  subject: { reference: `Patient/${patient}` },
  recipient: [{ reference: `Patient/${patient}` }],
  sent: '2026-11-24T08:00:00Z',
});

const thermometer = (patient: string): Device => ({
  resourceType: 'Device',
  status: 'active',
  deviceName: [{ name: 'Blodtryksmåler', type: 'user-friendly-name' }],
  patient: { reference: `Patient/${patient}` },
});

/** Gives some citizens what the generator does not: messages, devices, and an appointment entered by mistake. Few Slots stay. One relative is kept from some. */
export async function enrich(house: TestHouse): Promise<readonly string[]> {
  const staff = house.as('staff');
  const bundle = (await (await staff('Patient?_count=1000')).json()) as Bundle<Patient>;
  const patients = (bundle.entry ?? []).map(({ resource }) => `${resource?.id}`);
  for (const persona of ['citizen', 'neighbour']) await askForMove(house, persona);
  for (const patient of patients.slice(0, 12)) {
    await keep(house, message(patient));
    await keep(house, thermometer(patient));
  }
  const { rows } = await house.ports.db.query<{ cura_id: string }>(
    `select distinct on (a.patient) c.cura_id from cura_record c join appointment a on a.id = c.id
     where c.record = 'aftale' order by a.patient, c.cura_id`,
  );
  for (const { cura_id } of rows)
    house.cura.change('aftale', cura_id, { status: 'fejlregistreret' });
  await synchronise(house.sync);
  await keepBack(house);
  const citizen = await idOf(house, 'borger', `${personas(1).citizen?.borgerId}`);
  await converse(house, `Patient/${citizen}`);
  await subscribeAll(house);
  await house.ports.db.query(
    `with kept as (select id from slot order by md5(id) limit 300),
       gone as (delete from slot where id not in (select id from kept) returning id)
     delete from slot_link where id in (select id from gone)`,
  );
  return patients;
}
