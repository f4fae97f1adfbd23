/** To whom one may write. */
import type {
  Communication,
  HealthcareService,
  Organization,
  PractitionerRole,
  Reference,
  RelatedPerson,
} from '@medplum/fhirtypes';
import { type FhirError, unprocessable } from '../../fhir/outcome.ts';
import { idIn, type Ports } from '../define.ts';
import { offAt } from '../feature-unit.ts';
import { findAll, findOne } from '../find-resource.ts';
import { replyDaysOf } from './reply-time.ts';

type Needs = Pick<Ports, 'db' | 'room' | 'municipality'>;

export type Recipients = NonNullable<Communication['recipient']>;

/** The unit that a message goes to, and its other recipients. */
export interface To {
  readonly unit: Organization & { id: string };
  readonly recipient: Recipients;
}

export const noRecipient = (): FhirError =>
  unprocessable(
    'message-recipient',
    {
      da: 'Man kan skrive til en enhed, der tager imod beskeder, til en af dens ydelser, eller til en medarbejder, man har aftaler med. Se Communication/$message-form.',
      en: 'One can write to a unit that takes messages, to one of its services, or to somebody of staff with whom one has appointments. See Communication/$message-form.',
    },
    { expression: 'Communication.recipient' },
  );

/** Ids of those of staff whom the citizen has, or had, an appointment with. */
export async function staffOf({ db }: Needs, patient: string): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select distinct substr(x, 14) as id from appointment a, unnest(a.p_actor) x
     where a.patient = $1 and a.view & 1 <> 0 and x like 'Practitioner/%'`,
    [patient],
    { name: 'staff-of' },
  );
  return rows.map(({ id }) => id);
}

/** The unit that takes messages; 422 for one that takes none. */
async function unitOf(ports: Needs, id: string | undefined): Promise<To['unit']> {
  const found = await findOne<Organization>(ports.db, ports.room('Organization'), id);
  if (!found || replyDaysOf(found.resource, ports.municipality) === undefined) throw noRecipient();
  return found.resource;
}

const roleOf = (ports: Needs, id: string | undefined) =>
  findOne<PractitionerRole>(ports.db, ports.room('PractitionerRole'), id);

/** At most one of each kind; anything else is refused. */
function idsIn(recipient: readonly Reference[]): Readonly<Record<string, string>> {
  const kinds = ['Organization', 'HealthcareService', 'PractitionerRole', 'Practitioner'];
  const found: Record<string, string> = {};
  for (const { reference } of recipient) {
    const kind = kinds.find((one) => idIn(reference, one) !== undefined);
    if (kind === undefined || found[kind] !== undefined) throw noRecipient();
    found[kind] = `${idIn(reference, kind)}`;
  }
  return found;
}

/** Where a citizen's or a relative's first message goes. 422 for what takes no messages. */
export async function toUnit(
  ports: Needs,
  patient: string,
  recipient: readonly Reference[],
): Promise<To> {
  const ids = idsIn(recipient);
  const person = ids.PractitionerRole ?? ids.Practitioner;
  const service = await findOne<HealthcareService>(
    ports.db,
    ports.room('HealthcareService'),
    ids.HealthcareService,
  );
  const role = await roleOf(ports, person);
  if (person !== undefined && !(await staffOf(ports, patient)).includes(person))
    throw noRecipient();
  const units = [
    ids.Organization,
    idIn(service?.resource.providedBy?.reference, 'Organization'),
    idIn(role?.resource.organization?.reference, 'Organization'),
  ].filter((id) => id !== undefined);
  const isMissing = (ids.HealthcareService && !service) || (person && !role);
  if (isMissing || new Set(units).size !== 1) throw noRecipient();
  const unit = await unitOf(ports, units[0]);
  return {
    unit,
    recipient: [
      { reference: `Organization/${unit.id}` },
      ...(service ? [{ reference: `HealthcareService/${service.resource.id}` }] : []),
      ...(role ? [{ reference: `PractitionerRole/${person}` }] : []),
    ],
  };
}

/** Whom staff write to: the citizen, or a relative of the citizen's. */
export async function toPerson(
  ports: Needs,
  patient: string,
  recipient: readonly Reference[],
): Promise<Recipients> {
  const [{ reference } = { reference: `Patient/${patient}` }, ...more] = recipient;
  const relative = idIn(reference, 'RelatedPerson');
  const found = await findOne<RelatedPerson>(ports.db, ports.room('RelatedPerson'), relative);
  const isRelative = found?.resource.patient.reference === `Patient/${patient}`;
  if (more.length > 0 || !(isRelative || reference === `Patient/${patient}`)) throw noRecipient();
  return [{ reference: `${reference}` }];
}

/** The units that take messages, by name. */
export async function openUnits(ports: Needs): Promise<To['unit'][]> {
  const { table } = ports.room('Organization');
  const { rows } = await ports.db.query<{ id: string }>(
    `select id from ${table} where view & 1 <> 0 order by id limit 2000`,
  );
  const all = await findAll<Organization>(
    ports.db,
    ports.room('Organization'),
    rows.map(({ id }) => id),
  );
  const units = all.map(({ resource }) => resource);
  const taking = units.filter((unit) => replyDaysOf(unit, ports.municipality) !== undefined);
  const off = await offAt(
    ports,
    'messages',
    taking.map(({ id }) => id),
  );
  return taking
    .filter(({ id }) => !off.has(id))
    .sort((a, b) => `${a.name}`.localeCompare(`${b.name}`, 'da'));
}
