/** Sending a message: it is accepted at once and reaches Cura when it can, its files before it. */
import type { Communication, Extension } from '@medplum/fhirtypes';
import { messageCategory } from '../../../mappings/codes/message.ts';
import type { Actor } from '../../access/grant.ts';
import { isRelated } from '../../access/relation.ts';
import { noMandate } from '../../access/resolve.ts';
import { actorFor } from '../../access/scope.ts';
import { uuidv7 } from '../../fhir/id.ts';
import { formatInstant } from '../../fhir/instant.ts';
import { fail, unprocessable } from '../../fhir/outcome.ts';
import type { Transaction } from '../../store/database.ts';
import { actedBy } from '../appointment/hold-state.ts';
import { keepContent } from '../binary/content.ts';
import { type Call, idIn, type Room } from '../define.ts';
import { awaitingDelivery } from '../delivery-state.ts';
import { assertOnAt } from '../feature-unit.ts';
import { findOne } from '../find-resource.ts';
import { defaultLaw } from '../healthcare-service/policy.ts';
import { assertActs } from '../mandate-to-act.ts';
import type { Stored, WritePlan } from '../write-plan.ts';
import { type File, filesIn } from './attachment.ts';
import { emergencyNote } from './emergency.ts';
import { assertSendable, setByServer, wordsOf } from './message-given.ts';
import { AlreadySent, keepIdentifier, keyOf, sentBefore } from './message-identifier.ts';
import { citizenIn, type Standing, standingOf, type Writing } from './message-thread.ts';
import { closingTimes, replyDaysOf, replyDue } from './reply-time.ts';
import { sharingOf } from './sharing.ts';
import { awaitingUrl, type Kept, replyDueUrl, unitUrl, unread } from './thread.ts';
import { assertShared } from './thread-lock.ts';

