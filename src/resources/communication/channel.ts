import type { Language } from '../../fhir/outcome.ts';
import type { ChannelName } from '../municipality.ts';
import type { MessageKind } from './plan-row.ts';

/** One message. `id` is ours, and a channel sends a message of an id once. `to` is a number such as `+4512345678`, or a CPR number. */
export interface Outgoing {
  readonly id: string;
  readonly to: string;
  readonly text: string;
  /** What a channel that carries more than a text makes of it. */
  readonly letter?: Letter;
}

/** What Digital Post tells beside the text. Instants are epoch milliseconds. */
export interface Letter {
  readonly kind: MessageKind;
  readonly language: Language;
  readonly createdAt: number;
  /** Id of the Appointment: the same entry in a calendar each time. */
  readonly appointment: string;
  readonly start: number;
  readonly end: number;
}

export type DeliveryStatus = 'accepted' | 'delivered' | 'undeliverable';

/**
 * `rejected`: it will never be sent. `not-enrolled`: this person is not reached by this channel. `unknown`: it may have been sent; ask
 * `find`, or send the same again, which cannot make a second message.
 */
export type SendOutcome = 'accepted' | 'rejected' | 'not-enrolled' | 'unknown';

/** Whoever carries messages for the municipality. */
export interface Channel {
  readonly send: (message: Outgoing) => Promise<SendOutcome>;
  /** Null when it has never accepted it. Throws `GatewayUnavailable`. */
  readonly find: (id: string) => Promise<DeliveryStatus | null>;
}

/** The channels of an installation. */
export type Channels = Readonly<Partial<Record<ChannelName, Channel>>>;

/** A channel could not be asked. */
export class GatewayUnavailable extends Error {
  override readonly name = 'GatewayUnavailable';
}

const statuses: ReadonlySet<unknown> = new Set<DeliveryStatus>([
  'accepted',
  'delivered',
  'undeliverable',
]);

export const isDeliveryStatus = (value: unknown): value is DeliveryStatus => statuses.has(value);

/** What is wished first, then the municipality's order. */
export const channelOrder = (
  wished: ChannelName | undefined,
  order: readonly ChannelName[],
): readonly ChannelName[] =>
  wished === undefined || !order.includes(wished)
    ? order
    : [wished, ...order.filter((one) => one !== wished)];
