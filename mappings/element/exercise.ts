import type {
  CarePlan,
  CarePlanActivity,
  CarePlanActivityDetail,
  Timing,
} from '@medplum/fhirtypes';
import type { Oevelse, Traeningsprogram } from '../../src/cura/dialogue-records.ts';
import { structure } from '../../src/fhir/canonical.ts';
import type { Codec, Context } from '../../src/mapping/codec.ts';
import { positive, text } from '../../src/mapping/codec.ts';
import { extension, member, reference } from '../../src/mapping/element.ts';
import { inside } from '../../src/mapping/make-rows.ts';
import { keyed } from '../../src/mapping/structure.ts';
import { inMember } from '../../src/mapping/unmappable.ts';
import { exerciseStatus } from '../codes/exercise.ts';

/** Where an exercise has its key, as what was done of it does. */
export const exerciseUrl = structure('exercise');

const plain: Codec<string, string> = {
  name: 'same',
  exact: true,
  decode: (value) => value,
  encode: (value) => value,
};

/** So many times a week. */
const weekly: Codec<number, Timing> = {
  name: 'weekly',
  decode: (times, context) => {
    const frequency = positive.decode(times, context);
    return frequency === undefined
      ? undefined
      : { repeat: { frequency, period: 1, periodUnit: 'wk' } };
  },
  encode: (timing, context, base) =>
    inMember('repeat.frequency', () =>
      positive.encode(timing.repeat?.frequency ?? 0, context, base),
    ),
};

const inDetail = inside<
  Omit<Oevelse, 'noegle' | 'video' | 'gentagelser'>,
  CarePlanActivityDetail
>();
const inActivity = inside<Oevelse, CarePlanActivity>();

const detail = inDetail.shape('detail', [
  inDetail.row('navn', 'code', member('text', text, {})),
  inDetail.row('gangePrUge', 'scheduledTiming', weekly),
  inDetail.row('beskrivelse?', 'description', text),
]);

/** Without what follows from the programme. */
const activity = inActivity.shape('activity', [
  inActivity.list('extension', [
    inActivity.part('noegle', extension(exerciseUrl, 'valueString', plain)),
    inActivity.part('video?', extension(structure('exercise-video'), 'valueUrl', plain)),
    inActivity.part(
      'gentagelser?',
      extension(structure('exercise-repetitions'), 'valueString', text),
    ),
  ]),
  inActivity.row(['navn', 'gangePrUge', 'beskrivelse?'], 'detail', detail),
]);

const keyOf = (item: CarePlanActivity): string =>
  item.extension?.find(({ url }) => url === exerciseUrl)?.valueString ?? '';

const exercises = keyed<Oevelse, CarePlanActivity>(activity, keyOf);
const unit = reference('enhed', 'Organization');

type Held = Pick<Traeningsprogram, 'oevelser' | 'status' | 'enhedId'>;

function decode({ oevelser, status, enhedId }: Held, context: Context): Pick<CarePlan, 'activity'> {
  const all = exercises.decode(oevelser, context);
  if (!all) return {};
  const follows = { status: exerciseStatus[status], performer: [unit.decode(enhedId, context)] };
  return {
    activity: all.map((one) => ({ ...one, detail: { ...one.detail, ...follows } })),
  };
}

/** State and unit are those of the programme: the comparison of both sides sees to them. */
function ownOf(one: CarePlanActivity): CarePlanActivity {
  if (!one.detail) return one;
  const { status: _, performer: __, ...own } = one.detail;
  return { ...one, detail: own as CarePlanActivityDetail };
}

function encode(
  { activity: all = [] }: CarePlan,
  context: Context,
  base: Held | undefined,
): Pick<Traeningsprogram, 'oevelser'> {
  return {
    oevelser: inMember('activity', () => exercises.encode(all.map(ownOf), context, base?.oevelser)),
  };
}

/** The exercises of a programme, known by their keys. */
export const exercisesOf = { name: 'exercises', decode, encode };
