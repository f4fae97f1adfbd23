import t from 'tap';
import { brokers } from '../src/access/brokers.ts';
import { sandboxIdentity } from '../src/config/identity.ts';
import { ConfigError, type Environment, readConfig } from '../src/config.ts';
import { trustedIssuers } from '../src/main/identity.ts';

const audience = 'https://samspil.example/fhir';
const usual = ['ES256', 'ES384', 'PS256', 'RS256'];

const read = (env: Environment) => readConfig({ PUBLIC_URL: 'https://samspil.example', ...env });
const issuersOf = (env: Environment) =>
  trustedIssuers(read(env).identity).map(({ broker, ...one }) => ({
    ...one,
    broker: Object.entries(brokers).find(([, known]) => known === broker)?.[0],
  }));

const refusal = (env: Environment): string => {
  try {
    issuersOf(env);
    return 'taken';
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message;
  }
};

t.test('Without settings the three issuers of the sandbox are trusted, with one algorithm', (t) => {
  const url = 'http://127.0.0.1:3002';
  const signs = { audience, algorithms: ['ES256'] };
  t.same(issuersOf({}), [
    {
      ...{ issuer: `${url}/nemlogin`, broker: 'nemlogin', ...signs },
      introspection: {
        url: `${url}/nemlogin/token/introspection`,
        ...{ clientId: 'samspil', clientSecret: 'sandbox' },
      },
    },
    { issuer: `${url}/signicat`, broker: 'signicat', ...signs },
    { issuer: `${url}/kombit`, broker: 'kombit', ...signs },
  ]);
  t.same(read({}).identity, sandboxIdentity(url, audience));
  t.end();
});

t.test('One real issuer is enough to trust the sandbox no more', (t) => {
  for (const [setting, broker] of [
    ['IDP_ISSUER', 'nemlogin'],
    ['STAFF_ISSUER', 'kombit'],
    ['SYSTEM_ISSUER', 'machines'],
  ] as const) {
    const env = { [setting]: 'https://login.example/' };
    t.same(issuersOf(env), [
      { issuer: 'https://login.example/', broker, audience, algorithms: usual },
    ]);
    const { sandbox, identity } = read(env);
    t.same([sandbox.identity, identity.sandboxUrl, identity.cprLookup], Array(3), setting);
  }
  t.end();
});

t.test('Each issuer has its own broker, algorithms and addresses', (t) => {
  const env = {
    AUDIENCE: 'samspil',
    IDP_ISSUER: 'https://login.example',
    IDP_BROKER: 'signicat',
    IDP_ALGORITHMS: 'RS256 , PS256',
    IDP_JWKS_URL: 'https://login.example/keys',
    IDP_INTROSPECTION_URL: 'https://login.example/introspect',
    IDP_INTROSPECTION_CLIENT_ID: 'samspil',
    IDP_INTROSPECTION_CLIENT_SECRET: 'hemmelig',
    STAFF_ISSUER: 'https://staff.example',
    SYSTEM_ISSUER: 'https://machines.example',
    SYSTEM_ALGORITHMS: 'ES384',
    CPR_LOOKUP_URL: 'https://cpr.example/opslag',
    CPR_LOOKUP_SECRET: 'nummer',
  };
  const common = { audience: 'samspil' };
  t.same(issuersOf(env), [
    {
      ...{ ...common, issuer: 'https://login.example', broker: 'signicat' },
      ...{ algorithms: ['RS256', 'PS256'], jwksUrl: 'https://login.example/keys' },
      introspection: {
        url: 'https://login.example/introspect',
        ...{ clientId: 'samspil', clientSecret: 'hemmelig' },
      },
    },
    { ...common, issuer: 'https://staff.example', broker: 'kombit', algorithms: usual },
    { ...common, issuer: 'https://machines.example', broker: 'machines', algorithms: ['ES384'] },
  ]);
  const { cprLookup } = read(env).identity;
  t.same(cprLookup, { url: 'https://cpr.example/opslag', secret: 'nummer' });
  t.end();
});

t.test('A wrong setting of a login is one sentence that names it', (t) => {
  const real = { IDP_ISSUER: 'https://login.example' };
  const algorithms =
    'and may name ES256, ES384, ES512, PS256, PS384, PS512, RS256, RS384, RS512 and EdDSA.';
  const cases: readonly (readonly [Environment, string])[] = [
    [
      { IDP_ISSUER: 'login' },
      'IDP_ISSUER is no such address as it must be: https://… or http://….',
    ],
    [
      { ...real, IDP_BROKER: 'mitid' },
      'IDP_BROKER is "mitid", and must be one of nemlogin, signicat, kombit, machines.',
    ],
    [
      { STAFF_ISSUER: 'https://s.example', STAFF_BROKER: 'constructor' },
      'STAFF_BROKER is "constructor", and must be one of nemlogin, signicat, kombit, machines.',
    ],
    [{ ...real, IDP_ALGORITHMS: 'HS256' }, `IDP_ALGORITHMS names "HS256", ${algorithms}`],
    [{ ...real, IDP_ALGORITHMS: 'ES256,none' }, `IDP_ALGORITHMS names "none", ${algorithms}`],
    [
      { ...real, IDP_INTROSPECTION_URL: 'https://login.example/i' },
      'IDP_INTROSPECTION_CLIENT_ID is missing, and must be set when IDP_INTROSPECTION_URL is.',
    ],
    [
      { CPR_LOOKUP_URL: 'https://cpr.example' },
      'CPR_LOOKUP_SECRET is missing, and must be set when CPR_LOOKUP_URL is.',
    ],
    [
      { ...real, STAFF_ISSUER: 'https://login.example' },
      'IDP_ISSUER, STAFF_ISSUER, SYSTEM_ISSUER: two of them are the same, and must be different issuers.',
    ],
    [
      { ALLOWED_ORIGINS: 'https://a.example,https://b.example/' },
      'ALLOWED_ORIGINS names "https://b.example/", and must name origins as a browser sends them: https://example.dk, separated by commas.',
    ],
    [
      { ALLOWED_ORIGINS: '*' },
      'ALLOWED_ORIGINS names "*", and must name origins as a browser sends them: https://example.dk, separated by commas.',
    ],
    [{ ...real, ALLOWED_ORIGINS: 'https://a.example, http://localhost:5173' }, 'taken'],
  ];
  for (const [env, expected] of cases) t.equal(refusal(env), expected);
  t.end();
});
