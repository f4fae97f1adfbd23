/** Who may see what, worked out from Cura's records and the resources alone: none of the code under test is asked. */
import type {
  Appointment,
  CarePlan,
  HealthcareService,
  Organization,
  RelatedPerson,
  ServiceRequest,
  Task,
} from '@medplum/fhirtypes';
import type { Borger, Fuldmagt } from '../../src/cura/person-records.ts';
import { type Persona, personas } from '../../src/sandbox/people/personas.ts';
import { associationOf, isInForce, isOwn } from './in-force.ts';
import { fifteenYearsAgo, type Right, reaches, rightOf } from './right.ts';
import type { IndexRow, World } from './world.ts';
import { writersTo } from './written.ts';

export type Seer =
  | { readonly kind: 'person'; readonly self?: string; readonly rights: readonly Right[] }
  | { readonly kind: 'staff'; readonly citizens: ReadonlySet<string> }
  | { readonly kind: 'auditor' }
  | { readonly kind: 'system' }
  /** Who has not logged in, and an association: no citizen's data, and of the rest what is for all; and its `own` activities. */
  | { readonly kind: 'public'; readonly own?: string };

/** Whom a request is about: the citizen named, oneself, or everybody that one may act for. */
export type About = { readonly named: string } | 'self' | 'any';

const views = { staff: 1, citizen: 2, proxy: 4 } as const;
/** Rooms of no citizen: all who have logged in see them. */
const open = new Set(
  'Practitioner PractitionerRole Organization Location HealthcareService Schedule Slot ValueSet CodeSystem ConceptMap StructureMap OperationDefinition'.split(
    ' ',
  ),
);
const forAll = new Set(
  'Organization Location HealthcareService ValueSet CodeSystem ConceptMap StructureMap OperationDefinition'.split(
    ' ',
  ),
);
/** Of no citizen, and seen by staff. */
const ownerless = new Set(['Device', 'MeasureReport']);
const forAuditors = new Set(['Provenance', 'Device', 'AuditEvent', 'MeasureReport']);

const isUsable = (persona: Persona): boolean => persona.cpr !== undefined;

function holds(mandate: Fuldmagt, giver: Borger | undefined, now: number): boolean {
  if (!giver || giver.doed || mandate.status !== 'aktiv') return false;
  const until = Date.parse(mandate.gyldigTil ?? '9999-01-01');
  if (Date.parse(mandate.gyldigFra) > now || until <= now) return false;
  const isChild = (giver.foedselsdato ?? '') > fifteenYearsAgo(now);
  return (
    mandate.omfatter.includes('personlige') && (mandate.art !== 'foraeldremyndighed' || isChild)
  );
}

/** What the login alone says: of a living citizen, through Cura's relative or one that was made of the login. */
function byTicket(world: World, { cpr, name, mandators = [] }: Persona): Right[] {
  const { cura } = world.house;
  const known = world.curaIds('paaroerende').flatMap((id) => cura.read('paaroerende', id) ?? []);
  const givers = world.curaIds('borger').flatMap((id) => cura.read('borger', id) ?? []);
  return mandators.flatMap((mandator) => {
    const giver = givers.find((one) => one.cpr === mandator.cpr && !one.doed);
    if (!giver) return [];
    const patient = world.idOf('borger', giver.id) ?? '';
    const relative = known.find((one) => one.cpr === cpr && one.borgerId === giver.id);
    const made = (world.resources('RelatedPerson') as RelatedPerson[]).find(
      (one) => one.patient.reference === `Patient/${patient}` && one.name?.[0]?.text === name,
    );
    const relatedPerson = relative ? world.idOf('paaroerende', relative.id) : made?.id;
    return relatedPerson === undefined ? [] : [rightOf(world, patient, relatedPerson)];
  });
}

function personOf(world: World, persona: Persona): Seer {
  const { cpr, borgerId } = persona;
  const { cura, ports } = world.house;
  const grown = fifteenYearsAgo(ports.now());
  const citizen = borgerId === undefined ? undefined : cura.read('borger', borgerId);
  const isSelf = citizen && !citizen.doed && (citizen.foedselsdato ?? '1900-01-01') <= grown;
  const self = isSelf ? world.idOf('borger', citizen.id) : undefined;
  const rights = world
    .curaIds('fuldmagt')
    .flatMap((id) => cura.read('fuldmagt', id) ?? [])
    .filter(({ paaroerendeId }) => cura.read('paaroerende', paaroerendeId)?.cpr === cpr)
    .filter((mandate) => holds(mandate, cura.read('borger', mandate.borgerId), ports.now()))
    .map(({ borgerId, paaroerendeId }) => [
      world.idOf('borger', borgerId) ?? '',
      world.idOf('paaroerende', paaroerendeId) ?? '',
    ])
    .map(([patient = '', relatedPerson = '']) => rightOf(world, patient, relatedPerson));
  const all = [...rights, ...byTicket(world, persona)];
  return { kind: 'person', rights: all, ...(self !== undefined && { self }) };
}

