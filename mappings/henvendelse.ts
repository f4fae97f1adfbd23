import type { Identifier, ServiceRequest } from '@medplum/fhirtypes';
import type { Henvendelse } from '../src/cura/insight-records.ts';
import { structure } from '../src/fhir/canonical.ts';
import { codes, concept } from '../src/mapping/code-table.ts';
import { type Context, instant, text } from '../src/mapping/codec.ts';
import { extension, member, reference, referenceTo } from '../src/mapping/element.ts';
import { between } from '../src/mapping/mapping.ts';
import { only, slice } from '../src/mapping/structure.ts';
import { inMember } from '../src/mapping/unmappable.ts';
import { inquiryFrom, inquiryState, inquiryStatus } from './codes/insight.ts';
import { system } from './codes/system.ts';
import { actingParty } from './element/acting-party.ts';
import { clientIdentifier } from './element/client-identifier.ts';
import { oneNote } from './element/plain-text.ts';
import { eksternReference, internal } from './element/unmapped.ts';

const { row, list, part, derivedPart, derived, fixed, group, mapping } = between<
  Henvendelse,
  ServiceRequest
>('henvendelse', 'ServiceRequest');

type Asker = Pick<Henvendelse, 'borgerId' | 'fra' | 'paaroerendeId'>;

const citizen = reference('borger', 'Patient');
const relative = reference('paaroerende', 'RelatedPerson');
const coded = concept(inquiryFrom);

/** The citizen is named by the record's citizen; of a relative Cura may not know who it was. */
function askerOf({ borgerId, fra, paaroerendeId }: Asker, context: Context) {
  if (fra === 'A1') return citizen.decode(borgerId, context);
  return paaroerendeId === undefined ? undefined : relative.decode(paaroerendeId, context);
}

function relativeIn({ requester }: ServiceRequest, context: Context, base?: Asker) {
  if (requester === undefined) return undefined;
  return inMember('requester', () => relative.encode(requester, context, base?.paaroerendeId));
}

/** Who asks, as FSIII has it and as a reference. */
const asker = {
  name: 'asker',
  decode: (record: Asker, context: Context) => {
    const category = coded.decode(record.fra, context);
    const requester = askerOf(record, context);
    return {
      ...(category && { category: [category] }),
      ...(requester && { requester }),
    };
  },
  encode: (request: ServiceRequest, context: Context, base: Asker | undefined) => {
    const fra = inMember('category', () =>
      only(coded).encode(request.category ?? [], context, base?.fra),
    );
    const paaroerendeId = fra === 'A1' ? base?.paaroerendeId : relativeIn(request, context, base);
    return { fra, ...(paaroerendeId !== undefined && { paaroerendeId }) };
  },
};

const inquiries = mapping(
  [
    list('extension', [
      part('status', extension(structure('inquiry-state'), 'valueCode', codes(inquiryState))),
      part('svarSenest?', extension(structure('inquiry-reply-due'), 'valueDateTime', instant)),
      part(['udfoertAf?', '(borgerId)'], actingParty),
    ]),
    list('identifier', [
      derivedPart(
        `.where(system='${system.curaInquiry}')`,
        (item: Identifier) => item.system === system.curaInquiry,
        ({ id }) => (id === undefined ? undefined : { system: system.curaInquiry, value: id }),
      ),
      part(
        'klientReference?',
        slice(clientIdentifier, '', (item) => item.system !== system.curaInquiry),
      ),
    ]),
    derived('status', ({ status }) => inquiryStatus[status]),
    fixed('intent', 'proposal'),
    group(['fra', 'paaroerendeId?'], ['category', 'requester'], asker),
    row('emne', 'code', member<string, { text?: string }, 'text'>('text', text, {})),
    row('borgerId', 'subject', citizen),
    row('modtaget', 'authoredOn', instant),
    list('performer', [
      part('enhedId', referenceTo('enhed', 'Organization')),
      part('ydelsestypeId?', referenceTo('ydelsestype', 'HealthcareService')),
    ]),
    row('tekst', 'note', oneNote),
  ],
  { ...internal, eksternReference },
  {
    externalId: 'eksternReference',
    completed: {
      requester: {
        da: 'en pårørende, som kun et login fortæller om, vides her',
        en: 'a relative whom only a login tells of is known here',
      },
    },
  },
);

const relatives = 'RelatedPerson/';

/** Of a relative whom only a login tells of Cura has no record: who that was stands in `udfoertAf`. */
const isOfLogin = (reference: string | undefined, context: Context): boolean =>
  reference?.startsWith(relatives) === true &&
  context.curaId('paaroerende', reference.slice(relatives.length)) === undefined;

/** What somebody asked the municipality for. The state tells how far it has come; R4's status follows from it. */
export const henvendelseMapping: typeof inquiries = {
  ...inquiries,
  toRecord: (request, base, context) => {
    const { requester, ...rest } = request;
    const isTold = base?.paaroerendeId !== undefined || !isOfLogin(requester?.reference, context);
    return inquiries.toRecord(isTold ? request : rest, base, context);
  },
};
