/** Whether relatives with a mandate may read a thread of the citizen's own. */
import type { Communication, Extension } from '@medplum/fhirtypes';
import { forbidden, unprocessable } from '../../fhir/outcome.ts';
import type { Call } from '../define.ts';
import type { Standing, Writing } from './message-thread.ts';
import { sharedUrl } from './thread.ts';

export const isShared = ({ extension = [] }: Communication): boolean =>
  extension.some(({ url, valueBoolean }) => url === sharedUrl && valueBoolean === true);

export const shared = (is: boolean): Extension[] =>
  is ? [{ url: sharedUrl, valueBoolean: true }] : [];

/** 403 for everybody but the citizen, 422 where the municipality does not let threads be shared. */
export function assertShares({ ports, grant }: Call, patient: string): void {
  if (grant.self !== patient)
    throw forbidden('sharing-by-citizen', {
      da: 'Kun borgeren selv bestemmer, om pårørende må læse en tråd.',
      en: 'Only the citizen decides whether relatives may read a thread.',
    });
  if (ports.municipality.dialogue?.relativesSee !== 'all')
    throw unprocessable('sharing-off', {
      da: 'Kommunen lader ikke pårørende læse borgerens egne tråde.',
      en: "The municipality does not let relatives read the citizen's own threads.",
    });
}

/** A new message of a thread is shared as the thread is; the first may say so itself. */
export function sharingOf(
  call: Call,
  given: Communication,
  { thread, patient }: Pick<Standing, 'thread'> & Pick<Writing, 'patient'>,
): Extension[] {
  const wanted = isShared(given);
  if (thread) return shared(isShared(thread));
  if (wanted) assertShares(call, patient);
  return shared(wanted);
}
