/** Where a message stands: the first of a thread, or an answer in one. */
import type { Communication, Organization, Reference } from '@medplum/fhirtypes';
import type { Actor } from '../../access/grant.ts';
import { scopeOf } from '../../access/scope.ts';
import { fail, forbidden, unprocessable } from '../../fhir/outcome.ts';
import { binder } from '../../store/predicate.ts';
import { citizenOf } from '../appointment/book-resource.ts';
import { type Call, idIn } from '../define.ts';
import { findOne } from '../find-resource.ts';
import { messageAccess } from './access.ts';
import { setByServer, titleOf } from './message-given.ts';
import { type Recipients, toPerson, toUnit } from './recipient.ts';
import { citizenOfMessage, isFromStaff, isMessage, type Kept, threadOf, unitOf } from './thread.ts';

/** What follows for a message from its place. */
export interface Standing {
  readonly unit: Organization & { id: string };
  readonly recipient: Recipients;
  readonly title: string;
  /** The first message, and the one that is answered; absent for a thread's first. */
  readonly thread?: Kept;
  readonly answered?: Kept;
}

const noThread = (element: 'inResponseTo' | 'partOf') =>
  unprocessable(
    'message-thread',
    {
      da: 'Der er ingen sådan besked, man kan svare på.',
      en: 'There is no such message that could be answered.',
    },
    { expression: `Communication.${element}` },
  );

const otherThread = (element: string) =>
  unprocessable(
    'message-other-thread',
    {
      da: 'En besked har den titel, den borger, den modpart og den tråd (partOf), som den besked har, den svarer på.',
      en: 'A message has the title, citizen, other side and thread (partOf) of the message that it answers.',
    },
    { expression: `Communication.${element}` },
  );

/** A message that the caller may see, as staff see it. */
export async function visibleMessage(
  { ports, grant }: Call,
  patient: string,
  id: string | undefined,
): Promise<Kept | undefined> {
  if (id === undefined) return undefined;
  const { bind, values } = binder();
  const room = { type: 'Communication', access: messageAccess(ports.municipality) };
  const wanted = bind(id);
  const scope = scopeOf(room, grant, { named: patient })('r', bind);
  const { rowCount } = await ports.db.query(
    `select from communication r where r.id = ${wanted} and r.patient = ${bind(patient)} and ${scope}`,
    values,
  );
  const found = rowCount > 0 && (await findOne<Kept>(ports.db, ports.room('Communication'), id));
  return found && isMessage(found.resource) ? found.resource : undefined;
}

/** Id of the message that another is an answer to, or of the thread that it is put in. */
const answeredIn = ({ inResponseTo, partOf }: Communication): string | undefined =>
  idIn(inResponseTo?.[0]?.reference ?? partOf?.[0]?.reference, 'Communication');

/** About whom a message is: the citizen whom it names, or of the message that it answers. 422 where the caller may see none. */
export async function citizenIn(call: Call, given: Communication): Promise<string> {
  const { db, room } = call.ports;
  const named = idIn(given.subject?.reference, 'Patient');
  const id = answeredIn(given);
  if (named !== undefined || id === undefined) return citizenOf(call, named);
  const found = await findOne<Communication>(db, room('Communication'), id);
  const patient = found && citizenOfMessage(found.resource);
  if (patient === undefined || !(await visibleMessage(call, patient, id)))
    throw noThread(given.inResponseTo ? 'inResponseTo' : 'partOf');
  return patient;
}

const same = (given: readonly Reference[] | undefined, wanted: readonly Reference[]): boolean =>
  given === undefined ||
  given.every(({ reference }) => wanted.some((one) => one.reference === reference));

/** The other side of a message: whoever wrote it, or for the same side to whom it went. */
function otherSide(answered: Kept, actor: Actor, unit: string): Recipients {
  if (actor.capacity === 'staff') {
    const person = isFromStaff(answered) ? answered.recipient?.[0] : answered.sender;
    return person ? [{ reference: `${person.reference}` }] : [];
  }
  const toStaff = isFromStaff(answered) ? [answered.sender] : answered.recipient;
  const person = toStaff?.find((one) => idIn(one?.reference, 'PractitionerRole') !== undefined);
  return [
    { reference: `Organization/${unit}` },
    ...(person ? [{ reference: `${person.reference}` }] : []),
  ];
}

function assertUnit({ grant }: Call, actor: Actor, unit: string): void {
  if (actor.capacity !== 'staff' || grant.units.includes(`Organization/${unit}`)) return;
  throw forbidden('answer-by-unit', {
    da: 'Kun personalet i den enhed, som tråden hører til, kan skrive i den.',
    en: 'Only staff of the unit to which the thread belongs can write in it.',
  });
}

async function answering(
  call: Call,
  given: Communication,
  { patient, actor }: Writing,
): Promise<Standing> {
  const element = given.inResponseTo ? 'inResponseTo' : 'partOf';
  const answered = await visibleMessage(call, patient, answeredIn(given));
  if (!answered || answered.status === 'stopped') throw noThread(element);
  const { db, room } = call.ports;
  const first = await findOne<Kept>(db, room('Communication'), threadOf(answered));
  const thread = first?.resource ?? answered;
  const unit = await findOne<Organization>(db, room('Organization'), unitOf(answered));
  if (!unit) throw noThread(element);
  assertUnit(call, actor, unit.resource.id);
  const recipient = otherSide(answered, actor, unit.resource.id);
  const title = `${thread.topic?.text}`;
  if (!same(given.partOf, [{ reference: `Communication/${thread.id}` }]))
    throw otherThread('partOf');
  if (!same(given.recipient, recipient)) throw otherThread('recipient');
  if (given.topic !== undefined && given.topic.text !== title) throw otherThread('topic');
  return { unit: unit.resource, recipient, title, thread, answered };
}

async function unitOfStaff(call: Call, actor: Actor): Promise<Organization & { id: string }> {
  const { db, room } = call.ports;
  const id = idIn(actor.who, 'Practitioner');
  const { rows } = await db.query<{ unit: string }>(
    `select substr(x, 14) as unit from practitioner_role r, unnest(r.p_organization) x
     where r.id = $1 and r.view & 1 <> 0`,
    [id],
  );
  const unit = await findOne<Organization>(db, room('Organization'), rows[0]?.unit);
  if (!unit) throw fail(422, setByServer('sender'));
  assertUnit(call, actor, unit.resource.id);
  return unit.resource;
}

/** Who writes, and about whom. */
export interface Writing {
  readonly patient: string;
  readonly actor: Actor;
}

/** Where the message stands; refuses what does not fit the thread. */
export async function standingOf(
  call: Call,
  given: Communication,
  writing: Writing,
): Promise<Standing> {
  const { patient, actor } = writing;
  if (given.inResponseTo || given.partOf) return answering(call, given, writing);
  const title = titleOf(given);
  const wanted = given.recipient ?? [];
  if (actor.capacity === 'staff') {
    const unit = await unitOfStaff(call, actor);
    return { unit, title, recipient: await toPerson(call.ports, patient, wanted) };
  }
  return { title, ...(await toUnit(call.ports, patient, wanted)) };
}
