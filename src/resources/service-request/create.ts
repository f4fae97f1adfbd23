import type {
  Extension,
  HealthcareService,
  Organization,
  ServiceRequest,
} from '@medplum/fhirtypes';
import type { Actor } from '../../access/grant.ts';
import { noMandate } from '../../access/resolve.ts';
import { actorFor } from '../../access/scope.ts';
import { uuidv7 } from '../../fhir/id.ts';
import { formatInstant } from '../../fhir/instant.ts';
import { fail, forbidden, unprocessable } from '../../fhir/outcome.ts';
import { actedBy } from '../appointment/hold-state.ts';
import { type Call, idIn, type Ports, type Room } from '../define.ts';
import { awaitingDelivery } from '../delivery-state.ts';
import { findOne } from '../find-resource.ts';
import { defaultLaw, lawOf } from '../healthcare-service/policy.ts';
import { assertActs } from '../mandate-to-act.ts';
import { faultOf } from './asked.ts';
import { inquiryFrom, serviceOf, stateAs, unitOf } from './inquiry.ts';
import { sendOnce } from './resent.ts';

type Kept = ServiceRequest & { id: string };
type Asker = keyof typeof inquiryFrom;

/** The citizen, or a relative who may act. What staff ask for is written in Cura. */
function askerFor({ grant }: Call, patient: string): Actor & { readonly capacity: Asker } {
  const actor = actorFor(grant, patient, 'ServiceRequest');
  if (actor === undefined) throw fail(403, noMandate);
  const { capacity } = actor;
  if (capacity !== 'self' && capacity !== 'relative')
    throw forbidden('inquiry-by-citizen', {
      da: 'En henvendelse sendes af borgeren eller en pårørende med fuldmagt.',
      en: 'An inquiry is sent by the citizen, or by a relative with a mandate.',
    });
  assertActs(grant, patient, 'ServiceRequest');
  return { ...actor, capacity };
}

const unknown = (expression: string) =>
  unprocessable(
    'inquiry-unit',
    {
      da: 'Enheden eller ydelsen findes ikke, eller ingen kan svare for den.',
      en: 'There is no such unit or service, or nobody answers for it.',
    },
    { expression },
  );

interface Receiver {
  readonly unit: string;
  readonly service: HealthcareService | undefined;
}

/** The unit that is written to: the one that is named, or that of the service. */
async function receiverOf({ db, room }: Ports, given: ServiceRequest): Promise<Receiver> {
  const id = serviceOf(given);
  const found = await findOne<HealthcareService>(db, room('HealthcareService'), id);
  if (id !== undefined && !found) throw unknown('ServiceRequest.performer');
  const service = found?.resource;
  const unit = unitOf(given) ?? idIn(service?.providedBy?.reference, 'Organization');
  const known = await findOne<Organization>(db, room('Organization'), unit);
  if (!known || unit === undefined) throw unknown('ServiceRequest.performer');
  return { unit, service };
}

/** Whether Cura has a record of this relative: one that a login alone tells of it cannot name. */
async function isInCura({ db }: Ports, { who }: Actor): Promise<boolean> {
  const { rowCount } = await db.query(
    `select from cura_record where record = 'paaroerende' and id = $1 and not deleted`,
    [idIn(who, 'RelatedPerson') ?? ''],
  );
  return rowCount > 0;
}

interface Sent {
  readonly id: string;
  readonly given: ServiceRequest;
  readonly patient: string;
  readonly actor: Actor & { readonly capacity: Asker };
  readonly receiver: Receiver;
  /** Cura knows the relative who asks. */
  readonly isKnown: boolean;
  readonly now: number;
}

/** Of a relative whom Cura has no record of it is told the name alone. */
function actingIn({ actor, isKnown, now }: Sent): Extension {
  const { name } = actor;
  const acting = actedBy(actor, now);
  if (isKnown) return acting;
  const extension = (acting.extension ?? []).flatMap((one) => {
    if (one.url !== 'who') return [one];
    return name === undefined ? [] : [{ url: 'who', valueReference: { display: name } }];
  });
  return { ...acting, extension };
}

const drafted = (sent: Sent): Kept => {
  const { id, given, patient, actor, receiver, now } = sent;
  const { service, unit } = receiver;
  return {
    resourceType: 'ServiceRequest',
    id,
    meta: { tag: [{ ...awaitingDelivery }] },
    extension: [stateAs('received'), actingIn(sent)],
    ...(given.identifier && { identifier: given.identifier }),
    status: 'active',
    intent: 'proposal',
    category: [{ coding: [{ ...inquiryFrom[actor.capacity] }] }],
    code: { text: given.code?.text ?? '' },
    subject: { reference: `Patient/${patient}` },
    authoredOn: formatInstant(now),
    requester: { reference: actor.who },
    performer: [
      { reference: `Organization/${unit}` },
      ...(service ? [{ reference: `HealthcareService/${service.id}` }] : []),
    ],
    note: [{ text: given.note?.[0]?.text ?? '' }],
  };
};

const differs = (expression: string) =>
  unprocessable(
    'inquiry-sender',
    {
      da: 'Afsender og kategori følger af, hvem der er logget ind.',
      en: 'Who asks, and the category, follow from who is logged in.',
    },
    { expression },
  );

/** What is sent of these may only be what is worked out anyhow. */
function assertSender({ requester, category }: ServiceRequest, actor: Actor): void {
  const [first, ...others] = category ?? [];
  const code = first?.coding?.[0]?.code;
  const own = inquiryFrom[actor.capacity as Asker].code;
  if (others.length > 0 || (code !== undefined && code !== own))
    throw differs('ServiceRequest.category');
  if (requester !== undefined && requester.reference !== actor.who)
    throw differs('ServiceRequest.requester');
}

/** POST of a ServiceRequest: accepted at once, and brought to Cura as soon as it can be reached. */
export const createInquiry: NonNullable<Room['create']> = async (call) => {
  const { ports } = call;
  const given = call.resource as ServiceRequest;
  const patient = idIn(given.subject?.reference, 'Patient');
  if (patient === undefined) throw fail(403, noMandate);
  const actor = askerFor(call, patient);
  const fault = faultOf(given);
  if (fault) throw fault;
  assertSender(given, actor);
  const receiver = await receiverOf(ports, given);
  const isKnown = actor.capacity === 'self' || (await isInCura(ports, actor));
  const now = ports.now();
  const id = uuidv7(now);
  const resource = drafted({ id, given, patient, actor, receiver, isKnown, now });
  const policy = receiver.service ? lawOf(receiver.service) : defaultLaw;
  const plan = { kind: 'create', record: 'henvendelse', method: 'create' } as const;
  const { stored, isNew } = await sendOnce(ports, { given, patient, actor, id }, async (guard) => {
    const asked = { ...plan, resource, patient, policy, ...(guard && { guard }) };
    const [one] = await ports.writeLater([asked], actor);
    if (!one) throw new Error('The inquiry was not written.');
    return one;
  });
  return { status: isNew ? 201 : 200, stored };
};
