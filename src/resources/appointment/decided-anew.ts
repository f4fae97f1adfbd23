import { FhirError } from '../../fhir/outcome.ts';
import type { Answer } from '../operation.ts';

/**
 * What was decided on a version that another has changed meanwhile is decided once more: who named no version wants the act, on
 * whatever stands. The second look finds the other's act and tells what became of it.
 */
export const decidedAnew =
  <Call>(run: (call: Call) => Promise<Answer>): ((call: Call) => Promise<Answer>) =>
  async (call) => {
    try {
      return await run(call);
    } catch (error) {
      if (error instanceof FhirError && error.status === 412) return run(call);
      throw error;
    }
  };
