import type { Annotation } from '@medplum/fhirtypes';
import type { Sagsnotat } from '../../src/cura/insight-records.ts';
import { instant } from '../../src/mapping/codec.ts';
import { reference } from '../../src/mapping/element.ts';
import { inside } from '../../src/mapping/make-rows.ts';
import { textOr } from './plain-text.ts';

const { row, shape } = inside<Sagsnotat, Annotation>();

/** What staff wrote on a case. */
export const caseNote = shape('note', [
  row('medarbejderId?', 'authorReference', reference('medarbejder', 'Practitioner')),
  row('tidspunkt', 'time', instant),
  row('tekst', 'text', textOr('Uden tekst')),
]);
