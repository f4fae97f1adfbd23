import type { Extension, Period, Schedule } from '@medplum/fhirtypes';
import type {
  FastPause,
  FastVagt,
  Fravaer,
  Pause,
  Tjeneste,
  Vagt,
} from '../src/cura/care-records.ts';
import { structure } from '../src/fhir/canonical.ts';
import { codes } from '../src/mapping/code-table.ts';
import { count, date, dateOrInstant, endTime, flag, text, wallTime } from '../src/mapping/codec.ts';
import { extension, extensionOf, reference, referenceTo } from '../src/mapping/element.ts';
import { inside } from '../src/mapping/make-rows.ts';
import { between } from '../src/mapping/mapping.ts';
import { weekday } from './codes/care.ts';
import { carried } from './element/unmapped.ts';

const { row, list, part, parts, mapping } = between<Tjeneste, Schedule>('tjeneste', 'Schedule');
const shift = inside<Vagt, Extension>();
const absence = inside<Fravaer, Extension>();
const recurring = inside<FastVagt, Extension>();
const pause = inside<Pause, Extension>();
const recurringPause = inside<FastPause, Extension>();

const rosterUrl = structure('roster');
const absenceUrl = structure('absence');
const recurringShiftUrl = structure('recurring-shift');
const breakUrl = structure('break');
const recurringBreakUrl = structure('recurring-break');

/** `{date, from, to, location?}`, wall time; a `to` that is not after `from` is on the next day. */
const roster = shift.shape('roster', [
  shift.fixed('url', rosterUrl),
  shift.list('extension', [
    shift.part('dato', extension('date', 'valueDate', date)),
    shift.part('fra', extension('from', 'valueTime', wallTime)),
    shift.part('til', extension('to', 'valueTime', endTime)),
    shift.part(
      'lokationId?',
      extension('location', 'valueReference', reference('lokation', 'Location')),
    ),
  ]),
]);

/** `{date, from, to}`: why somebody is away stays in Cura. */
const away = absence.shape('absence', [
  absence.fixed('url', absenceUrl),
  absence.list('extension', [
    absence.part('dato', extension('date', 'valueDate', date)),
    absence.part('fra', extension('from', 'valueTime', wallTime)),
    absence.part('til', extension('to', 'valueTime', endTime)),
  ]),
]);

const dayOf = (item: Extension): string => String(item.valueCode);
const dateOf = (item: Extension): string => String(item.valueDate);

/** `{day..., from, to, everyWeeks?, validFrom, validTo?, location?, except...}`. */
const recurringShift = recurring.shape('recurringShift', [
  recurring.fixed('url', recurringShiftUrl),
  recurring.list('extension', [
    recurring.parts('dage', extension('day', 'valueCode', codes(weekday)), dayOf),
    recurring.part('fra', extension('from', 'valueTime', wallTime)),
    recurring.part('til', extension('to', 'valueTime', endTime)),
    recurring.part('hverUge?', extension('everyWeeks', 'valueInteger', count)),
    recurring.part('gyldigFra', extension('validFrom', 'valueDate', date)),
    recurring.part('gyldigTil?', extension('validTo', 'valueDate', date)),
    recurring.part(
      'lokationId?',
      extension('location', 'valueReference', reference('lokation', 'Location')),
    ),
    recurring.parts('undtagelser?', extension('except', 'valueDate', date), dateOf),
  ]),
]);

/** `{date, from, to}`. */
const singleBreak = pause.shape('break', [
  pause.fixed('url', breakUrl),
  pause.list('extension', [
    pause.part('dato', extension('date', 'valueDate', date)),
    pause.part('fra', extension('from', 'valueTime', wallTime)),
    pause.part('til', extension('to', 'valueTime', endTime)),
  ]),
]);

/** `{day..., from, to}`. */
const weeklyBreak = recurringPause.shape('recurringBreak', [
  recurringPause.fixed('url', recurringBreakUrl),
  recurringPause.list('extension', [
    recurringPause.parts('dage', extension('day', 'valueCode', codes(weekday)), dayOf),
    recurringPause.part('fra', extension('from', 'valueTime', wallTime)),
    recurringPause.part('til', extension('to', 'valueTime', endTime)),
  ]),
]);

const keyUrls = ['date', 'day', 'from', 'to', 'validFrom'];

/** A stretch of wall time is known again by its dates or days, and its times. */
function stretch(item: Extension): string {
  const times = (item.extension ?? []).filter(({ url }) => keyUrls.includes(url));
  return times
    .map(
      ({ url, valueDate, valueCode, valueTime }) => `${url}=${valueDate ?? valueCode ?? valueTime}`,
    )
    .sort()
    .join();
}

const equipment = (item: Extension): string => String(item.valueString);

const planned = inside<Pick<Tjeneste, 'gyldigFra' | 'gyldigTil'>, Period>();

const horizon = planned.shape('period', [
  planned.row('gyldigFra', 'start', dateOrInstant),
  planned.row('gyldigTil', 'end', dateOrInstant),
]);

/** The roster of one staff member for one kind of service. Slots are derived from it. */
export const tjenesteMapping = mapping(
  [
    list('extension', [
      parts('vagter', extensionOf(rosterUrl, roster), stretch),
      parts('fravaer', extensionOf(absenceUrl, away), stretch),
      parts('fasteVagter?', extensionOf(recurringShiftUrl, recurringShift), stretch),
      parts('pauser?', extensionOf(breakUrl, singleBreak), stretch),
      parts('fastePauser?', extensionOf(recurringBreakUrl, weeklyBreak), stretch),
      part('transportMinutter?', extension(structure('travel-minutes'), 'valueInteger', count)),
      parts('udstyr?', extension(structure('equipment'), 'valueString', text), equipment),
    ]),
    row('aktiv', 'active', flag),
    list('actor', [
      part('medarbejderId', referenceTo('medarbejder', 'PractitionerRole')),
      part('ydelsestypeId', referenceTo('ydelsestype', 'HealthcareService')),
      part('lokationId', referenceTo('lokation', 'Location')),
    ]),
    row(['gyldigFra', 'gyldigTil'], 'planningHorizon', horizon),
  ],
  carried,
);
