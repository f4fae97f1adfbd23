import t, { type Test } from 'tap';
import type { BrokerName } from '../../src/access/brokers.ts';
import type { Caller } from '../../src/access/grant.ts';
import { personHash } from '../../src/store/index-row.ts';
import {
  auditorRole,
  bySignicat,
  type Claims,
  citizen,
  employee,
  jobs,
  listOf,
  machine,
  named,
  ownCvr,
  staffRole,
} from './claims.ts';
import { now, personKey, startIssuer, verdict, verifierOf } from './issuer.ts';

const refused = '401 token-invalid Bearer realm="samspil", error="invalid_token"';
const hashOf = (cpr: string): Buffer => personHash(personKey, cpr);

/** Reads tokens of one broker. */
async function reader(t: Test, broker: BrokerName) {
  const issuer = await startIssuer(t, { broker });
  const verify = verifierOf([issuer.trusted]);
  return {
    caller: async (claims: Claims) => verify(`Bearer ${await issuer.token(claims)}`),
    verdict: async (claims: Claims) => verdict(verify, `Bearer ${await issuer.token(claims)}`),
  };
}

const all = [{ context: 'patient', type: '*', permissions: 'cruds', query: [] }] as const;
const karen: Caller = {
  ...{ kind: 'person', name: 'Karen Margrethe Lindgaard', client: 'app', tickets: [], scopes: all },
  ...{ hash: hashOf('1403480000'), issuedAt: now, expiresAt: now + 900_000 },
};

t.test('Two brokers tell of the same person in their own words', async (t) => {
  const nemlogin = await reader(t, 'nemlogin');
  const signicat = await reader(t, 'signicat');
  t.same(await nemlogin.caller(citizen), karen);
  t.same(await signicat.caller(bySignicat), karen);
  t.same(await nemlogin.caller({ ...citizen, patient: 'Patient/a-1' }), {
    ...karen,
    patient: 'a-1',
  });
});

t.test('The name of a protected person is not taken from the login', async (t) => {
  const { caller, verdict } = await reader(t, 'signicat');
  const flag = 'mitid_name_and_address_protection';
  for (const yes of [true, 'true'])
    t.equal((await caller({ ...bySignicat, [flag]: yes })).name, '');
  for (const no of [false, 'false', undefined])
    t.equal((await caller({ ...bySignicat, [flag]: no })).name, karen.name);
  t.equal((await caller({ ...bySignicat, name: '' })).name, '', 'a broker may leave it empty');
  t.equal(await verdict({ ...bySignicat, [flag]: 'ja' }), refused);
});

t.test('A weak login is told which login is needed', async (t) => {
  const nemlogin = await reader(t, 'nemlogin');
  const signicat = await reader(t, 'signicat');
  const kombit = await reader(t, 'kombit');
  const weak = '403 assurance-level';
  for (const level of ['Low', undefined, 'substantial', 'High '])
    t.equal(await nemlogin.verdict({ ...citizen, [named.level]: level }), weak);
  t.equal(await signicat.verdict({ ...bySignicat, mitid_loa: 'LOW' }), weak);
  t.equal(await signicat.verdict({ ...bySignicat, mitid_loa: 'Substantial' }), weak);
  t.equal(await kombit.verdict({ ...employee, [named.level]: 'Low' }), weak);
  t.equal(await nemlogin.verdict({ ...citizen, [named.level]: 'High' }), 'person');
  t.equal(await signicat.verdict({ ...bySignicat, mitid_loa: 'HIGH' }), 'person');
});

t.test('A number of another kind than a person is nobody', async (t) => {
  const { verdict } = await reader(t, 'signicat');
  for (const nin_type of ['COMPANY', undefined, ['PERSON']])
    t.equal(await verdict({ ...bySignicat, nin_type }), refused);
});

t.test('A company that holds a power of attorney is told that persons act', async (t) => {
  const { verdict } = await reader(t, 'nemlogin');
  const company: Claims = {
    ...citizen,
    [named.cpr]: undefined,
    [named.cvr]: '12345678',
    [named.organisation]: 'Plejefirmaet ApS',
    privileges_intermediate: listOf([
      {
        scope: 'urn:dk:gov:saml:cprNumberIdentifier:1403480000',
        privileges: ['urn:dk:sandby:samspil:handle'],
      },
    ]),
  };
  t.equal(await verdict(company), '403 company-holder');
});

