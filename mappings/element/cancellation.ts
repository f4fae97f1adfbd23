import type { Appointment, Extension } from '@medplum/fhirtypes';
import type { Aftale } from '../../src/cura/care-records.ts';
import { coding } from '../../src/mapping/code-table.ts';
import type { Context } from '../../src/mapping/codec.ts';
import { instant } from '../../src/mapping/codec.ts';
import { inMember, refusal, Unmappable } from '../../src/mapping/unmappable.ts';
import { cancellationReason, lateCancellation } from '../codes/appointment.ts';

type Cancellation = NonNullable<Aftale['aflysning']>;
type Cancellable = Pick<Aftale, 'status' | 'aflysning'>;

export const cancellationDateUrl =
  'http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.cancellationDate';

const reasons = coding(cancellationReason);

const dateAt = `extension('${cancellationDateUrl}')`;

/** Shown only while the appointment is cancelled: an appointment that took place or was missed has no reason. */
const shownOf = ({ status, aflysning }: Cancellable) =>
  status === 'aflyst' ? aflysning : undefined;

/** When it was cancelled. R4 has no element for it. */
export function cancellationDate(record: Cancellable, context: Context): Extension | undefined {
  const shown = shownOf(record);
  if (shown === undefined) return undefined;
  const when = instant.decode(shown.tidspunkt, context);
  return when === undefined ? undefined : { url: cancellationDateUrl, valueDateTime: when };
}

function decode(record: Cancellable, context: Context): Pick<Appointment, 'cancelationReason'> {
  const shown = shownOf(record);
  const reason = shown && reasons.decode(shown.aarsag, context);
  if (shown === undefined || reason === undefined) return {};
  return {
    cancelationReason: { coding: shown.sent ? [reason, { ...lateCancellation }] : [reason] },
  };
}

const isLate = ({ code, system }: { code?: string; system?: string }) =>
  code === lateCancellation.code && system === lateCancellation.system;

function encode(
  resource: Appointment,
  context: Context,
  base: Cancellable | undefined,
): Pick<Aftale, 'aflysning'> {
  const held = base === undefined ? undefined : shownOf(base);
  const hidden = base?.aflysning !== held ? base?.aflysning : undefined;
  if (resource.status !== 'cancelled') return hidden === undefined ? {} : { aflysning: hidden };
  if (resource.cancelationReason === undefined && base?.status === 'aflyst' && held === undefined) {
    return {};
  }
  return { aflysning: cancelled(resource, context, held ?? hidden) };
}

function cancelled(
  { cancelationReason, extension }: Appointment,
  context: Context,
  held: Cancellation | undefined,
): Cancellation {
  const all = cancelationReason?.coding ?? [];
  const reason = all.find((each) => !isLate(each));
  const when = extension?.find(({ url }) => url === cancellationDateUrl)?.valueDateTime;
  if (reason === undefined) throw new Unmappable(refusal.missing, 'cancelationReason');
  if (when === undefined) throw new Unmappable(refusal.missing, dateAt);
  return {
    ...held,
    aarsag: inMember('cancelationReason', () => reasons.encode(reason, context, held?.aarsag)),
    tidspunkt: inMember(dateAt, () => instant.encode(when, context, held?.tidspunkt)),
    sent: all.some(isLate),
  };
}

/** Reason and lateness of a cancellation: two codings of one concept. */
export const cancellation = { name: 'cancellation', decode, encode };
