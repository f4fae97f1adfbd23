import { defaultLaw } from '../healthcare-service/policy.ts';
import type { ChannelName } from '../municipality.ts';
import { GatewayUnavailable, type Outgoing, type SendOutcome } from './channel.ts';
import { afterQuiet, isQuiet } from './due.ts';
import { duePlans, type Facts, factsOf, type Plan, type SendPorts } from './facts.ts';
import { inParallel } from './in-parallel.ts';
import { compose, type Message, type Skip } from './message.ts';
import { noteSending, type Ready } from './note-sending.ts';
import { type Ending, settleAll } from './record.ts';

export type { SendPorts } from './facts.ts';

/** A channel gave no answer: the job is tried again, and the channel knows the message by its id. */
export class SmsOutcomeUnknown extends Error {
  override readonly name = 'SmsOutcomeUnknown';
}

/** Messages that are given to the channels at the same time. */
const atOnce = 32;

/** What became of one plan; undefined when nobody knows yet. */
type Outcome = Ending | undefined;

const ended = (plan: Plan, ending: Omit<Ending, 'plan'>): Ending => ({ plan, ...ending });

/** A message that the channel has already was sent, even if its text would be another today. */
async function outcomeOf(
  { channels }: SendPorts,
  channel: ChannelName,
  message: Outgoing,
): Promise<SendOutcome> {
  const port = channels[channel];
  if (!port) return 'unknown';
  const outcome = await port.send(message);
  if (outcome !== 'rejected') return outcome;
  return (await port.find(message.id)) === null ? 'rejected' : 'accepted';
}

/** Whether an earlier try that ended before it was written down has sent it. Throws `GatewayUnavailable`. */
async function wasSent({ channels }: SendPorts, { id, sendingAt, channel }: Plan) {
  if (sendingAt === null || channel === null) return false;
  const port = channels[channel];
  if (!port) throw new GatewayUnavailable(`The channel ${channel} is not set up any more.`);
  return (await port.find(id)) !== null;
}

/** The channel that may have it comes first: no other is asked before that one has said no. */
async function routesLeft(ports: SendPorts, { plan, message }: Ready): Promise<Message | 'sent'> {
  const { channel, sendingAt } = plan;
  if (sendingAt === null || channel === null || plan.passed.includes(channel)) return message;
  const same = message.routes.find((route) => route.channel === channel);
  if (same)
    return { ...message, routes: [same, ...message.routes.filter((route) => route !== same)] };
  return (await wasSent(ports, plan)) ? 'sent' : message;
}

const unreachable = ({ plan, message }: Ready): Ending =>
  ended(plan, { state: 'failed', reason: 'unreachable', law: message.law });

/** Gives one message to its first channel: an ending, or what is left to try, or nothing known. */
async function give(ports: SendPorts, { plan, message }: Ready): Promise<Outcome | Ready> {
  const [route, ...routes] = message.routes;
  if (!route) return unreachable({ plan, message });
  const letter = { ...message.letter, createdAt: plan.sendingAt ?? ports.now() };
  const outgoing = { id: plan.id, to: route.to, text: message.text, letter };
  const outcome = await outcomeOf(ports, route.channel, outgoing);
  if (outcome === 'unknown') return undefined;
  if (outcome === 'accepted') return ended(plan, { state: 'sent', reason: null, law: message.law });
  const passed = [...plan.passed, route.channel];
  return { plan: { ...plan, passed }, message: { ...message, routes } };
}

/** A channel that cannot be asked leaves its message for the next try, and the others of the batch alone. */
const giveOrWait = (ports: SendPorts, ready: Ready): Promise<Outcome | Ready> =>
  give(ports, ready).catch((error: unknown) => {
    if (error instanceof GatewayUnavailable) return undefined;
    throw error;
  });

async function prepared(ports: SendPorts, ready: Ready): Promise<Outcome | Ready> {
  try {
    const message = await routesLeft(ports, ready);
    return message === 'sent'
      ? ended(ready.plan, { state: 'sent', reason: null, law: ready.message.law })
      : { plan: ready.plan, message };
  } catch (error) {
    if (error instanceof GatewayUnavailable) return undefined;
    throw error;
  }
}

