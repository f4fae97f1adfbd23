import t, { type Test } from 'tap';
import { sandboxIdentity } from '../../src/config/identity.ts';
import { uuidv5 } from '../../src/fhir/id.ts';
import { buildApp } from '../../src/http/app.ts';
import { verifierOf } from '../../src/main/identity.ts';
import { loadMunicipality } from '../../src/resources/municipality.ts';
import { startIdentityProvider } from '../../src/sandbox/identity-provider.ts';
import { agree } from './agree.ts';
import { keys, type Reply, type Scene, scene, type Time, wish } from './scene.ts';

const callers = 64;
const rounds = 8;

type Ask = (slot: Time, language: string) => Promise<Reply>;

const citizens = Array.from(
  { length: callers + 8 },
  (_, at) => `borger-${String(at + 1).padStart(5, '0')}`,
);

/** The API once more, for logins of the town's own citizens: each asks with a token and for a record of their own. */
async function crowd(t: Test, house: Scene): Promise<Ask[]> {
  const people = citizens.flatMap((id) => {
    const found = house.cura.read('borger', id);
    return found?.cpr && !found.doed && (found.foedselsdato ?? '') < '2010' ? [found] : [];
  });
  const personas = Object.fromEntries(
    people.map(({ id, cpr, fornavn, efternavn }) => [
      id,
      { name: `${fornavn} ${efternavn}`, ...(cpr !== undefined && { cpr }), borgerId: id },
    ]),
  );
  const { now } = house.sync;
  const audience = 'crowd';
  const identity = await startIdentityProvider({
    port: 0,
    host: '127.0.0.1',
    audience,
    personas,
    now,
  });
  t.teardown(() => identity.close());
  const verify = verifierOf(
    sandboxIdentity(identity.url, audience),
    loadMunicipality('9999'),
    now,
  )(house.sync.secret('person'));
  const app = buildApp({ ...house.service, verify });
  const base = await app.listen({ port: 0, host: '127.0.0.1' });
  t.teardown(() => app.close());
  return Promise.all(
    people.slice(0, callers).map(async ({ id }): Promise<Ask> => {
      const token = await identity.token(id);
      const patient = uuidv5(house.sync.namespace, `borger/${id}`);
      return async (slot, language) => {
        const answer = await fetch(`${base}/fhir/Appointment`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/fhir+json',
            'accept-language': language,
          },
          body: JSON.stringify(wish(patient, slot)),
        });
        return {
          status: answer.status,
          retryAfter: null,
          body: (await answer.json()) as Reply['body'],
        };
      };
    }),
  );
}

const nearest = { da: /^Nærmeste ledige tider: /, en: /^Nearest free times: / } as const;

function isExplained(t: Test, reply: Reply, language: 'da' | 'en'): void {
  t.equal(reply.status, 409);
  t.same(keys(reply), ['slot-free', 'nearest-free']);
  const [taken, others] = (reply.body.issue ?? []).map(({ details }) => details?.text ?? '');
  t.equal(taken, language === 'da' ? 'Tiden er optaget.' : 'The time is taken.');
  t.match(others, nearest[language]);
}

/** Some of the crowd have an appointment of their own at that time. */
const isElsewhere = (reply: Reply): boolean =>
  reply.status === 422 && keys(reply)[0] === 'citizen-busy';

async function deadlocks({ sync }: Scene): Promise<number> {
  const { rows } = await sync.db.query<{ n: number }>(
    'select deadlocks::int as n from pg_stat_database where datname = current_database()',
  );
  return rows[0]?.n ?? -1;
}

t.test(
  'of 64 callers at one time one has it, and 63 are told why not and what else is free',
  async (t) => {
    const house = await scene(t, { citizens: 90, curaTimeoutMs: 10_000, patienceMs: 15_000 });
    const asks = await crowd(t, house);
    t.equal(asks.length, callers);
    const ms: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const slot = await house.slot();
      const language = round % 2 === 0 ? 'da' : 'en';
      const started = performance.now();
      const replies = await Promise.all(asks.map((ask) => ask(slot, language)));
      ms.push(performance.now() - started);
      const [won, ...more] = replies.filter(({ status }) => status === 201);
      t.same(more, [], 'none double');
      t.ok(won?.body.id);
      for (const reply of replies)
        if (reply !== won && !isElsewhere(reply)) isExplained(t, reply, language);
    }
    t.comment(`a round of ${callers}: worst ${Math.round(Math.max(...ms))} ms`);
    t.equal(await deadlocks(house), 0, 'and nobody waited in a ring');
    await agree(t, house);
  },
);

t.test(
  '64 equal requests of one citizen make one appointment, which each of them is given',
  async (t) => {
    const house = await scene(t, { curaTimeoutMs: 10_000, patienceMs: 15_000 });
    const slot = await house.slot();
    const replies = await Promise.all(
      Array.from({ length: callers }, () => house.book('relative', slot)),
    );
    const made = new Set(replies.flatMap(({ status, body }) => (status === 201 ? [body.id] : [])));
    t.equal(made.size, 1);
    const others = replies.filter(({ status }) => status !== 201);
    t.ok(others.every((reply) => reply.status === 409 && keys(reply)[0] === 'slot-free'));
    t.comment(`${callers - others.length} were given it, ${others.length} came when it was taken`);
    await agree(t, house);
  },
);
