/** One notification delivered to its address, and what comes of it. */
import type { Subscription } from '@medplum/fhirtypes';
import type { NotificationType, Said } from '../interactions/subscription-notification.ts';
import type { Teller } from '../interactions/subscription-right.ts';
import { errorText } from '../interactions/subscription-text.ts';
import { headersOf } from '../resources/subscription/header.ts';
import { setStatus } from '../resources/subscription/keep.ts';
import { failuresToError, type Standing } from '../resources/subscription/run.ts';
import { signedHeaders, signingSecret } from '../resources/subscription/signature.ts';
import { type Lookup, type Sent, sendOnce } from './subscription-send.ts';

/** What the workers need to deliver. */
export interface HookContext {
  readonly teller: Teller;
  readonly lookup?: Lookup;
}

/** So long without a single success, and it is turned off. */
const patienceMs = 24 * 3_600_000;

/** It was not taken: the queue tries again. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken';
}

/** What a notification says of its Subscription. */
export const saidOf = (
  { ports }: Teller,
  run: Standing,
  { status }: Subscription,
  kind: NotificationType,
): Said => ({
  ...{ base: `${ports.publicUrl}/fhir`, id: run.id, type: run.type, kind },
  ...{ status, events: run.events, content: run.content },
});

/** A notification of a Subscription; `id` stays the same when it is sent again. */
export interface Delivery {
  readonly run: Standing;
  readonly resource: Subscription;
  readonly id: string;
  readonly body: string;
}

export function deliver({ teller, lookup }: HookContext, delivery: Delivery): Promise<Sent> {
  const { run, resource, id, body } = delivery;
  const { ports } = teller;
  const { endpoint = '', header = [] } = resource.channel;
  const signed = signedHeaders(signingSecret(ports, run.id), { id, at: ports.now(), body });
  const headers = {
    ...headersOf(header),
    ...{ 'content-type': 'application/fhir+json', 'user-agent': 'Samspil', ...signed },
  };
  return sendOnce(
    endpoint,
    { headers, body },
    {
      ...{ timeoutMs: run.timeoutSeconds * 1_000, allowLoopback: ports.loopbackHooks ?? false },
      ...(lookup && { lookup }),
    },
  );
}

/** Notes how far it has come. */
export const succeeded = (teller: Teller, { id }: Standing, sent: number): Promise<unknown> =>
  teller.ports.db.query(
    `update subscription_run set sent = greatest(sent, $2), batch = 0, failures = 0, failing_at = null,
       told_at = to_timestamp($3 / 1000.0) where id = $1`,
    [id, sent, teller.ports.now()],
  );

/** Notes a failure, says so after some, and gives up after long. */
export async function failed(teller: Teller, run: Standing): Promise<void> {
  const { ports } = teller;
  const now = ports.now();
  await ports.db.query(
    `update subscription_run set failures = failures + 1, failing_at = coalesce(failing_at, to_timestamp($2 / 1000.0)) where id = $1`,
    [run.id, now],
  );
  const error = errorText('no-response');
  if (now - (run.failingAt ?? now) >= patienceMs)
    await setStatus(ports, run.id, { status: 'off', error });
  else if (run.failures + 1 >= failuresToError)
    await setStatus(ports, run.id, { status: 'error', error });
}

/** Delivers it; throws `NotTaken` when it was not taken. */
export async function settle(
  context: HookContext,
  delivery: Delivery,
  reached: number,
): Promise<void> {
  const { teller } = context;
  const { run, resource } = delivery;
  const sent = await deliver(context, delivery);
  if (!sent.accepted) {
    await failed(teller, run);
    throw new NotTaken(sent.why);
  }
  await succeeded(teller, run, reached);
  // Nothing was lost meanwhile: what was not taken came first.
  if (resource.status !== 'active') await setStatus(teller.ports, run.id, { status: 'active' });
}
