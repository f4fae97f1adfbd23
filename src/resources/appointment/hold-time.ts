import { type FhirError, fail, issue } from '../../fhir/outcome.ts';
import type { Transaction } from '../../store/database.ts';
import type { WritePlan } from '../write-plan.ts';
import { noSeat } from './class-offer.ts';
import { takeSeats } from './class-seat.ts';
import { release, reserveFor } from './reserve.ts';

/** What a hold takes for as long as it lasts. */
export interface Taking extends Pick<WritePlan, 'reserve' | 'seats'> {
  /** Id of the Appointment. */
  readonly id: string;
  /** Id of the Patient. */
  readonly patient: string;
  /** Epoch milliseconds. */
  readonly expires: number;
}

/** 409: somebody else has the time. */
export const timeTaken = (): FhirError =>
  fail(
    409,
    issue({
      code: 'conflict',
      key: 'slot-free',
      text: { da: 'Tiden er optaget.', en: 'The time is taken.' },
    }),
  );

/**
 * Takes time, or a seat in a class, for a hold, or takes its own once more: all or nothing, and 409 when somebody else has some of it. How
 * long it is held is entered when the Appointment that says so is stored, in the same transaction.
 */
export async function takeHeld(
  tx: Transaction,
  { id, patient, expires, reserve = [], seats = [] }: Taking,
  now: number,
): Promise<void> {
  const intent = `hold ${id}`;
  const wanted = reserve.map((one) => ({ ...one, appointment: id, expires }));
  if (!(await reserveFor(tx, intent, wanted, now))) throw timeTaken();
  await release(tx, intent);
  const claim = {
    intent,
    seats: seats.map((one) => ({ ...one, appointment: id, citizen: patient })),
  };
  if (!(await takeSeats(tx, [claim], now)).has(intent)) throw noSeat([]);
}
