import type { Plan, SendPorts } from './facts.ts';
import { numberHash } from './failed-number.ts';
import type { Message } from './message.ts';

/** A message and the plan it is of. */
export interface Ready {
  readonly plan: Plan;
  readonly message: Message;
}

/**
 * Notes, before the channel has them, that it may have them. Those that are not to be sent any more are left out, and those that somebody
 * else has given to another channel meanwhile.
 */
export async function noteSending(
  { db, now, secret }: SendPorts,
  all: readonly Ready[],
): Promise<Ready[]> {
  if (all.length === 0) return [];
  const key = secret('number');
  const routes = all.map(({ message }) => message.routes[0]);
  const hashes = routes.map((route) =>
    route?.channel === 'sms' ? numberHash(key, route.to) : null,
  );
  const { rows } = await db.query<{ id: string; sendingAt: number }>(
    `update reminder r set sending_at = coalesce(r.sending_at, to_timestamp($5 / 1000.0)), channel = x.channel,
       number_hash = coalesce(x.number_hash, r.number_hash), passed = string_to_array(x.passed, ',')
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $6::text[]) as x(id, channel, number_hash, passed, known)
     where r.id = x.id and r.state = 'due'
       and (r.channel is not distinct from x.known or r.channel = x.channel) returning r.id, r.sending_at as "sendingAt"`,
    [
      all.map(({ plan }) => plan.id),
      routes.map((route) => route?.channel),
      hashes,
      all.map(({ plan }) => plan.passed.join(',')),
      now(),
      all.map(({ plan }) => plan.channel),
    ],
    { name: 'note-sending' },
  );
  const noted = new Map(rows.map(({ id, sendingAt }) => [id, sendingAt]));
  return all.flatMap(({ plan, message }, at) => {
    const sendingAt = noted.get(plan.id);
    const channel = routes[at]?.channel;
    return sendingAt === undefined || channel === undefined
      ? []
      : [{ plan: { ...plan, sendingAt, channel }, message }];
  });
}
