import type { Appointment, Bundle, Communication, Provenance } from '@medplum/fhirtypes';
import t, { type Test } from 'tap';
import { formatDanish, parseInstant } from '../../src/fhir/instant.ts';
import { gsm7Length } from '../../src/resources/communication/gsm7.ts';
import { planReminders } from '../../src/resources/communication/plan.ts';
import type { TestHouse } from '../house.ts';
import { type Story, story, wound } from './story.ts';
import { found, proposals, resources, slotOf, smsAbout, stranger } from './stranger.ts';

const url = (name: string): string => `https://samspil.example/fhir/StructureDefinition/${name}`;

const curaId = ({ booked }: Story): string => booked.identifier?.[0]?.value ?? 'none';

const sameSms = async (house: TestHouse): Promise<number> => (await house.sms.list()).length;

async function curaKnows(t: Test, told: Story): Promise<void> {
  const aftale = told.house.cura.read('aftale', curaId(told));
  t.match(aftale, {
    status: 'planlagt',
    borgerId: 'borger-00001',
    ydelsestypeId: 'yt-saar',
    eksternReference: told.booked.id,
    udfoertAf: {
      art: 'paaroerende',
      navn: 'Mette Lindgaard Holm',
      relation: 'Datter',
      mandatReference: told.mandate,
    },
  });
  t.equal(parseInstant(aftale?.start ?? ''), parseInstant(told.proposal.start ?? ''));
}

function saysWhoActed(t: Test, told: Story, appointment: Appointment): void {
  const acting = appointment.extension?.find(({ url: one }) => one === url('acting-party'));
  t.match(acting?.extension, [
    { url: 'capacity', valueCode: 'relative' },
    {
      url: 'who',
      valueReference: {
        reference: `RelatedPerson/${told.herId}`,
        display: 'Mette Lindgaard Holm',
      },
    },
    { url: 'onBehalfOf', valueReference: { reference: `Patient/${told.motherId}` } },
    { url: 'relation', valueString: 'Datter' },
    { url: 'mandate', valueString: told.mandate },
    { url: 'at' },
  ]);
}

async function smsTellsNothing(t: Test, told: Story): Promise<void> {
  const { to, text } = await smsAbout(told.house, told.booked.id);
  const mother = told.house.cura.read('borger', 'borger-00001');
  const when = formatDanish(parseInstant(told.proposal.start ?? ''));
  t.equal(to, mother?.telefon);
  t.match(
    text,
    new RegExp(
      `^Husk din aftale ${when.replaceAll('.', '\\.')} med Sandby Kommune\\. Se mere eller meld afbud: https://samspil\\.test/a/[\\w-]{16}$`,
    ),
  );
  t.ok((gsm7Length(text) ?? 161) <= 160, `${gsm7Length(text)} characters of GSM-7`);
  t.notMatch(text, /sår|sygepleje|klinik|sundhedshus|lokale|Karen|Lindgaard|Mette/i);
}

/** Every way to ask for the Provenance of the booking. */
const questions = ({ booked, herId, mandateId, motherId }: Story): Record<string, string>[] => [
  { target: `Appointment/${booked.id}` },
  { target: `Appointment/${booked.id}/_history/1` },
  { agent: `RelatedPerson/${herId}` },
  { 'agent-role': 'POWATT' },
  { entity: `Consent/${mandateId}` },
  { recorded: `ge${booked.meta?.lastUpdated}`, patient: `Patient/${motherId}` },
  { patient: `Patient/${motherId}`, 'agent-role': 'POWATT' },
];

const namesHer = (told: Story) => ({
  target: [{ reference: `Appointment/${told.booked.id}/_history/1` }],
  policy: ['http://ehealth.sundhed.dk/policy/dk/sundhedsloven'],
  activity: { coding: [{ code: 'CREATE' }, { code: 'book' }] },
  agent: [
    {
      role: [{ coding: [{ code: 'POWATT' }] }],
      who: { reference: `RelatedPerson/${told.herId}` },
      onBehalfOf: { reference: `Patient/${told.motherId}` },
    },
    {},
  ],
  entity: [{ role: 'source', what: { reference: `Consent/${told.mandateId}/_history/1` } }],
});

