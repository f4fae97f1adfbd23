import type { Communication, Extension, Reference } from '@medplum/fhirtypes';
import type { Besked } from '../../src/cura/dialogue-records.ts';
import { structure } from '../../src/fhir/canonical.ts';
import type { Context } from '../../src/mapping/codec.ts';
import { isReferenceTo, type ReferenceCodec, reference } from '../../src/mapping/element.ts';
import { refusal, Unmappable, within } from '../../src/mapping/unmappable.ts';

type Between = Pick<
  Besked,
  'retning' | 'borgerId' | 'enhedId' | 'ydelsestypeId' | 'medarbejderId' | 'paaroerendeId'
>;

const unitUrl = structure('message-unit');
const unitAt = `extension('${unitUrl}').value`;

const citizen = reference('borger', 'Patient');
const relative = reference('paaroerende', 'RelatedPerson');
const unit = reference('enhed', 'Organization');
const service = reference('ydelsestype', 'HealthcareService');
const role = reference('medarbejder', 'PractitionerRole');

const isRelative = isReferenceTo('RelatedPerson');
const isUnit = isReferenceTo('Organization');
const isService = isReferenceTo('HealthcareService');
const isRole = isReferenceTo('PractitionerRole');
const isFromOutside = (sender: Reference | undefined): boolean =>
  isRelative(sender) || isReferenceTo('Patient')(sender);

/** The unit that an answer comes from; of a message to a unit the recipient says so. */
export const messageUnit = {
  at: `('${unitUrl}')`,
  claims: ({ url }: Extension): boolean => url === unitUrl,
  make: ({ retning, enhedId }: Between, context: Context): Extension | undefined =>
    retning === 'ud' ? { url: unitUrl, valueReference: unit.decode(enhedId, context) } : undefined,
};

function decode(record: Between, context: Context): Pick<Communication, 'sender' | 'recipient'> {
  const { retning, borgerId, enhedId, ydelsestypeId, medarbejderId, paaroerendeId } = record;
  const person =
    paaroerendeId === undefined
      ? citizen.decode(borgerId, context)
      : relative.decode(paaroerendeId, context);
  const staff = medarbejderId === undefined ? undefined : role.decode(medarbejderId, context);
  if (retning === 'ud')
    return { sender: staff ?? unit.decode(enhedId, context), recipient: [person] };
  const served = ydelsestypeId === undefined ? [] : [service.decode(ydelsestypeId, context)];
  return {
    sender: person,
    recipient: [unit.decode(enhedId, context), ...served, ...(staff ? [staff] : [])],
  };
}

function idOf(
  codec: ReferenceCodec,
  value: Reference,
  { context, held, at }: { context: Context; held: string | undefined; at: string },
): string {
  try {
    return codec.encode(value as { reference?: string }, context, held);
  } catch (error) {
    throw within(error, at);
  }
}

type Given = Pick<Communication, 'sender' | 'recipient' | 'extension'>;
type Coded = Omit<Between, 'borgerId'>;

/** To a unit, or also to its service and to somebody of its staff. */
function encodeIn({ sender, recipient = [] }: Given, context: Context, base?: Between): Coded {
  const other = recipient.findIndex((one) => !isUnit(one) && !isService(one) && !isRole(one));
  if (other >= 0) throw new Unmappable(refusal.wrongReference, `recipient[${other}]`);
  const one = (is: (item: Reference) => boolean, codec: ReferenceCodec, held?: string) => {
    const at = recipient.findIndex(is);
    const found = recipient[at];
    return found && idOf(codec, found, { context, held, at: `recipient[${at}]` });
  };
  const enhedId = one(isUnit, unit, base?.enhedId);
  if (enhedId === undefined) throw new Unmappable(refusal.missing, 'recipient');
  const [ydelsestypeId, medarbejderId] = [
    one(isService, service, base?.ydelsestypeId),
    one(isRole, role, base?.medarbejderId),
  ];
  return {
    ...{ retning: 'ind', enhedId },
    ...(ydelsestypeId !== undefined && { ydelsestypeId }),
    ...(medarbejderId !== undefined && { medarbejderId }),
    ...(sender &&
      isRelative(sender) && {
        paaroerendeId: idOf(relative, sender, {
          ...{ context, held: base?.paaroerendeId, at: 'sender' },
        }),
      }),
  };
}

/** From staff or their unit to the citizen, or to the relative who wrote. */
function encodeOut(given: Given, context: Context, base?: Between): Coded {
  const { sender, recipient = [], extension = [] } = given;
  const from = extension.find(messageUnit.claims)?.valueReference;
  if (from === undefined) throw new Unmappable(refusal.missing, unitAt);
  const enhedId = idOf(unit, from, { context, held: base?.enhedId, at: unitAt });
  const [to] = recipient;
  const held = base?.ydelsestypeId;
  return {
    ...{ retning: 'ud', enhedId },
    ...(held !== undefined && { ydelsestypeId: held }),
    ...(sender &&
      isRole(sender) && {
        medarbejderId: idOf(role, sender, { context, held: base?.medarbejderId, at: 'sender' }),
      }),
    ...(to &&
      isRelative(to) && {
        paaroerendeId: idOf(relative, to, {
          ...{ context, held: base?.paaroerendeId, at: 'recipient[0]' },
        }),
      }),
  };
}

/** Who wrote, and to whom: the direction of the record says which of them is staff. */
export const correspondents = {
  name: 'correspondents',
  decode,
  encode: (given: Given, context: Context, base: Between | undefined): Coded =>
    isFromOutside(given.sender) ? encodeIn(given, context, base) : encodeOut(given, context, base),
};
