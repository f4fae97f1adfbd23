import { createHash, randomBytes } from 'node:crypto';
import type { Test } from 'tap';
import {
  type IdentityProviderOptions,
  type RunningIdentityProvider,
  startIdentityProvider,
} from '../../src/sandbox/identity-provider.ts';
import type { Broker } from '../../src/sandbox/people/personas.ts';
import { sandboxPersonas } from '../../src/sandbox/start.ts';

export const audience = 'http://127.0.0.1:3000/fhir';
export const callback = 'http://127.0.0.1:8765/callback';

/** A provider with everybody of the sandbox. */
export async function providerOf(
  t: Test,
  options: Partial<IdentityProviderOptions> = {},
): Promise<RunningIdentityProvider> {
  const fixed = { port: 0, host: '127.0.0.1', audience, personas: sandboxPersonas() };
  const provider = await startIdentityProvider({ ...fixed, now: Date.now, ...options });
  t.teardown(() => provider.close());
  return provider;
}

type Form = Readonly<Record<string, string>>;

/** Addresses that an issuer publishes. */
export async function metadataOf(issuer: string): Promise<Record<string, string>> {
  const response = await fetch(`${issuer}/.well-known/openid-configuration`);
  return (await response.json()) as Record<string, string>;
}

export interface Answered {
  readonly status: number;
  readonly body: Record<string, string>;
}

/** Posts a form and reads JSON. */
export async function post(url: string, form: Form, headers: Form = {}): Promise<Answered> {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(form), headers });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
}

/** A browser that keeps cookies by path and follows no redirect by itself. */
export type Visit = (url: string, form?: Form) => Promise<Response>;

/** A new browser, without cookies. */
export function visitor(): Visit {
  const cookies = new Map<string, { readonly value: string; readonly path: string }>();
  const keep = (line: string): void => {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    const path = /; path=([^;]+)/.exec(line)?.[1] ?? '/';
    if (value === '') cookies.delete(name);
    else cookies.set(name, { value, path });
  };
  return async (url, form) => {
    const { pathname } = new URL(url);
    const sent = [...cookies].filter(([, { path }]) => pathname.startsWith(path));
    const cookie = sent.map(([name, { value }]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie, accept: 'text/html' },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) keep(line);
    return response;
  };
}

const nextOf = (response: Response, issuer: string): string =>
  new URL(response.headers.get('location') ?? '', issuer).href;

/** What an application keeps of a login that it began. */
export interface Begun {
  readonly url: string;
  readonly verifier: string;
}

/** The address that an application sends people to. */
export function begin(issuer: string, asked: Form = {}): Begun {
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    ...{ client_id: 'samspil-app', redirect_uri: callback, response_type: 'code', state: 'af-1' },
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    ...{ code_challenge_method: 'S256', scope: 'openid fhirUser patient/*.cruds', ...asked },
  });
  return { url: `${issuer}/auth?${query}`, verifier };
}

/** What is pressed on each page of a login. */
export interface Pressed {
  readonly persona: string;
  /** Among those whom the persona may act for; `self` unless said. */
  readonly behalf?: string;
}

/** Goes through the pages of a login until the application is reached; gives the address there. */
export async function logIn(
  visit: Visit,
  issuer: string,
  start: string,
  { persona, behalf = 'self' }: Pressed,
): Promise<URL> {
  let at = nextOf(await visit(start), issuer);
  for (let pages = 0; at.startsWith(issuer) && pages < 10; pages += 1) {
    const isPage = at.includes('/interaction/');
    at = nextOf(await visit(at, isPage ? { persona, behalf, consent: 'ja' } : undefined), issuer);
  }
  return new URL(at);
}

/** How an application goes about a login. */
export interface Asking {
  /** Parameters of the authorization request. */
  readonly asked?: Form;
  /** By which a confidential application proves who it is. */
  readonly proof?: Form;
  readonly visit?: Visit;
}

/** A login of a persona to its end: what the application gets for the code. */
export async function tokensOf(
  provider: RunningIdentityProvider,
  broker: Broker,
  pressed: Pressed,
  { asked = {}, proof = {}, visit = visitor() }: Asking = {},
): Promise<Answered> {
  const issuer = provider.issuers[broker];
  const { url, verifier } = begin(issuer, asked);
  const back = await logIn(visit, issuer, url, pressed);
  return post(`${issuer}/token`, {
    ...{ grant_type: 'authorization_code', redirect_uri: callback, code_verifier: verifier },
    client_id: asked.client_id ?? 'samspil-app',
    code: back.searchParams.get('code') ?? '',
    ...proof,
  });
}
