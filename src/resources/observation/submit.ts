import type { Observation } from '@medplum/fhirtypes';
import { FhirError } from '../../fhir/outcome.ts';
import type { Call } from '../define.ts';
import { type Accepted, acceptAll } from './accept.ts';
import { patientIn, senderFor } from './sender.ts';

/** Those of one citizen are accepted together; who may not send them is refused for each. */
async function acceptOf(
  call: Call,
  patient: string | undefined,
  all: readonly Observation[],
): Promise<Accepted[]> {
  try {
    return await acceptAll(call, await senderFor(call, patient), all);
  } catch (error) {
    if (!(error instanceof FhirError)) throw error;
    return all.map(() => error);
  }
}

/** Accepts many measurements, each judged for itself: what is refused already stays so. In their order. */
export async function submitAll(
  call: Call,
  given: readonly (Observation | FhirError)[],
): Promise<Accepted[]> {
  const answers: Accepted[] = given.map((one) => (one instanceof FhirError ? one : noAnswer));
  const good = given.flatMap((one, at) => (one instanceof FhirError ? [] : [{ one, at }]));
  const groups = Map.groupBy(good, ({ one }) => patientIn(one.subject));
  await Promise.all(
    [...groups].map(async ([patient, some]) => {
      const accepted = await acceptOf(
        call,
        patient,
        some.map(({ one }) => one),
      );
      for (const [nth, { at }] of some.entries()) answers[at] = accepted[nth] ?? noAnswer;
    }),
  );
  return answers;
}

const noAnswer = new FhirError(500, [], {});