const senderOf = ({ who }: Actor): string => who.replace(/^Practitioner\//, 'PractitionerRole/');

async function writingOf(call: Call, given: Communication): Promise<Writing> {
  const patient = await citizenIn(call, given);
  const actor = actorFor(call.grant, patient, 'Communication');
  const known =
    actor?.capacity !== 'staff' || (await isRelated(call.ports.db, call.grant, patient));
  if (!actor || !known) throw fail(403, noMandate);
  assertActs(call.grant, patient, 'Communication');
  const { sender } = given;
  if (sender && sender.reference !== senderOf(actor) && sender.reference !== actor.who)
    throw fail(422, setByServer('sender'));
  return { patient, actor };
}

/** Cura names the relative who wrote by a record of its own. */
async function assertKnown({ ports }: Call, { actor }: Writing): Promise<void> {
  const id = idIn(actor.who, 'RelatedPerson');
  if (id === undefined) return;
  const { rowCount } = await ports.db.query(
    `select from cura_record where record = 'paaroerende' and id = $1 and not deleted`,
    [id],
    { name: 'relative-known' },
  );
  if (rowCount > 0) return;
  throw unprocessable('relative-unknown', {
    da: 'Kommunen har ikke registreret dig som pårørende til borgeren endnu, så svaret kunne ikke finde dig. Ring til kommunen.',
    en: 'The municipality has not registered you as a relative of the citizen yet, so no answer would reach you. Please phone the municipality.',
  });
}

/** By when the unit answers what a citizen or a relative writes. */
function dueAt({ ports }: Call, { unit }: Standing, { actor }: Writing): string | undefined {
  const replyDays = replyDaysOf(unit, ports.municipality);
  if (actor.capacity === 'staff' || replyDays === undefined) return undefined;
  const { closedDates } = ports.municipality;
  const asked = { sent: ports.now(), replyDays, closing: closingTimes(unit), closedDates };
  return formatInstant(replyDue(asked));
}

interface Made extends Writing {
  readonly id: string;
  readonly standing: Standing;
  readonly files: readonly File[];
  readonly shared: readonly Extension[];
}

function extensionsOf(call: Call, made: Made): Extension[] {
  const { standing, actor, shared } = made;
  const due = dueAt(call, standing, made);
  const unit = { reference: `Organization/${standing.unit.id}` };
  return [
    actedBy(actor, call.ports.now()),
    ...(actor.capacity === 'staff' ? [{ url: unitUrl, valueReference: unit }] : []),
    ...(due === undefined ? [] : [{ url: replyDueUrl, valueDateTime: due }]),
    ...unread(standing.recipient.map(({ reference }) => `${reference}`)),
    ...(due === undefined ? [] : [{ url: awaitingUrl, valueDateTime: due }]),
    ...shared,
  ];
}

const link = (message: Kept | undefined) => [{ reference: `Communication/${message?.id}` }];

function messageOf(call: Call, given: Communication, made: Made): Kept {
  const { id, patient, actor, standing, files } = made;
  const { thread, answered, recipient, title } = standing;
  return {
    resourceType: 'Communication',
    id,
    meta: { tag: [awaitingDelivery] },
    extension: extensionsOf(call, made),
    ...(given.identifier && { identifier: given.identifier }),
    ...(thread && { partOf: link(thread), inResponseTo: link(answered) }),
    status: 'in-progress',
    category: [messageCategory],
    subject: { reference: `Patient/${patient}` },
    topic: { text: title },
    ...(given.about && { about: given.about }),
    sent: formatInstant(call.ports.now()),
    recipient,
    sender: { reference: senderOf(actor) },
    payload: [
      { contentString: wordsOf(given) },
      ...files.map(({ attachment }) => ({ contentAttachment: attachment })),
    ],
    ...emergencyNote(call.ports.municipality),
  };
}

const otherCitizen = () =>
  unprocessable(
    'other-citizen',
    {
      da: 'Den aftale, beskeden handler om, er ikke borgerens.',
      en: "The appointment that the message is about is not the citizen's.",
    },
    { expression: 'Communication.about' },
  );

/** What a message is about is an appointment of the citizen's. */
async function assertAbout({ ports }: Call, given: Communication, patient: string): Promise<void> {
  const [about] = given.about ?? [];
  if (about === undefined) return;
  const id = idIn(about.reference, 'Appointment');
  const { rowCount } = await ports.db.query(
    `select from appointment where id = $1 and patient = $2 and view & 2 <> 0`,
    [id, patient],
  );
  if (rowCount === 0) throw otherCitizen();
}

async function send(call: Call, given: Communication, writing: Writing, key: string | undefined) {
  const { patient, actor } = writing;
  const { ports } = call;
  const standing = await standingOf(call, given, writing);
  await assertOnAt(ports, 'messages', standing.unit.id);
  await assertKnown(call, writing);
  await assertAbout(call, given, patient);
  const shared = sharingOf(call, given, { ...standing, patient });
  const id = uuidv7(ports.now());
  const attachments = (given.payload ?? []).flatMap(({ contentAttachment }, at) =>
    contentAttachment
      ? [{ ...contentAttachment, at: `Communication.payload[${at}].contentAttachment` }]
      : [],
  );
  const files = await filesIn(attachments, { message: id, patient, now: ports.now() });
  const made = { ...writing, id, standing, files, shared };
  const common = { kind: 'send', method: 'create', patient, policy: defaultLaw } as const;
  const plans: WritePlan[] = [
    ...files.map(({ binary, bytes }) => ({
      ...{ ...common, record: 'bilag', resource: binary },
      guard: (tx: Transaction) => keepContent(tx, { id: binary.id, patient, bytes }),
    })),
    {
      ...{ ...common, record: 'besked', resource: messageOf(call, given, made) },
      guard: async (tx) => {
        const { thread } = standing;
        if (thread) await assertShared(tx, thread.id, { shared: shared.length > 0 });
        if (key !== undefined) await keepIdentifier({ key, patient, message: id })(tx);
      },
    },
  ];
  return (await ports.writeLater(plans, actor)).at(-1);
}

/** POST of a message. The same identifier of the same sender gives the first message again. */
export const createMessage: NonNullable<Room['create']> = async (call) => {
  const given = call.resource as Communication;
  assertSendable(given);
  const writing = await writingOf(call, given);
  const key = keyOf(call, writing, given.identifier?.[0]);
  const before = (id: string | undefined): Promise<Stored | undefined> =>
    findOne(call.ports.db, call.ports.room('Communication'), id);
  const known = key && (await before(await sentBefore(call.ports.db, key)));
  if (known) return { status: 200, stored: known };
  try {
    const stored = await send(call, given, writing, key);
    if (!stored) throw new Error('The message was not written.');
    return { status: 201, stored };
  } catch (error) {
    if (!(error instanceof AlreadySent)) throw error;
    const stored = await before(error.communication);
    if (!stored) throw error;
    return { status: 200, stored };
  }
};
