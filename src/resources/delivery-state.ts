import type { Coding, Meta } from '@medplum/fhirtypes';
import { codeSystem } from '../fhir/canonical.ts';

const system = codeSystem('delivery-state');

/** Tag of what was accepted and is on its way to Cura. */
export const awaitingDelivery = { system, code: 'awaiting-delivery' } as const satisfies Coding;

/** Tag of what was accepted and that Cura refused for good. */
export const undelivered = { system, code: 'undelivered' } as const satisfies Coding;

export const isAwaitingDelivery = ({ meta }: { readonly meta?: Meta }): boolean =>
  meta?.tag?.some(
    (tag) => tag.system === awaitingDelivery.system && tag.code === awaitingDelivery.code,
  ) ?? false;
