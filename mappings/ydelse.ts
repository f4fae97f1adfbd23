import type {
  CarePlan,
  CarePlanActivity,
  CarePlanActivityDetail,
  CodeableConcept,
} from '@medplum/fhirtypes';
import type { Ydelse } from '../src/cura/care-records.ts';
import type { Codec } from '../src/mapping/codec.ts';
import { instant, text } from '../src/mapping/codec.ts';
import { reference } from '../src/mapping/element.ts';
import { inside } from '../src/mapping/make-rows.ts';
import { between } from '../src/mapping/mapping.ts';
import { only } from '../src/mapping/structure.ts';
import { refusal, Unmappable } from '../src/mapping/unmappable.ts';
import { grantedStatus } from './codes/care.ts';
import { validity } from './element/period.ts';
import { serviceCode } from './element/service-code.ts';
import { internal } from './element/unmapped.ts';

const { row, derived, fixed, group, mapping } = between<Ydelse, CarePlan>('ydelse', 'CarePlan');

const activityFields = [
  'kode',
  'kodeUuid',
  'navn',
  'hyppighed?',
  'leverandoerEnhedId',
  '(status)',
] as const;

type Named = Pick<Ydelse, 'kode' | 'kodeUuid' | 'navn'>;
type Activity = Named & Pick<Ydelse, 'hyppighed' | 'leverandoerEnhedId' | 'status'>;

/** Both codes, and the name as Cura writes it. The same word has several codes, so the name is no key. */
const namedCode: Codec<Named, CodeableConcept> = {
  name: 'namedCode',
  decode: (value, context) => {
    const name = text.decode(value.navn, context);
    return { ...serviceCode.decode(value, context), ...(name !== undefined && { text: name }) };
  },
  encode: (value, context, base) => {
    const hidden = base !== undefined && text.decode(base.navn, context) === undefined;
    const name = value.text ?? (hidden ? base.navn : undefined);
    if (name === undefined) throw new Unmappable(refusal.missing, 'text');
    const navn = value.text === undefined ? name : text.encode(name, context, base?.navn);
    return { ...serviceCode.encode(value, context, base), navn };
  },
};

const inDetail = inside<Activity, CarePlanActivityDetail>();
const inActivity = inside<Activity, CarePlanActivity>();

const detail = inDetail.shape('detail', [
  inDetail.row(['kode', 'kodeUuid', 'navn'], 'code', namedCode),
  inDetail.derived('status', ({ status }) => grantedStatus[status].activity),
  inDetail.row('hyppighed?', 'scheduledString', text),
  inDetail.row('leverandoerEnhedId', 'performer', only(reference('enhed', 'Organization'))),
]);

const activity = inActivity.shape('activity', [
  inActivity.row(
    ['kode', 'kodeUuid', 'navn', 'hyppighed?', 'leverandoerEnhedId', '(status)'],
    'detail',
    detail,
  ),
]);

const statuses = Object.keys(grantedStatus) as Ydelse['status'][];

/** A granted service with its one activity. */
export const ydelseMapping = mapping(
  [
    group(['status'], ['status'], {
      name: 'grantedStatus',
      decode: ({ status }) => ({ status: granted(status).plan }),
      encode: ({ status, activity }) => ({
        status: statusOf(status, activity?.[0]?.detail?.status),
      }),
    }),
    fixed('intent', 'plan'),
    derived('title', ({ navn }, context) => text.decode(navn, context)),
    row('borgerId', 'subject', reference('borger', 'Patient')),
    row(['gyldigFra', 'gyldigTil?'], 'period', validity),
    row('oprettet', 'created', instant),
    row('ansvarligEnhedId', 'author', reference('enhed', 'Organization')),
    row('ydelsestypeId?', 'supportingInfo', only(reference('ydelsestype', 'HealthcareService'))),
    row(activityFields, 'activity', only(activity)),
  ],
  internal,
);

function granted(status: Ydelse['status']) {
  if (!Object.hasOwn(grantedStatus, status))
    throw new Unmappable(refusal.unknownCuraCode, 'status');
  return grantedStatus[status];
}

function statusOf(plan: CarePlan['status'], state: CarePlanActivityDetail['status'] | undefined) {
  const found = statuses.find(
    (status) => grantedStatus[status].plan === plan && grantedStatus[status].activity === state,
  );
  if (found === undefined) throw new Unmappable(refusal.unknownCode, 'status');
  return found;
}
