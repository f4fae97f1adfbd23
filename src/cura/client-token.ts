import { type Patience, patiently } from './call.ts';
import type { Answer, Connection } from './exchange.ts';
import { NoAnswer } from './exchange.ts';
import { CuraUnavailable } from './port.ts';
import { renewalTime, type Token } from './token.ts';

interface Credentials {
  readonly baseUrl: URL;
  readonly clientId: string;
  readonly clientSecret: string;
}

const operation = 'POST /oauth/token';

function basic({ clientId, clientSecret }: Credentials): string {
  const pair = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

function tokenOf({ status, body }: Answer, now: number): Token {
  if (status === 400 || status === 401) {
    throw new CuraUnavailable(
      'Cura refuses the client credentials; check the client id and secret.',
    );
  }
  const { access_token: value, expires_in: lifeSeconds } = Object(body) as Record<string, unknown>;
  if (status !== 200 || typeof value !== 'string' || typeof lifeSeconds !== 'number') {
    throw new CuraUnavailable(`Cura ${operation}: status ${status}, and no token`);
  }
  return { value, expires: renewalTime(now, lifeSeconds) };
}

/** Asks for a token with client credentials, again while that is promising. Throws `CuraUnavailable`. */
export function askForToken(
  connection: Connection,
  credentials: Credentials,
  patience: Patience,
  now: () => number,
): () => Promise<Token> {
  const request = {
    operation,
    method: 'POST',
    url: new URL('oauth/token', credentials.baseUrl),
    headers: {
      authorization: basic(credentials),
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  } as const;
  return async () => {
    try {
      const asked = now();
      return tokenOf(await patiently(() => connection.exchange(request), true, patience), asked);
    } catch (error) {
      // For the write that waits for the token, this is no answer to something sent.
      if (error instanceof NoAnswer) throw new CuraUnavailable(error.message);
      throw error;
    }
  };
}
