import type { Extension, Reference, Schedule } from '@medplum/fhirtypes';
import type { Gang, Gentagelse, Hold } from '../src/cura/class-records.ts';
import { structure } from '../src/fhir/canonical.ts';
import { codes } from '../src/mapping/code-table.ts';
import { count, date, endTime, flag, text, wallTime } from '../src/mapping/codec.ts';
import {
  extension,
  extensionOf,
  isReferenceTo,
  reference,
  referenceTo,
} from '../src/mapping/element.ts';
import { inside } from '../src/mapping/make-rows.ts';
import { between } from '../src/mapping/mapping.ts';
import { weekday } from './codes/care.ts';
import { classStatus } from './element/class-status.ts';
import { carried, standsIn } from './element/unmapped.ts';

const { row, list, part, parts, derivedPart, derived, mapping } = between<Hold, Schedule>(
  'hold',
  'Schedule',
);
const one = inside<Gang, Extension>();
const every = inside<Gentagelse, Extension>();

const sessionUrl = structure('session');
const ruleUrl = structure('session-rule');

/** `{id, date, from, to, location?, practitioner?, cancelled?}`, wall time. */
const session = one.shape('session', [
  one.fixed('url', sessionUrl),
  one.list('extension', [
    one.part('id', extension('id', 'valueString', text)),
    one.part('dato', extension('date', 'valueDate', date)),
    one.part('fra', extension('from', 'valueTime', wallTime)),
    one.part('til', extension('to', 'valueTime', endTime)),
    one.part(
      'lokationId?',
      extension('location', 'valueReference', reference('lokation', 'Location')),
    ),
    one.part(
      'medarbejderId?',
      extension('practitioner', 'valueReference', reference('medarbejder', 'Practitioner')),
    ),
    one.part('aflyst?', extension('cancelled', 'valueBoolean', flag)),
  ]),
]);

/** `{day, from, to, everyWeeks, first, last, except}`: the sessions keep their wall time through the year. */
const rule = every.shape('sessionRule', [
  every.fixed('url', ruleUrl),
  every.list('extension', [
    every.parts(
      'dage',
      extension('day', 'valueCode', codes(weekday)),
      (item) => `${item.valueCode}`,
    ),
    every.part('fra', extension('from', 'valueTime', wallTime)),
    every.part('til', extension('to', 'valueTime', endTime)),
    every.part('hverUge', extension('everyWeeks', 'valueInteger', count)),
    every.part('fraDato', extension('first', 'valueDate', date)),
    every.part('tilDato', extension('last', 'valueDate', date)),
    every.parts(
      'undtagelser',
      extension('except', 'valueDate', date),
      (item) => `${item.valueDate}`,
    ),
  ]),
]);

const idIn = (item: Extension): string =>
  `${item.extension?.find(({ url }) => url === 'id')?.valueString}`;

/** The first and last date on which there may be a session. */
function horizon({ gange, gentagelse }: Hold): Schedule['planningHorizon'] {
  const dates = gange.map(({ dato }) => dato);
  if (gentagelse) dates.push(gentagelse.fraDato, gentagelse.tilDato);
  const [start, end] = [dates.sort()[0], dates.at(-1)];
  return start === undefined || end === undefined ? undefined : { start, end };
}

const elsewhere = (what: string) => standsIn(`HealthcareService.${what}`);
const terms = elsewhere("extension('class')");

/** The calendar of a class: a Slot a session is derived from it. */
export const holdplanMapping = mapping(
  [
    list('extension', [
      parts('gange', extensionOf(sessionUrl, session), idIn),
      part('gentagelse?', extensionOf(ruleUrl, rule)),
    ]),
    row('status', 'active', classStatus),
    list('actor', [
      derivedPart(
        '.where(resolve() is HealthcareService)',
        (item: Reference) => isReferenceTo('HealthcareService')(item),
        ({ id }, context) =>
          id === undefined
            ? undefined
            : { reference: `HealthcareService/${context.fhirId('hold', id)}` },
      ),
      parts(
        'medarbejderIds',
        referenceTo('medarbejder', 'Practitioner'),
        ({ reference: to }) => `${to}`,
      ),
      part('lokationId', referenceTo('lokation', 'Location')),
    ]),
    derived('planningHorizon', horizon),
  ],
  {
    ...carried,
    navn: elsewhere('name'),
    beskrivelse: elsewhere('comment'),
    ydelsestypeId: terms,
    kapacitet: terms,
    minimum: terms,
    tilmeldingsfristTimer: terms,
    serie: terms,
  },
);
