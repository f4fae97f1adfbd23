import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultSwitches } from './sms-faults.ts';
import type { KeptSms, SmsState, SmsStore } from './sms-store.ts';

/** The parts of a running gateway. */
export interface Gateway {
  readonly secret: string;
  readonly now: () => number;
  readonly store: SmsStore;
  readonly faults: FaultSwitches;
  readonly stop: AbortController;
  /** Those under way. */
  readonly deliveries: Set<Promise<void>>;
}

const receiptTries = 6;

const signature = (secret: string, signedAt: number, body: string) =>
  createHmac('sha256', secret).update(`${signedAt}.${body}`).digest('hex');

async function postReceipt(gateway: Gateway, url: string, id: string, status: SmsState) {
  const signedAt = gateway.now();
  const body = JSON.stringify({ id, status });
  const headers = {
    'content-type': 'application/json',
    'x-sms-time': String(signedAt),
    'x-sms-signature': signature(gateway.secret, signedAt, body),
  };
  const signal = AbortSignal.any([gateway.stop.signal, AbortSignal.timeout(5_000)]);
  const response = await fetch(url, { method: 'POST', body, headers, signal });
  await response.body?.cancel();
  return response.ok;
}

async function sendReceipt(gateway: Gateway, { id, receiptUrl }: KeptSms, status: SmsState) {
  if (receiptUrl === null) return;
  for (let tries = 1; tries <= receiptTries; tries += 1) {
    const taken = await postReceipt(gateway, receiptUrl, id, status).catch(() => false);
    if (taken || gateway.stop.signal.aborted) return;
    await sleep(2 ** tries * 50, undefined, { signal: gateway.stop.signal }).catch(() => undefined);
  }
}

async function deliver(gateway: Gateway, sms: KeptSms): Promise<void> {
  const status = gateway.faults.undeliverable.has(sms.to) ? 'undeliverable' : 'delivered';
  gateway.store.settle(sms.id, status);
  await sendReceipt(gateway, sms, status);
  // A receipt that closing cut off is sent again at the next start.
  if (!gateway.stop.signal.aborted) gateway.store.receiptSent(sms.id);
}

/** Marks the message and posts its receipt, some tries long; does not wait for either. */
export function startDelivery(gateway: Gateway, sms: KeptSms): void {
  const delivery = sleep(0).then(() => deliver(gateway, sms));
  gateway.deliveries.add(delivery);
  void delivery.finally(() => gateway.deliveries.delete(delivery));
}