const isReady = (one: Outcome | Ready): one is Ready => one !== undefined && 'message' in one;

/** Channel by channel, until each message is sent, refused by all, or nobody knows. */
async function sendAll(ports: SendPorts, all: readonly Ready[]): Promise<Outcome[]> {
  const done: Outcome[] = [];
  let open = await inParallel(all, atOnce, (one) => prepared(ports, one));
  for (;;) {
    const left = open.filter(isReady);
    done.push(...open.flatMap((one) => (isReady(one) ? [] : [one])));
    if (left.length === 0) return done;
    done.push(...left.filter(({ message }) => message.routes.length === 0).map(unreachable));
    const noted = await noteSending(
      ports,
      left.filter(({ message }) => message.routes.length > 0),
    );
    open = await inParallel(noted, atOnce, (one) => giveOrWait(ports, one));
  }
}

/** Nothing is to be sent now; but an earlier try may have sent it. */
async function skipped(ports: SendPorts, plan: Plan, { skip: reason }: Skip): Promise<Outcome> {
  try {
    const state = (await wasSent(ports, plan)) ? 'sent' : 'skipped';
    return ended(plan, { state, reason, law: defaultLaw });
  } catch (error) {
    if (error instanceof GatewayUnavailable) return undefined;
    throw error;
  }
}

/** In quiet hours everything that can wait does; what is of no use after them is not sent. Gives those that go on. */
async function postponed(
  ports: SendPorts,
  plans: readonly Plan[],
  now: number,
): Promise<readonly Plan[]> {
  const end = afterQuiet(now, ports.municipality.quietHours);
  // What a channel may have already wakes nobody a second time, and is to be settled.
  const waiting = plans.filter(({ sendingAt, until }) => sendingAt === null && end < until);
  if (end === now || waiting.length === 0) return plans;
  await ports.db.query(
    `update reminder set next_at = to_timestamp($2 / 1000.0) where id = any($1::text[]) and state = 'due'`,
    [waiting.map(({ id }) => id), end],
  );
  return plans.filter((plan) => !waiting.includes(plan));
}

/** Too late after the quiet hours, too early within them. */
const quietSkip = ({ municipality }: SendPorts, plan: Plan, now: number): Skip | undefined =>
  plan.sendingAt === null && isQuiet(now, municipality.quietHours)
    ? { skip: 'quiet hours' }
    : undefined;

async function decided(ports: SendPorts, facts: Facts, plans: readonly Plan[], begun: number) {
  const composed = plans.map((plan) => ({
    plan,
    result: quietSkip(ports, plan, begun) ?? compose(ports, facts, plan),
  }));
  const ready = composed.flatMap(({ plan, result }) =>
    'skip' in result ? [] : [{ plan, message: result }],
  );
  const skips = composed.flatMap(({ plan, result }) =>
    'skip' in result ? [{ plan, result }] : [],
  );
  const [sent, left] = await Promise.all([
    sendAll(ports, ready),
    inParallel(skips, atOnce, ({ plan, result }) => skipped(ports, plan, result)),
  ]);
  return [...sent, ...left];
}

/**
 * Sends reminders and other messages that are due. Safe to run twice: the channel and the Communication carry the plan's id, and the
 * link's code is made from it, so the second sending is the first. What is known is written down; throws `SmsOutcomeUnknown` when some
 * must be tried again.
 */
export async function sendReminders(ports: SendPorts, planIds: readonly string[]): Promise<void> {
  // One moment for all of it: what is sent as the quiet hours begin is not lost between two looks at the clock.
  const begun = ports.now();
  const plans = await postponed(ports, await duePlans(ports, planIds), begun);
  if (plans.length === 0) return;
  const facts = await factsOf(ports, plans);
  const outcomes = await decided(ports, facts, plans, begun);
  const endings = outcomes.filter((one) => one !== undefined);
  await settleAll(ports, endings, facts.mandated);
  if (endings.length < outcomes.length)
    throw new SmsOutcomeUnknown('A gateway of messages did not answer.');
}

export const sendReminder = (ports: SendPorts, planId: string): Promise<void> =>
  sendReminders(ports, [planId]);
