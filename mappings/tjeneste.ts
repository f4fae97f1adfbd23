import type { Extension, Period, Schedule } from '@medplum/fhirtypes';
import type { Fravaer, Tjeneste, Vagt } from '../src/cura/care-records.ts';
import { structure } from '../src/fhir/canonical.ts';
import { date, dateOrInstant, endTime, flag, wallTime } from '../src/mapping/codec.ts';
import { extension, extensionOf, reference, referenceTo } from '../src/mapping/element.ts';
import { inside } from '../src/mapping/make-rows.ts';
import { between } from '../src/mapping/mapping.ts';
import { carried } from './element/unmapped.ts';

const { row, list, part, parts, mapping } = between<Tjeneste, Schedule>('tjeneste', 'Schedule');
const shift = inside<Vagt, Extension>();
const absence = inside<Fravaer, Extension>();

const rosterUrl = structure('roster');
const absenceUrl = structure('absence');

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

const keyUrls = ['date', 'from', 'to'];

/** A stretch of wall time is known again by its date and times. */
function stretch(item: Extension): string {
  const times = (item.extension ?? []).filter(({ url }) => keyUrls.includes(url));
  return times
    .map(({ url, valueDate, valueTime }) => `${url}=${valueDate ?? valueTime}`)
    .sort()
    .join();
}

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
