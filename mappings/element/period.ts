import type { Period } from '@medplum/fhirtypes';
import { dateOrInstant, withSeconds } from '../../src/mapping/codec.ts';
import { inside } from '../../src/mapping/make-rows.ts';

interface Valid {
  readonly gyldigFra: string;
  readonly gyldigTil?: string;
}

const { row, shape } = inside<Valid, Period>();

/** From and, when it is known, to. */
export const validity = shape('period', [
  row('gyldigFra', 'start', dateOrInstant),
  row('gyldigTil?', 'end', dateOrInstant),
]);

/** Start and end as FHIR writes them. Rows of their own have read both: to ask again whether they exist is time lost. */
export const span = (start: string, end: string): Period => ({
  start: withSeconds(start),
  end: withSeconds(end),
});
