import type { TokenRequest } from '../src/sandbox/identity/persona-token.ts';
import type { RunningIdentityProvider } from '../src/sandbox/identity-provider.ts';

/** A machine that asks for nothing only reads. */
const askedFor = (persona: string): TokenRequest =>
  persona === 'system' ? { scope: 'system/*.cruds' } : {};

const addressOf = (url: string, path: string): string => {
  if (path.startsWith('http')) return path;
  return path.startsWith('/') ? `${url}${path}` : `${url}/fhir/${path}`;
};

const typeOf = ({ body }: RequestInit): Record<string, string> =>
  body === undefined ? {} : { 'content-type': 'application/fhir+json' };

/** So long a token is used again, by the clock of the house, which a test may turn either way. */
const tokenMs = 5_000;

/** Logs in anew when the time is another; signing for each request is a tenth of what tests that ask much take. */
function tokensOf({ token }: RunningIdentityProvider, now: () => number) {
  const held = new Map<string, { readonly at: number; readonly token: string | undefined }>();
  return async (persona: string): Promise<string | undefined> => {
    const known = held.get(persona);
    const at = now();
    if (known && known.at <= at && at < known.at + tokenMs) return known.token;
    const made = { at, token: await token(persona, askedFor(persona)) };
    held.set(persona, made);
    return made.token;
  };
}

/** Asks the API at `url` as a persona who has logged in with this provider. */
export function askingAs(identity: RunningIdentityProvider, url: string, now: () => number) {
  const tokenOf = tokensOf(identity, now);
  return (persona: string) =>
    async (path: string, init: RequestInit = {}): Promise<Response> => {
      const token = await tokenOf(persona);
      const given = init.headers as Record<string, string>;
      const headers = { authorization: `Bearer ${token}`, ...typeOf(init), ...given };
      return fetch(addressOf(url, path), { ...init, headers });
    };
}
