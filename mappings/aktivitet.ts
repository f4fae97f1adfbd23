import type {
  CodeableConcept,
  Extension,
  HealthcareService,
  HealthcareServiceEligibility,
  Money,
} from '@medplum/fhirtypes';
import type { Aktivitet } from '../src/cura/activity-records.ts';
import { structure } from '../src/fhir/canonical.ts';
import { codes, concept } from '../src/mapping/code-table.ts';
import { type Codec, count, instant, text } from '../src/mapping/codec.ts';
import { extension, extensionOf, member, reference } from '../src/mapping/element.ts';
import { inside } from '../src/mapping/make-rows.ts';
import { between } from '../src/mapping/mapping.ts';
import { only, slice } from '../src/mapping/structure.ts';
import { refusal, Unmappable } from '../src/mapping/unmappable.ts';
import { url } from '../src/mapping/url.ts';
import { activity, activityKind, approval, audience, signUp } from './codes/activity.ts';
import { system } from './codes/system.ts';
import { activityPlace } from './element/activity-place.ts';
import { activitySession, activitySessionUrl, activityTimes } from './element/activity-times.ts';
import { validity } from './element/period.ts';
import { carried, eksternReference, udfoertAf } from './element/unmapped.ts';

const { row, list, part, parts, derivedPart, derived, group, mapping } = between<
  Aktivitet,
  HealthcareService
>('aktivitet', 'HealthcareService');

type Approval = Pick<Aktivitet, 'status' | 'afvisningsgrund'>;
type SignUp = Pick<Aktivitet, 'tilmelding' | 'tilmeldingslink' | 'holdId'>;
const state = inside<Approval, Extension>();
const joining = inside<SignUp, Extension>();

/** `{status, reason?}`. */
const approvalParts = state.shape('approval', [
  state.fixed('url', structure('approval')),
  state.list('extension', [
    state.part('status', extension('status', 'valueCode', codes(approval))),
    state.part('afvisningsgrund?', extension('reason', 'valueString', text)),
  ]),
]);

/** `{manner, link?, class?}`. */
const signUpParts = joining.shape('signUp', [
  joining.fixed('url', structure('sign-up')),
  joining.list('extension', [
    joining.part('tilmelding', extension('manner', 'valueCode', codes(signUp))),
    joining.part('tilmeldingslink?', extension('link', 'valueUrl', url)),
    joining.part(
      'holdId?',
      extension('class', 'valueReference', reference('hold', 'HealthcareService')),
    ),
  ]),
]);

const price = member<number, Money, 'value'>('value', count, { currency: 'DKK' });
const area = structure('postal-area');
const isAll = ({ url, valueCode }: Extension): boolean => url === area && valueCode === 'all';
const postalCode = {
  ...extension(area, 'valueCode', text),
  claims: (item: Extension) => item.url === area && !isAll(item),
};
const tongue = member<string, CodeableConcept, 'coding'>(
  'coding',
  only(
    member<string, { system?: string; code?: string }, 'code'>('code', text, {
      system: system.language,
    }),
  ),
  {},
);
const forWhom = member<Aktivitet['maalgrupper'][number], HealthcareServiceEligibility, 'code'>(
  'code',
  concept(audience),
  {},
);
const kind = concept(activityKind);
const isActivity = ({ coding = [] }: CodeableConcept): boolean =>
  coding.some(({ system: name }) => name === activity.system);

const holders = [
  ['foreningId', reference('forening', 'Organization')],
  ['enhedId', reference('enhed', 'Organization')],
] as const;

type Holder = { -readonly [K in 'foreningId' | 'enhedId']?: string };

