import type { Slot } from '@medplum/fhirtypes';
import { expiresOf } from '../appointment/participants.ts';

/** Whether a Slot can be had at a moment, epoch milliseconds: a hold that is over by the clock is in nobody's way. */
export const isFreeAt = (slot: Slot, now: number): boolean =>
  slot.status === 'free' || (expiresOf(slot) ?? Number.POSITIVE_INFINITY) <= now;
