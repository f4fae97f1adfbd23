import type { CarePlan, CarePlanActivity, CarePlanActivityDetail } from '@medplum/fhirtypes';
import type { Ydelse } from '../src/cura/care-records.ts';
import { instant, text } from '../src/mapping/codec.ts';
import { reference } from '../src/mapping/element.ts';
import { inside } from '../src/mapping/make-rows.ts';
import { between } from '../src/mapping/mapping.ts';
import { only } from '../src/mapping/structure.ts';
import { refusal, Unmappable } from '../src/mapping/unmappable.ts';
import { grantedStatus } from './codes/care.ts';
import { namedCode } from './element/named-code.ts';
import { validity } from './element/period.ts';
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

type Activity = Pick<
  Ydelse,
  'kode' | 'kodeUuid' | 'navn' | 'hyppighed' | 'leverandoerEnhedId' | 'status'
>;

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