function staffOf(world: World, { units = [] }: Persona): Seer {
  const mine = (world.resources('Organization') as Organization[])
    .filter(({ identifier = [] }) => identifier.some(({ value = '' }) => units.includes(value)))
    .map(({ id }) => `Organization/${id}`);
  const services = (world.resources('HealthcareService') as HealthcareService[])
    .filter(({ providedBy }) => mine.includes(providedBy?.reference ?? ''))
    .map(({ id }) => `HealthcareService/${id}`);
  const ours = new Set([...mine, ...services]);
  const met = (world.resources('Appointment') as Appointment[])
    .map(({ participant }) => participant.map(({ actor }) => actor?.reference ?? ''))
    .filter((references) => references.some((reference) => ours.has(reference)));
  const served = (world.resources('CarePlan') as CarePlan[])
    .filter(({ activity = [] }) =>
      activity.some(({ detail }) =>
        detail?.performer?.some(({ reference = '' }) => ours.has(reference)),
      ),
    )
    .map(({ subject }) => [subject.reference ?? '']);
  const asked = (world.resources('Task') as Task[])
    .filter(({ owner }) => ours.has(owner?.reference ?? ''))
    .map((task) => [task.for?.reference ?? '']);
  const inquired = (world.resources('ServiceRequest') as ServiceRequest[])
    .filter(({ performer = [] }) => performer.some(({ reference = '' }) => ours.has(reference)))
    .map(({ subject }) => [subject.reference ?? '']);
  const patients = [...met, ...served, ...asked, ...inquired, ...writersTo(world, ours)]
    .flat()
    .filter((one) => one.startsWith('Patient/'));
  return { kind: 'staff', citizens: new Set(patients.map((one) => one.slice(8))) };
}

/** What a persona is to the store. Undefined for those who cannot log in. */
export function seerOf(world: World, key: string): Seer | undefined {
  if (key === 'public') return { kind: 'public' };
  const persona = personas(1)[key];
  if (persona === undefined) throw new RangeError(`there is no persona ${key}`);
  if (persona.role === 'staff') return staffOf(world, persona);
  if (persona.role === 'auditor') return { kind: 'auditor' };
  if (persona.role === 'system') return { kind: 'system' };
  if (persona.role === 'association') return { kind: 'public', own: associationOf(world, persona) };
  return persona.role === undefined && isUsable(persona) ? personOf(world, persona) : undefined;
}

/** Whether somebody is let in at all: others are told so with 403. */
export const isSomebody = (seer: Seer): boolean =>
  seer.kind !== 'person' || seer.self !== undefined || seer.rights.length > 0;

export const mayName = (seer: Seer, patient: string): boolean =>
  seer.kind !== 'person' ||
  seer.self === patient ||
  seer.rights.some((right) => right.patient === patient);

const isIn = (about: About, patient: string, self: string | undefined): boolean =>
  about === 'any' || (about === 'self' ? patient === self : patient === about.named);

/** What was done is told of what is seen. */
function asRelative({ type, id, view, columns }: IndexRow, right: Right): boolean {
  const targets = type === 'Provenance' ? (columns.p_target as string[]) : [];
  return (
    (view & views.proxy) !== 0 && [`${type}/${id}`, ...targets].every((one) => reaches(one, right))
  );
}

function asPerson(row: IndexRow, seer: Extract<Seer, { kind: 'person' }>, about: About): boolean {
  if (row.patient === null) return row.type === 'Device';
  if (!isIn(about, row.patient, seer.self)) return false;
  if (row.patient === seer.self) return (row.view & views.citizen) !== 0;
  const right = seer.rights.find(({ patient }) => patient === row.patient);
  return right !== undefined && asRelative(row, right);
}

function seesOpen(row: IndexRow, seer: Seer): boolean {
  if (seer.kind === 'staff' || seer.kind === 'system') return (row.view & views.staff) !== 0;
  if (seer.kind === 'public' && !forAll.has(row.type)) return false;
  if (seer.kind === 'public' && isOwn(row, seer.own)) return true;
  const isFree = Array.isArray(row.columns.p_status) && row.columns.p_status.includes('free');
  return (row.view & views.citizen) !== 0 && (row.type !== 'Slot' || isFree) && isInForce(row);
}

/** What a unit has to do with: never who has looked. */
function asStaff({ type, patient }: IndexRow, citizens: ReadonlySet<string>): boolean {
  return patient === null ? ownerless.has(type) : type !== 'AuditEvent' && citizens.has(patient);
}

/** Subscriptions are seen by their owner alone; nobody of staff and no machine has made one here. */
function asOwner(row: IndexRow, seer: Seer, about: About): boolean {
  if (seer.kind !== 'person' || !asPerson(row, seer, about)) return false;
  const owners = row.columns.p_owner as string[];
  const mine = seer.rights.map(({ relatedPerson }) => `RelatedPerson/${relatedPerson}`);
  return [...mine, `Patient/${seer.self}`].some((one) => owners.includes(one));
}

/** Whether this row, in this view, is what the seer gets. */
export function sees(row: IndexRow, seer: Seer, about: About): boolean {
  if (open.has(row.type)) return seesOpen(row, seer);
  if (row.type === 'Subscription') return asOwner(row, seer, about);
  if (seer.kind === 'person') return asPerson(row, seer, about);
  if (seer.kind === 'public' || !(row.view & views.staff)) return false;
  if (seer.kind === 'system') return true;
  if (seer.kind === 'staff') return asStaff(row, seer.citizens);
  return forAuditors.has(row.type) && (row.type !== 'Device' || row.patient === null);
}