t.test('An employee is what the job roles say, in the units of the constraint', async (t) => {
  const { caller, verdict } = await reader(t, 'kombit');
  const { client, issuedAt, expiresAt } = karen;
  const base = { name: 'Mette Holm', client, issuedAt, expiresAt };
  const scopes = [{ context: 'user', type: '*', permissions: 'cruds', query: [] }] as const;
  t.same(await caller(employee), {
    ...{ ...base, kind: 'staff', employee: 'medarbejder-1', scopes },
    units: ['1234567890123456', '2345678901234567'],
  });
  t.same(await caller({ ...employee, [named.jobs]: jobs('urn:x:other', auditorRole) }), {
    ...{ ...base, kind: 'auditor', id: 'medarbejder-1', scopes },
  });
  const both = jobs(staffRole, auditorRole);
  t.equal(await verdict({ ...employee, [named.jobs]: both }), refused, 'two kinds are nobody');
  for (const list of [undefined, jobs('urn:x:other'), listOf([])])
    t.equal(await verdict({ ...employee, [named.jobs]: list }), '403 job-role-missing');
  const theirs = listOf([
    { scope: 'urn:dk:gov:saml:cvrNumberIdentifier:12345678', privileges: [staffRole] },
  ]);
  t.equal(
    await verdict({ ...employee, [named.jobs]: theirs }),
    '403 job-role-missing',
    'a role given for another employer counts for nothing',
  );
  t.equal(await verdict({ ...employee, [named.cvr]: '12345678' }), '403 other-employer');
  t.equal(await verdict({ ...employee, [named.cvr]: undefined }), refused);
  t.equal(await verdict({ ...employee, [named.employee]: '' }), refused);
});

t.test('Units of one job are not those of another', async (t) => {
  const { caller } = await reader(t, 'kombit');
  const scope = `urn:dk:gov:saml:cvrNumberIdentifier:${ownCvr}`;
  const list = listOf([
    { scope, privileges: [staffRole], units: '1' },
    { scope, privileges: ['urn:x:other'], units: '2' },
    { scope, privileges: [staffRole], units: '1,3,,' },
  ]);
  t.match(await caller({ ...employee, [named.jobs]: list }), { units: ['1', '3'] });
});

t.test('Machines are what their client is', async (t) => {
  const { caller, verdict } = await reader(t, 'machines');
  const scopes = [{ context: 'system', type: '*', permissions: 'rs', query: [] }] as const;
  const { issuedAt, expiresAt } = karen;
  const base = { name: '', client: 'journal', scopes, issuedAt, expiresAt };
  t.same(await caller(machine), { ...base, kind: 'system', id: 'journal' });
  const association = { ...machine, client_kind: 'association', cvr: '87654321' };
  t.same(await caller(association), { ...base, kind: 'association', id: '87654321' });
  for (const cvr of [undefined, '', '1', 87654321])
    t.equal(await verdict({ ...association, cvr }), refused);
  t.equal(await verdict(citizen), refused, 'and no citizen comes this way');
});

t.test(
  'A token says itself what it allows, and one that says nothing allows nothing',
  async (t) => {
    const nemlogin = await reader(t, 'nemlogin');
    const kombit = await reader(t, 'kombit');
    const scopesOf = async (by: typeof kombit, claims: Claims) => (await by.caller(claims)).scopes;
    for (const scope of [undefined, 'openid profile', 'patient/*.x'])
      t.same(await scopesOf(nemlogin, { ...citizen, scope }), [], scope ?? 'none');
    const reads = [{ context: 'user', type: 'Slot', permissions: 'rs', query: [] }];
    t.same(await scopesOf(kombit, { ...employee, scope: 'openid user/Slot.rs' }), reads);
    t.same(
      await scopesOf(kombit, { ...employee, scope: 'user/*.everything' }),
      [],
      'a strange one',
    );
    t.equal((await scopesOf(kombit, { ...employee, scope: 'openid' }))[0]?.permissions, 'cruds');
  },
);
