import type { Period, ServiceRequest, Timing, TimingRepeat } from '@medplum/fhirtypes';
import type { Maaleplan } from '../src/cura/dialogue-records.ts';
import { codes } from '../src/mapping/code-table.ts';
import { date, instant, positive, text } from '../src/mapping/codec.ts';
import { reference } from '../src/mapping/element.ts';
import { inside } from '../src/mapping/make-rows.ts';
import { between } from '../src/mapping/mapping.ts';
import { only } from '../src/mapping/structure.ts';
import { measurementCategory, measurementPlanStatus } from './codes/exercise.ts';
import { measureLimits } from './element/measure-limit.ts';
import { measureConcept } from './element/measured.ts';
import { carried } from './element/unmapped.ts';

const { row, fixed, mapping } = between<Maaleplan, ServiceRequest>('maaleplan', 'ServiceRequest');

type When = Pick<Maaleplan, 'gangePrDag' | 'hverDag' | 'fra' | 'til'>;

const inPeriod = inside<Pick<When, 'fra' | 'til'>, Period>();
const inRepeat = inside<When, TimingRepeat>();
const inTiming = inside<When, Timing>();

const bounds = inPeriod.shape('bounds', [
  inPeriod.row('fra', 'start', date),
  inPeriod.row('til?', 'end', date),
]);

const repeat = inRepeat.shape('repeat', [
  inRepeat.row(['fra', 'til?'], 'boundsPeriod', bounds),
  inRepeat.row('gangePrDag', 'frequency', positive),
  inRepeat.row('hverDag', 'period', positive),
  inRepeat.derived('periodUnit', ({ hverDag }) => (hverDag > 0 ? 'd' : undefined)),
]);

const timing = inTiming.shape('timing', [
  inTiming.row(['gangePrDag', 'hverDag', 'fra', 'til?'], 'repeat', repeat),
]);

/** What staff ask a citizen to measure at home, and how often. */
export const maaleplanMapping = mapping(
  [
    row('status', 'status', codes(measurementPlanStatus)),
    fixed('intent', 'order'),
    fixed('category', [{ coding: [measurementCategory] }]),
    row('type', 'code', measureConcept),
    row('borgerId', 'subject', reference('borger', 'Patient')),
    row(['gangePrDag', 'hverDag', 'fra', 'til?'], 'occurrenceTiming', timing),
    row('oprettet', 'authoredOn', instant),
    row('medarbejderId', 'requester', reference('medarbejder', 'Practitioner')),
    row('enhedId', 'performer', only(reference('enhed', 'Organization'))),
    row('ydelseId?', 'basedOn', only(reference('ydelse', 'CarePlan'))),
    row('vejledning?', 'patientInstruction', text),
    row('graenser?', 'extension', measureLimits),
  ],
  carried,
);
