import type { Annotation, Observation, Reference } from '@medplum/fhirtypes';
import type { Maaling } from '../src/cura/dialogue-records.ts';
import { structure } from '../src/fhir/canonical.ts';
import { codes, concept } from '../src/mapping/code-table.ts';
import { flag, instant, text } from '../src/mapping/codec.ts';
import {
  extension,
  isReferenceTo,
  member,
  reference,
  referenceTo,
} from '../src/mapping/element.ts';
import { between } from '../src/mapping/mapping.ts';
import { only } from '../src/mapping/structure.ts';
import {
  bodyPosition,
  measurementMethod,
  measurementSource,
  measurementStatus,
} from './codes/measure.ts';
import { actingParty } from './element/acting-party.ts';
import { clientIdentifier } from './element/client-identifier.ts';
import { measured } from './element/measured.ts';
import { measuringDevice } from './element/measuring-device.ts';
import { carried, eksternReference, internNote } from './element/unmapped.ts';

const { row, list, part, derivedPart, group, mapping } = between<Maaling, Observation>(
  'maaling',
  'Observation',
);

const bodyPositionUrl = 'http://hl7.org/fhir/StructureDefinition/observation-bodyPosition';
const note = member<string, Annotation, 'text'>('text', text, {});
const citizen = reference('borger', 'Patient');
const byCitizen = isReferenceTo('Patient');

/** A measurement. The codes follow from its kind, and with a blood pressure from who measured it. */
export const maalingMapping = mapping(
  [
    group(['apparat?'], ['contained', 'device'], measuringDevice),
    list('extension', [
      part(
        'kilde',
        extension<Maaling['kilde'], 'valueCode'>(
          structure('measurement-source'),
          'valueCode',
          codes(measurementSource),
        ),
      ),
      part('stilling?', extension(bodyPositionUrl, 'valueCodeableConcept', concept(bodyPosition))),
      part('bekraeftet?', extension(structure('confirmed-unlikely'), 'valueBoolean', flag)),
      part(['udfoertAf?', '(borgerId)'], actingParty),
    ]),
    row('klientReference?', 'identifier', only(clientIdentifier)),
    row('maaleplanId?', 'basedOn', only(reference('maaleplan', 'ServiceRequest'))),
    row('status', 'status', codes(measurementStatus)),
    group(
      ['type', 'vaerdier', '(kilde)'],
      ['category', 'code', 'valueQuantity', 'component'],
      measured,
    ),
    row('borgerId', 'subject', citizen),
    row('maalt', 'effectiveDateTime', instant),
    list('performer', [
      derivedPart(
        '.where(resolve() is Patient)',
        (item: Reference) => byCitizen(item),
        ({ kilde, borgerId }, context) =>
          kilde === 'borger' ? citizen.decode(borgerId, context) : undefined,
      ),
      part('paaroerendeId?', referenceTo('paaroerende', 'RelatedPerson')),
      part('medarbejderId?', referenceTo('medarbejder', 'Practitioner')),
    ]),
    row('metode?', 'method', concept(measurementMethod)),
    row('kommentar?', 'note', only(note)),
  ],
  {
    ...carried,
    eksternReference,
    internNote,
  },
  { externalId: 'eksternReference' },
);