async function provenanceNamesHer(t: Test, told: Story, persona: string): Promise<void> {
  const client = await stranger(told.house, persona);
  for (const question of questions(told)) {
    const all = await found<Provenance>(client, 'Provenance', question);
    const ours = all.find((one) =>
      one.target.some(({ reference }) => reference === `Appointment/${told.booked.id}/_history/1`),
    );
    t.match(ours, namesHer(told), `${persona} ${JSON.stringify(question)}`);
  }
}

/** One search gives staff the appointment together with who acted on it. */
async function staffSeeBoth(t: Test, told: Story): Promise<void> {
  const staff = await stranger(told.house, 'staff');
  const both = (await staff.resourceSearch({
    resourceType: 'Appointment',
    searchParams: { _id: told.booked.id, _revinclude: 'Provenance:target' },
  })) as unknown as Bundle;
  t.match(resources<Provenance>(both, 'Provenance'), [namesHer(told)]);
  const [seen] = resources<Appointment>(both, 'Appointment');
  t.ok(seen, 'staff see the appointment');
  if (seen) saysWhoActed(t, told, seen);
}

async function letterIsKept(t: Test, { daughter, booked, motherId }: Story): Promise<void> {
  const about = `Appointment/${booked.id}`;
  const [letter] = await found<Communication>(daughter, 'Communication', {
    patient: `Patient/${motherId}`,
    about,
  });
  t.match(letter, { status: 'completed', about: [{ reference: about }] });
  t.equal(letter?.payload, undefined, 'the text holds a key and is not shown');
}

t.test('a daughter with fuldmagt books, the SMS comes, everybody sees who acted', async (t) => {
  const told = await story(t);
  t.equal(told.booked.start, told.proposal.start, 'it is the time that she found');
  await curaKnows(t, told);
  saysWhoActed(t, told, told.booked);
  await smsTellsNothing(t, told);
  for (const persona of ['auditor', 'staff']) await provenanceNamesHer(t, told, persona);
  await staffSeeBoth(t, told);
  await letterIsKept(t, told);
});

t.test('the daughter cancels: the time is free again, and no SMS follows', async (t) => {
  const told = await story(t);
  const { house, daughter, booked, motherId, proposal } = told;
  await smsAbout(house, booked.id);
  const taken = await proposals(daughter, motherId, wound);
  t.notOk(taken.map(slotOf).includes(slotOf(proposal)), 'while it is hers nobody is offered it');
  const before = await sameSms(house);

  const cancelled = (await daughter.operation({
    name: '$cancel',
    resourceType: 'Appointment',
    id: booked.id,
    input: { resourceType: 'Parameters' },
  })) as unknown as Appointment;
  t.match(cancelled, { status: 'cancelled' });
  saysWhoActed(t, told, cancelled);
  t.match(house.cura.read('aftale', curaId(told)), {
    status: 'aflyst',
    aflysning: { aarsag: 'borger', sent: true },
    udfoertAf: { art: 'paaroerende', navn: 'Mette Lindgaard Holm' },
  });

  const offered = await proposals(await stranger(house, 'citizen'), motherId, wound);
  t.ok(offered.map(slotOf).includes(slotOf(proposal)), 'it is offered again');
  await planReminders(house.workers.send);
  const { rows } = await house.ports.db.query('select from reminder where appointment = $1', [
    booked.id,
  ]);
  t.same([rows.length, await sameSms(house)], [1, before], 'the first SMS stays the only one');
  const [act] = await found<Provenance>(await stranger(house, 'auditor'), 'Provenance', {
    target: `Appointment/${booked.id}`,
    activity: 'cancel',
  });
  t.match(act?.agent[0]?.who, { reference: `RelatedPerson/${told.herId}` });
});
