import type { Transaction } from '../../store/database.ts';
import type { Ports } from '../define.ts';
import { afterQuiet } from './due.ts';
import { insertPlans } from './plan-row.ts';

/** An offer that a citizen has until then to take. Epoch milliseconds. */
export interface Notice {
  readonly kind: 'offer';
  /** Id of the `pending` Appointment. */
  readonly appointment: string;
  /** Id of the Patient. */
  readonly patient: string;
  /** When the appointment begins. */
  readonly start: number;
  /** When the offer ends. */
  readonly until: number;
}

/**
 * Tells citizens of offers as soon as nobody is woken by it, in the transaction that makes them. It is read again when it is sent: an
 * offer that is no more is not told.
 */
export const notify = (
  tx: Transaction,
  ports: Pick<Ports, 'now' | 'secret' | 'municipality'>,
  notices: readonly Notice[],
): Promise<void> =>
  insertPlans(
    tx,
    ports,
    notices.map((notice) => ({
      ...notice,
      recipient: `Patient/${notice.patient}`,
      plan: `offer-${notice.until}`,
      dueAt: afterQuiet(ports.now(), ports.municipality.quietHours),
    })),
  );
