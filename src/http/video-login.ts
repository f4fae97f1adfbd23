/** A login for one visit: OpenID Connect's code flow with PKCE, of which nothing is kept when it has ended. https://www.rfc-editor.org/rfc/rfc9700 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { EncryptJWT, jwtDecrypt } from 'jose';
import { askJson } from '../access/ask-json.ts';
import type { LoginService } from '../access/login-directory.ts';
import { identityUnavailable, tokenInvalid } from '../access/token-refusal.ts';
import type { Ports } from '../resources/define.ts';
import type { VideoDoor, VideoLogin } from './server.ts';

/** Sealed into a cookie of the one who began it. */
export interface Begun {
  /** The appointment. */
  readonly id: string;
  readonly who: VideoLogin;
  readonly state: string;
  readonly verifier: string;
}

const lifeSeconds = 600;
const path = '/video';
const scopes: Readonly<Record<VideoLogin, string>> = {
  citizen: 'openid patient/Appointment.r',
  staff: 'openid user/Appointment.r',
};

const random = (): string => randomBytes(32).toString('base64url');
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** A browser that takes the prefix lets no page without TLS set the cookie. */
const cookieOf = ({ publicUrl }: Pick<Ports, 'publicUrl'>) =>
  publicUrl.startsWith('https:')
    ? ({ name: '__Secure-samspil-video', secure: '; Secure' } as const)
    : ({ name: 'samspil-video', secure: '' } as const);

const cookieLine = (ports: Ports, value: string, age: number): string => {
  const { name, secure } = cookieOf(ports);
  return `${name}=${value}; Max-Age=${age}; Path=${path}; HttpOnly; SameSite=Lax${secure}`;
};

/** Takes the cookie away: a login ends once. */
export const endedCookie = (ports: Ports): string => cookieLine(ports, '', 0);

const keyOf = ({ secret }: Ports): Buffer => secret('video-login');

const redirectUri = ({ publicUrl }: Ports): string => `${publicUrl}${path}/callback`;

/** An endpoint of the issuer; one on https may not send us to plain http. */
function endpoint({ issuer, addresses }: LoginService, name: string): string {
  const address = addresses[name];
  const schemes = issuer.startsWith('https:') ? /^https:\/\// : /^https?:\/\//;
  if (address === undefined || !schemes.test(address)) throw identityUnavailable();
  return address;
}

const serviceOf = ({ logins }: VideoDoor, who: VideoLogin): Promise<LoginService> => {
  const login = logins[who];
  if (!login) throw tokenInvalid();
  return login.read();
};

/** Where somebody is sent to log in, and the cookie that remembers what for. 503 when nothing is known of the issuer. */
export async function beginLogin(
  ports: Ports,
  door: VideoDoor,
  { id, who }: Pick<Begun, 'id' | 'who'>,
): Promise<{ readonly url: string; readonly cookie: string }> {
  const url = new URL(endpoint(await serviceOf(door, who), 'authorization_endpoint'));
  const begun: Begun = { id, who, state: random(), verifier: random() };
  const asked = {
    ...{ response_type: 'code', client_id: door.clientId, redirect_uri: redirectUri(ports) },
    ...{ scope: scopes[who], state: begun.state, aud: door.audience },
    ...{ code_challenge_method: 'S256' },
    code_challenge: digest(begun.verifier).toString('base64url'),
  };
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  const sealed = await new EncryptJWT({ ...begun })
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setExpirationTime(Math.floor(ports.now() / 1_000) + lifeSeconds)
    .encrypt(keyOf(ports));
  return { url: url.href, cookie: cookieLine(ports, sealed, lifeSeconds) };
}

/** What the visitor began; undefined for a cookie that is none of ours, or too old. */
export async function begunIn(
  ports: Ports,
  header: string | undefined,
): Promise<Begun | undefined> {
  const prefix = `${cookieOf(ports).name}=`;
  const found = header?.split(/;\s*/).find((one) => one.startsWith(prefix));
  if (found === undefined) return undefined;
  try {
    const sealed = found.slice(prefix.length);
    const currentDate = new Date(ports.now());
    const { payload } = await jwtDecrypt(sealed, keyOf(ports), {
      ...{ currentDate, requiredClaims: ['exp'] },
      ...{ keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] },
    });
    return payload as unknown as Begun;
  } catch {
    return undefined;
  }
}

/** What the issuer sent the visitor back with. */
export interface CameBack {
  readonly code?: unknown;
  readonly state?: unknown;
  readonly iss?: unknown;
}

/** A client's name and secret are form-encoded first: RFC 6749, 2.3.1. */
function proofOf({ clientId, clientSecret }: VideoDoor): Readonly<Record<string, string>> {
  if (clientSecret === undefined) return {};
  const pair = [clientId, clientSecret].map((one) => encodeURIComponent(one)).join(':');
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** The `Authorization` that the login gives. 401 for one that is not whole, or not the visitor's own; 503. */
export async function endLogin(
  ports: Ports,
  door: VideoDoor,
  { who, state, verifier }: Begun,
  back: CameBack,
): Promise<string> {
  const isOwn = timingSafeEqual(digest(String(back.state)), digest(state));
  if (!isOwn || typeof back.code !== 'string') throw tokenInvalid();
  const service = await serviceOf(door, who);
  if (back.iss !== undefined && back.iss !== service.issuer) throw tokenInvalid();
  const { status, body } = await askJson(endpoint(service, 'token_endpoint'), {
    method: 'POST',
    headers: proofOf(door),
    body: new URLSearchParams({
      ...{ grant_type: 'authorization_code', code: back.code, code_verifier: verifier },
      ...{ redirect_uri: redirectUri(ports), client_id: door.clientId },
    }),
  });
  if (status >= 500) throw identityUnavailable();
  const { access_token: token } = (body ?? {}) as { access_token?: unknown };
  if (status !== 200 || typeof token !== 'string') throw tokenInvalid();
  return `Bearer ${token}`;
}
