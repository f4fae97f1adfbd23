/** Names of the Subscriptions R5 Backport, in its form for R4. https://hl7.org/fhir/uv/subscriptions-backport/ */
import type { Extension, Subscription } from '@medplum/fhirtypes';
import { codeSystem } from '../../fhir/canonical.ts';

const guide = 'http://hl7.org/fhir/uv/subscriptions-backport';

const part = (name: string): string => `${guide}/StructureDefinition/${name}`;

export const backport = {
  subscription: part('backport-subscription'),
  filter: part('backport-filter-criteria'),
  channelType: part('backport-channel-type'),
  content: part('backport-payload-content'),
  heartbeat: part('backport-heartbeat-period'),
  timeout: part('backport-timeout'),
  maxCount: part('backport-max-count'),
  notification: part('backport-subscription-notification-r4'),
  status: part('backport-subscription-status-r4'),
  topic: part('capabilitystatement-subscriptiontopic-canonical'),
} as const;

/** Canonical URL of an operation of the guide. */
export const backportOperation = (name: string): string =>
  `${guide}/OperationDefinition/backport-subscription-${name}`;

/** Codes of channels that neither R4 nor the guide has. */
export const channelSystem = codeSystem('subscription-channel');

export const contents = ['empty', 'id-only', 'full-resource'] as const;
/** How much of a resource a notification shows. */
export type Content = (typeof contents)[number];

/** An element's primitive extensions, which the types do not have. */
interface Primitives {
  readonly _criteria?: { readonly extension?: Extension[] };
}

interface ChannelPrimitives {
  readonly _type?: { readonly extension?: Extension[] };
  readonly _payload?: { readonly extension?: Extension[] };
}

export const filtersIn = (resource: Subscription): readonly Extension[] =>
  ((resource as Primitives)._criteria?.extension ?? []).filter(
    ({ url }) => url === backport.filter,
  );

const primitivesOf = ({ channel }: Subscription) => channel as ChannelPrimitives;

/** The extension that says which channel is meant where R4 has no code for it. */
export const channelExtension = (resource: Subscription): Extension | undefined =>
  primitivesOf(resource)._type?.extension?.find(({ url }) => url === backport.channelType);

export const contentIn = (resource: Subscription): string | undefined =>
  primitivesOf(resource)._payload?.extension?.find(({ url }) => url === backport.content)
    ?.valueCode;

/** A whole number among the extensions of the channel. */
export const numberIn = (
  { channel }: Subscription,
  name: 'heartbeat' | 'timeout' | 'maxCount',
): number | undefined => {
  const found = channel.extension?.find(({ url }) => url === backport[name]);
  return found?.valueUnsignedInt ?? found?.valuePositiveInt;
};
