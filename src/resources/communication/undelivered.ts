import type { Communication } from '@medplum/fhirtypes';
import { codeSystem } from '../../fhir/canonical.ts';
import { awaitingDelivery, isAwaitingDelivery } from '../delivery-state.ts';
import { awaitingUrl, extended, type Kept, unreadUrl } from './thread.ts';

const isOther = ({ code }: { readonly code?: string }): boolean => code !== awaitingDelivery.code;

/** A message that Cura will never take: nobody reads it, and nobody answers. A mark that it refuses changes nothing. */
export function undelivered(message: Communication): Communication {
  if (!isAwaitingDelivery(message)) return message;
  const { meta = {}, ...rest } = extended(message as Kept, [awaitingUrl, unreadUrl]);
  const { tag = [], ...others } = meta;
  const left = tag.filter(isOther);
  return {
    ...rest,
    meta: { ...others, ...(left.length > 0 && { tag: left }) },
    status: 'stopped',
    statusReason: { coding: [{ system: codeSystem('message-failure'), code: 'undelivered' }] },
  };
}
