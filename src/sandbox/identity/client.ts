import { join } from 'node:path';
import type { JWK } from 'jose';
import type { ClientMetadata } from 'oidc-provider';
import type { Broker, Persona } from '../people/personas.ts';
import { kept, newKey } from './key-ring.ts';

/** Where each application of a login comes back to, on any port of the same machine. */
const callbacks = ['http://127.0.0.1/callback', 'http://localhost/callback'];
const videoCallbacks = callbacks.map((url) => url.replace('/callback', '/video/callback'));
const afterLogout = ['http://127.0.0.1/', 'http://localhost/'];

/** An application that may ask for tokens. */
interface ClientKind {
  readonly name: string;
  readonly brokers: readonly Broker[];
  /** Levels of SMART scopes that it may ask for. */
  readonly levels: readonly string[];
  /** Signs assertions of its own with such a key; without one it is public. */
  readonly alg?: 'ES384' | 'RS384';
  /** Acts as itself, as the persona of this role. */
  readonly machine?: 'system' | 'association';
  readonly opaque?: true;
  /** Instead of the usual ones. */
  readonly callbacks?: readonly string[];
}

const people = ['nemlogin', 'signicat', 'kombit'] as const;
const personLevels = ['patient', 'user'];

/** The applications of the sandbox, by client id. */
export const clientKinds: Readonly<Record<string, ClientKind>> = {
  'samspil-app': { name: 'App i browseren', brokers: people, levels: personLevels },
  'samspil-web': {
    ...{ name: 'Webtjeneste med egen nøgle', brokers: people, levels: personLevels },
    alg: 'ES384',
  },
  'samspil-opaque': {
    ...{ name: 'App med uigennemsigtige tokens', brokers: people, levels: personLevels },
    opaque: true,
  },
  'samspil-video': {
    ...{ name: 'Videomøder', brokers: people, levels: personLevels },
    callbacks: videoCallbacks,
  },
  'samspil-system': {
    ...{ name: 'Kommunens maskine', brokers: ['nemlogin'], levels: ['system'] },
    ...{ alg: 'ES384', machine: 'system' },
  },
  'samspil-association': {
    ...{ name: 'Foreningens maskine', brokers: ['nemlogin'], levels: ['system'] },
    ...{ alg: 'RS384', machine: 'association' },
  },
};

/** Who may ask what an opaque token says: the FHIR service. */
const resourceServer = 'samspil';

/** Client id of the machine of a role. */
export const machineClient = ({ role }: Persona): string =>
  Object.entries(clientKinds).find(([, { machine }]) => machine && machine === role)?.[0] ?? '';

const publicPart = ({ kid, kty, crv, x, y, n, e, alg, use }: JWK): JWK =>
  JSON.parse(JSON.stringify({ kid, kty, crv, x, y, n, e, alg, use })) as JWK;

/** The private key by which an application proves who it is, for whoever wants to try it. */
const clientKey = (dataDir: string, id: string, alg: 'ES384' | 'RS384'): Promise<JWK> =>
  kept(join(dataDir, 'identity', `${id}.jwk.json`), () => newKey(alg));

type Proof = Pick<
  ClientMetadata,
  'token_endpoint_auth_method' | 'token_endpoint_auth_signing_alg' | 'jwks'
>;

/** How an application proves who it is. */
async function proofOf(
  dataDir: string | undefined,
  [id, { alg }]: readonly [string, ClientKind],
): Promise<Proof> {
  if (dataDir === undefined || alg === undefined) return { token_endpoint_auth_method: 'none' };
  return {
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: alg,
    jwks: { keys: [publicPart(await clientKey(dataDir, id, alg))] },
  };
}

/** The page of meetings may have an address of its own, with TLS. */
const withCallback = (
  [id, kind]: readonly [string, ClientKind],
  videoCallback = '',
): readonly [string, ClientKind] =>
  id === 'samspil-video' && videoCallback.startsWith('https:')
    ? [id, { ...kind, callbacks: [...videoCallbacks, videoCallback] }]
    : [id, kind];

async function metadata(
  dataDir: string | undefined,
  [id, kind]: readonly [string, ClientKind],
): Promise<ClientMetadata> {
  return {
    client_id: id,
    client_name: kind.name,
    application_type: 'native',
    ...(await proofOf(dataDir, [id, kind])),
    ...(kind.machine
      ? { grant_types: ['client_credentials'], redirect_uris: [], response_types: [] }
      : {
          grant_types: ['authorization_code', 'refresh_token'],
          redirect_uris: [...(kind.callbacks ?? callbacks)],
          post_logout_redirect_uris: afterLogout,
        }),
  };
}

/** What an issuer knows of its clients. Those with keys need a folder where others find the keys. `secret`: the resource server's. */
export async function clientsOf(
  broker: Broker,
  {
    dataDir,
    secret,
    videoCallback,
  }: { dataDir: string | undefined; secret: string; videoCallback?: string },
): Promise<ClientMetadata[]> {
  const known = Object.entries(clientKinds).filter(
    ([, { brokers, alg }]) => brokers.includes(broker) && (dataDir !== undefined || !alg),
  );
  return [
    ...(await Promise.all(known.map((one) => metadata(dataDir, withCallback(one, videoCallback))))),
    {
      client_id: resourceServer,
      client_secret: secret,
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: [],
      response_types: [],
      redirect_uris: [],
    },
  ];
}

/** Only the resource server reads other people's tokens. */
export const isResourceServer = (clientId: string): boolean => clientId === resourceServer;
