import type {
  Extension,
  HealthcareService,
  HealthcareServiceAvailableTime,
  HealthcareServiceNotAvailable,
} from '@medplum/fhirtypes';
import type { Aktivitet, Aktivitetsgang } from '../../src/cura/activity-records.ts';
import type { Gentagelse } from '../../src/cura/class-records.ts';
import { structure } from '../../src/fhir/canonical.ts';
import { codes } from '../../src/mapping/code-table.ts';
import { type Codec, count, date, endTime, wallTime } from '../../src/mapping/codec.ts';
import { extension, extensionOf } from '../../src/mapping/element.ts';
import { type Group, inside } from '../../src/mapping/make-rows.ts';
import { inMember, refusal, Unmappable } from '../../src/mapping/unmappable.ts';
import { weekday } from '../codes/care.ts';

const one = inside<Aktivitetsgang, Extension>();
const every = inside<Gentagelse, HealthcareServiceAvailableTime>();
const rule = inside<Gentagelse, Extension>();

const day = codes(weekday);
export const activitySessionUrl = structure('activity-session');
const repetitionUrl = structure('repetition');

/** One time, `{date, from, to}`, wall time. */
export const activitySession = one.shape('activitySession', [
  one.fixed('url', activitySessionUrl),
  one.list('extension', [
    one.part('dato', extension('date', 'valueDate', date)),
    one.part('fra', extension('from', 'valueTime', wallTime)),
    one.part('til', extension('to', 'valueTime', endTime)),
  ]),
]);

/** Which weeks, `{everyWeeks, first, last}`. */
const repetition = rule.shape('repetition', [
  rule.fixed('url', repetitionUrl),
  rule.list('extension', [
    rule.part('hverUge', extension('everyWeeks', 'valueInteger', count)),
    rule.part('fraDato', extension('first', 'valueDate', date)),
    rule.part('tilDato', extension('last', 'valueDate', date)),
  ]),
]);

const available = every.shape('availableTime', [
  every.list('extension', [
    every.part(['hverUge', 'fraDato', 'tilDato'], extensionOf(repetitionUrl, repetition as never)),
  ]),
  every.group(['dage'], ['daysOfWeek'], {
    name: 'codes',
    decode: ({ dage }) =>
      ({ daysOfWeek: dage.length > 0 ? dage.map(day.decode) : undefined }) as never,
    encode: ({ daysOfWeek = [] }, context) => ({
      dage: daysOfWeek.map((each, at) =>
        inMember(`daysOfWeek[${at}]`, () => day.encode(each, context, undefined)),
      ),
    }),
  }),
  every.row('fra', 'availableStartTime', wallTime),
  every.row('til', 'availableEndTime', endTime),
]);

/** A date on which there is none. */
const exception: Codec<string, HealthcareServiceNotAvailable> = {
  name: 'exception',
  decode: (value, context) => {
    const shown = date.decode(value, context) ?? value;
    return { description: 'Holdes ikke', during: { start: shown, end: shown } };
  },
  encode: ({ during }, context) => {
    const { start, end } = during ?? {};
    if (start === undefined) throw new Unmappable(refusal.missing, 'during.start');
    if (end !== undefined && end !== start) throw new Unmappable(refusal.notKept, 'during.end');
    return date.encode(start, context, undefined);
  },
};

type Times = Group<Aktivitet, HealthcareService, 'gentagelse', 'availableTime' | 'notAvailable'>;

const decode: Times['decode'] = ({ gentagelse }, context) => {
  if (!gentagelse) return {};
  const time = available.decode(gentagelse, context);
  const except = gentagelse.undtagelser.flatMap((one) => exception.decode(one, context) ?? []);
  return {
    ...(time && { availableTime: [time] }),
    ...(except.length > 0 && { notAvailable: except }),
  };
};

const encode: Times['encode'] = ({ availableTime = [], notAvailable = [] }, context, base) => {
  const [time, another] = availableTime;
  if (another) throw new Unmappable(refusal.repeated, 'availableTime[1]');
  if (!time && notAvailable.length > 0) throw new Unmappable(refusal.missing, 'availableTime');
  if (!time) return {};
  const undtagelser = notAvailable.map((each, at) =>
    inMember(`notAvailable[${at}]`, () => exception.encode(each, context, undefined)),
  );
  const weekly = inMember('availableTime[0]', () =>
    available.encode(time, context, base?.gentagelse),
  );
  return { gentagelse: { ...weekly, undtagelser } };
};

/** The same wall time on days of the week, and the dates on which there is none. */
export const activityTimes: Times = { name: 'activityTimes', decode, encode };