/** Both are Organizations: whose number the reference leads to says which. */
function holderOf(to: { reference?: string }, context: Parameters<typeof text.decode>[1]): Holder {
  const id = to.reference?.replace(/^Organization\//, '') ?? '';
  for (const [field, { encode }] of holders)
    if (context.curaId(field.slice(0, -2), id) !== undefined)
      return { [field]: encode(to, context) };
  throw new Unmappable(refusal.unknownReference, 'providedBy.reference');
}

/** Something to take part in: of a unit, or of an association. What makes it one is its category. */
export const aktivitetMapping = mapping(
  [
    group(['enhedId?', 'foreningId?'], ['providedBy'], {
      name: 'provider',
      decode: ({ enhedId, foreningId }, context) => {
        const given: Holder = { ...(enhedId && { enhedId }), ...(foreningId && { foreningId }) };
        for (const [field, codec] of holders) {
          const id = given[field];
          if (id !== undefined) return { providedBy: codec.decode(id, context) };
        }
        return {};
      },
      encode: ({ providedBy }, context, { enhedId, foreningId }: Partial<Aktivitet> = {}) => {
        const held: Holder = { ...(enhedId && { enhedId }), ...(foreningId && { foreningId }) };
        const shown = holders.find(([field]) => held[field] !== undefined);
        if (!providedBy) return shown ? {} : held;
        const isSame = shown?.[1].names(providedBy, held[shown[0]] ?? '', context);
        return isSame ? held : holderOf(providedBy, context);
      },
    }),
    group(['lokationId?', 'sted?'], ['contained', 'location'], activityPlace),
    list('extension', [
      part(
        ['status', 'afvisningsgrund?'],
        extensionOf<Approval>(structure('approval'), approvalParts),
      ),
      part(
        ['tilmelding', 'tilmeldingslink?', 'holdId?'],
        extensionOf<SignUp>(structure('sign-up'), signUpParts),
      ),
      part('prisKroner?', extension(structure('price'), 'valueMoney', price)),
      part(['gyldigFra', 'gyldigTil?'], extension(structure('effective'), 'valuePeriod', validity)),
      part('oprettet', extension(structure('recorded'), 'valueDateTime', instant)),
      parts(
        'gange',
        extensionOf(activitySessionUrl, activitySession),
        ({ extension: inner = [] }) =>
          inner.map(({ valueDate, valueTime }) => valueDate ?? valueTime).join(),
      ),
      derivedPart(`('${area}').where(value='all')`, isAll, ({ postnumre }) =>
        postnumre.length === 0 ? { url: area, valueCode: 'all' } : undefined,
      ),
      parts('postnumre', postalCode, ({ valueCode }) => `${valueCode}`),
      parts(
        'ydelsestypeIds',
        extension(
          structure('goes-with'),
          'valueReference',
          reference('ydelsestype', 'HealthcareService'),
        ),
        ({ valueReference }) => `${valueReference?.reference}`,
      ),
    ]),
    derived('active', ({ status }) => status === 'godkendt'),
    list('category', [
      derivedPart(`.where(coding.system='${activity.system}')`, isActivity, () => ({
        coding: [{ ...activity }],
      })),
      part(
        'kategori',
        slice(
          kind as Codec<Aktivitet['kategori'], CodeableConcept>,
          `.where(coding.system='${system.activityKind}')`,
          (item) => !isActivity(item),
        ),
      ),
    ]),
    row('navn', 'name', text),
    row('beskrivelse', 'comment', text),
    list('eligibility', [
      parts(
        'maalgrupper',
        slice(forWhom, '', () => true),
        (item) => `${item.code?.coding?.[0]?.code}`,
      ),
    ]),
    list('communication', [
      parts(
        'sprog',
        slice(tongue, '', () => true),
        (item) => `${item.coding?.[0]?.code}`,
      ),
    ]),
    group(['gentagelse?'], ['availableTime', 'notAvailable'], activityTimes),
  ],
  { ...carried, eksternReference, udfoertAf },
  {
    externalId: 'eksternReference',
    ourExtensions: {
      [structure('occasion')]: {
        da: 'hver gang som tidspunkt, regnet ud af klokkeslættene',
        en: 'each time as an instant, worked out from the wall times',
      },
      [structure('whereabouts')]: {
        da: 'positionen af det sted, der henvises til',
        en: 'the position of the place that it refers to',
      },
    },
  },
);
