import type { ContactPoint, Patient } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { parseInstant } from '../../fhir/instant.ts';
import type { Language } from '../../fhir/outcome.ts';
import { extensionOf, partsOf } from '../extension.ts';
import type { ChannelName } from '../municipality.ts';

/** What a citizen wishes of messages. */
export interface Wish {
  readonly wanted: boolean;
  readonly channel: ChannelName | undefined;
  readonly number: string | undefined;
  /** Relatives with a mandate of Cura's are told too. */
  readonly relatives: boolean;
  /** When it was said, epoch milliseconds. */
  readonly recordedAt: number;
}

const channels: readonly unknown[] = ['sms', 'nemsms', 'digital-post'];
const isChannel = (value: unknown): value is ChannelName => channels.includes(value);

/** `12 34 56 78` is a Danish number, with or without `45`; a text that is none gives undefined. */
export function phoneNumber(given: string | undefined): string | undefined {
  const digits = given?.replaceAll(/[\s().-]/g, '').replace(/^00/, '+') ?? '';
  if (/^\d{8}$/.test(digits)) return `+45${digits}`;
  if (/^45\d{8}$/.test(digits)) return `+${digits}`;
  return /^\+\d{6,15}$/.test(digits) ? digits : undefined;
}

/** The first telephone number of somebody. */
export const phoneOf = (telecom: readonly ContactPoint[] | undefined): string | undefined =>
  phoneNumber(telecom?.find(({ system }) => system === 'phone')?.value);

/** The wish of a citizen; who is dead, or has said nothing, wishes none. */
export function wishOf(patient: Patient): Wish {
  const parts = partsOf(extensionOf(patient, structure('reminder-preference')));
  const { wanted, channel, number, relatives, recorded } = parts;
  const isAlive = patient.deceasedDateTime === undefined && patient.deceasedBoolean !== true;
  const own = typeof number === 'string' ? phoneNumber(number) : phoneOf(patient.telecom);
  return {
    wanted: isAlive && wanted === true && isChannel(channel),
    channel: isChannel(channel) ? channel : undefined,
    number: own,
    relatives: isAlive && relatives === true,
    recordedAt: typeof recorded === 'string' ? parseInstant(recorded) : 0,
  };
}

export const languageOf = ({ communication = [] }: Patient): Language =>
  communication.some(
    ({ language, preferred }) => preferred && language.coding?.some(({ code }) => code === 'en'),
  )
    ? 'en'
    : 'da';
