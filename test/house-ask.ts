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

/** Asks the API at `url` as a persona who has logged in with this provider. */
export const askingAs =
  (identity: RunningIdentityProvider, url: string) =>
  (persona: string) =>
  async (path: string, init: RequestInit = {}): Promise<Response> => {
    const token = await identity.token(persona, askedFor(persona));
    const given = init.headers as Record<string, string>;
    const headers = { authorization: `Bearer ${token}`, ...typeOf(init), ...given };
    return fetch(addressOf(url, path), { ...init, headers });
  };
