import t, { type Test } from 'tap';
import { discover } from '../../src/access/issuer-keys.ts';
import { sandboxIdentity } from '../../src/config/identity.ts';
import { verifierOf } from '../../src/main/identity.ts';
import { loadMunicipality } from '../../src/resources/municipality.ts';
import { startIdentityProvider } from '../../src/sandbox/identity-provider.ts';
import { sandboxPersonas } from '../../src/sandbox/start.ts';
import { personHash } from '../../src/store/index-row.ts';
import { post, tokensOf } from '../sandbox/identity-visitor.ts';
import { now, personKey, verdict } from './issuer.ts';

const audience = 'samspil-test';

/** What whoever logs in as a persona is, where that is not a person. */
const others: Readonly<Record<string, string>> = {
  ecpr: '401 token-invalid Bearer realm="samspil", error="invalid_token"',
  lowlevel: '403 assurance-level',
  company: '403 company-holder',
  ...{ association: 'association', system: 'system', auditor: 'auditor' },
  ...{ staff: 'staff', otherstaff: 'staff', nurse: 'staff', therapist: 'staff' },
  ...{ caseofficer: 'staff', dietitian: 'staff' },
};

/** The sandbox's provider, and what the house is set up with when no setting names another. */
async function sandbox(t: Test, at = now) {
  const personas = sandboxPersonas();
  const clock = { at };
  const identity = await startIdentityProvider({
    ...{ port: 0, host: '127.0.0.1', audience, personas, now: () => clock.at },
  });
  t.teardown(() => identity.close());
  const settings = sandboxIdentity(identity.url, audience);
  const verify = verifierOf(settings, loadMunicipality('9999'), () => clock.at)(personKey);
  const bearer = async (persona: string) => `Bearer ${await identity.token(persona)}`;
  return { personas, clock, identity, settings, verify, bearer };
}

t.test('Every persona of the sandbox is let in as what it is', async (t) => {
  const { personas, verify, bearer } = await sandbox(t);
  const found: Record<string, string> = {};
  for (const persona of Object.keys(personas))
    found[persona] = await verdict(verify, await bearer(persona));
  const strange = Object.entries(found).filter(([, kind]) => kind !== 'person');
  t.same(Object.fromEntries(strange), others);
  const persons = Object.entries(personas).filter(([key]) => found[key] === 'person');
  t.ok(persons.length > 20);
  for (const [key, { cpr = '', mandators = [] }] of persons) {
    const caller = await verify(await bearer(key));
    if (caller.kind !== 'person') throw new RangeError(key);
    t.ok(caller.hash.equals(personHash(personKey, cpr)), `${key} is who it is`);
    const givers = mandators.map((one) => personHash(personKey, one.cpr).toString('hex'));
    t.same(caller.tickets.map((one) => one.hash.toString('hex')).sort(), givers.sort(), key);
  }
});

t.test('The sandbox can rotate its keys and be asked about opaque tokens', async (t) => {
  const { clock, identity, settings, verify, bearer } = await sandbox(t);
  const old = await bearer('citizen');
  t.equal(await verdict(verify, old), 'person');
  await identity.rotateKeys();
  clock.at += 6_000;
  t.same(
    [await verdict(verify, await bearer('citizen')), await verdict(verify, old)],
    ['person', 'person'],
  );
  const [{ issuer = '', introspection } = {}] = settings.issuers;
  t.equal((await discover(issuer)).introspection_endpoint, introspection?.url);
  t.equal(
    await verdict(verify, 'Bearer opaque-token-that-nobody-was-given'),
    '401 token-invalid Bearer realm="samspil", error="invalid_token"',
    'the provider knows us, and not the token',
  );
});

t.test('An opaque token of a login in the sandbox is taken until it is revoked', async (t) => {
  const { clock, identity, verify } = await sandbox(t, Date.now());
  const client_id = 'samspil-opaque';
  const asked = { client_id, patient: 'p-1' };
  const { body } = await tokensOf(identity, 'nemlogin', { persona: 'relative' }, { asked });
  const { access_token: token = '' } = body;
  t.match(await verify(`Bearer ${token}`), {
    ...{ kind: 'person', client: client_id, patient: 'p-1', tickets: [{ rights: ['see', 'act'] }] },
  });
  await post(`${identity.issuers.nemlogin}/token/revocation`, { token, client_id });
  clock.at += 30_000;
  t.match(await verdict(verify, `Bearer ${token}`), /^401 token-invalid /);
});
