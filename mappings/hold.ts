import type { Extension, HealthcareService } from '@medplum/fhirtypes';
import type { Hold } from '../src/cura/class-records.ts';
import { structure } from '../src/fhir/canonical.ts';
import { codes } from '../src/mapping/code-table.ts';
import { count, text } from '../src/mapping/codec.ts';
import { extension, extensionOf, reference } from '../src/mapping/element.ts';
import { inside } from '../src/mapping/make-rows.ts';
import { between } from '../src/mapping/mapping.ts';
import { only } from '../src/mapping/structure.ts';
import { joining } from './codes/class.ts';
import { classStatus } from './element/class-status.ts';
import { carried, standsIn } from './element/unmapped.ts';

const { row, list, part, mapping } = between<Hold, HealthcareService>('hold', 'HealthcareService');

type Terms = Pick<
  Hold,
  'ydelsestypeId' | 'kapacitet' | 'minimum' | 'tilmeldingsfristTimer' | 'serie'
>;
const terms = inside<Terms, Extension>();

/** What makes a service a class: the kind of service that its rules come from, seats a session, and how it is joined. */
const classTerms = terms.shape('class', [
  terms.fixed('url', structure('class')),
  terms.list('extension', [
    terms.part(
      'ydelsestypeId',
      extension('kind', 'valueReference', reference('ydelsestype', 'HealthcareService')),
    ),
    terms.part('kapacitet', extension('capacity', 'valueInteger', count)),
    terms.part('minimum?', extension('minimum', 'valueInteger', count)),
    terms.part('tilmeldingsfristTimer', extension('joinDeadlineHours', 'valueInteger', count)),
    terms.part('serie', extension('joining', 'valueCode', codes(joining))),
  ]),
]);

const elsewhere = (what: string) => standsIn(`Schedule.${what}`);

const ofKind = { da: 'ydelsestypens', en: 'that of the kind of service' };

/** A class as a service. `holdplanMapping` makes the Schedule of the same record, under the same id. */
export const holdMapping = mapping(
  [
    list('extension', [
      part(
        ['ydelsestypeId', 'kapacitet', 'minimum?', 'tilmeldingsfristTimer', 'serie'],
        extensionOf<Terms>(structure('class'), classTerms),
      ),
    ]),
    row('status', 'active', classStatus),
    row('lokationId', 'location', only(reference('lokation', 'Location'))),
    row('navn', 'name', text),
    row('beskrivelse?', 'comment', text),
  ],
  {
    ...carried,
    medarbejderIds: elsewhere('actor'),
    gange: elsewhere("extension('session')"),
    gentagelse: elsewhere("extension('session-rule')"),
  },
  {
    ours: {
      type: {
        da: 'ydelsestypens, så én søgning finder begge',
        en: 'that of the kind of service, so that one search finds both',
      },
      providedBy: ofKind,
      characteristic: ofKind,
    },
    ourExtensions: {
      [structure('booking-policy')]: ofKind,
      [structure('reminder-plan')]: ofKind,
      [structure('responsible-authority')]: ofKind,
      [structure('provider')]: ofKind,
      [structure('legal-basis')]: ofKind,
    },
  },
);
