import type { Period } from '@medplum/fhirtypes';
import type { Context } from '../../src/mapping/codec.ts';
import { dateOrInstant, instant } from '../../src/mapping/codec.ts';
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

/** Start and end as FHIR writes them. */
export function span(start: string, end: string, context: Context): Period {
  return { start: `${instant.decode(start, context)}`, end: `${instant.decode(end, context)}` };
}
