import type { Bundle, CarePlan, Observation } from '@medplum/fhirtypes';
import { resources } from './answer.ts';

interface Ways {
  readonly read: <T>(path: string) => Promise<T>;
  readonly send: (method: string, path: string, body: unknown) => Promise<Response>;
  readonly patch: (path: string, at: string, value: unknown) => Promise<Response>;
  readonly operate: (path: string, ...given: [string, string][]) => Promise<Response>;
}

/** Every way of writing what is measured and trained at home, by the name of what is done. */
export async function measuringAttempts(
  patient: string,
  { read, send, patch, operate }: Ways,
): Promise<Record<string, () => Promise<Response>>> {
  const [measured] = resources<Observation>(
    await read<Bundle>(`Observation?patient=${patient}&_count=1`),
  );
  const [programme] = resources<CarePlan>(
    await read<Bundle>(`CarePlan?patient=${patient}&category=exercise`),
  );
  const { id, ...rest } = measured ?? ({} as Observation);
  return {
    'Observation create': () => send('POST', 'Observation', rest),
    'Observation update': () =>
      send('PUT', `Observation/${id}`, { ...measured, status: 'entered-in-error' }),
    'Observation patch': () => patch(`Observation/${id}`, '/status', 'entered-in-error'),
    'CarePlan $mark-done': () =>
      operate(`CarePlan/${programme?.id}/$mark-done`, ['exercise', 'tandem']),
  };
}
