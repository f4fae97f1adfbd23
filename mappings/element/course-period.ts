import type { Period } from '@medplum/fhirtypes';
import { date } from '../../src/mapping/codec.ts';
import { inside } from '../../src/mapping/make-rows.ts';

interface Dated {
  readonly fra: string;
  readonly til?: string;
}

const { row, shape } = inside<Dated, Period>();

/** The dates from and, when it is known, to. */
export const datesFromTo = shape('period', [row('fra', 'start', date), row('til?', 'end', date)]);
