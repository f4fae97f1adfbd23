import type { TestHouse } from '../house.ts';
import { publicUrl } from '../house-outside.ts';
import { logIn, visitor } from '../sandbox/identity-visitor.ts';

/** What the video page answered. */
export interface PageAnswer {
  readonly status: number;
  readonly location: string;
  readonly text: string;
  readonly headers: Headers;
}

/** A browser at the house: keeps its cookie, follows nothing by itself. */
export interface Comer {
  cookie: string;
  /** `path` with its query, behind the public address. */
  readonly get: (path: string, headers?: Record<string, string>) => Promise<PageAnswer>;
  /** Begins a login at the address of a meeting and goes through it; gives the path back here, not yet gone to. */
  readonly logIn: (id: string, persona: string, staff?: boolean) => Promise<string>;
}

export function comer({ base, identity }: TestHouse): Comer {
  const here: Comer = {
    cookie: '',
    get: async (path, headers = {}) => {
      const answer = await fetch(`${new URL(base).origin}${path}`, {
        ...{ redirect: 'manual', headers: { cookie: here.cookie, ...headers } },
      });
      const [line] = answer.headers.getSetCookie();
      if (line !== undefined) here.cookie = line.split(';')[0] ?? '';
      const on = answer.headers.get('refresh')?.replace(/^0; url=/, '');
      const location = on ?? answer.headers.get('location') ?? '';
      return {
        status: answer.status,
        location,
        text: await answer.text(),
        headers: answer.headers,
      };
    },
    logIn: async (id, persona, staff = false) => {
      const { location } = await here.get(`/video/${id}${staff ? '?login=staff' : ''}`);
      const issuer = identity.issuers[staff ? 'kombit' : 'nemlogin'];
      const back = await logIn(visitor(), issuer, location, { persona });
      if (!back.href.startsWith(publicUrl)) throw new Error(`It led to ${back.origin}.`);
      return `${back.pathname}${back.search}`;
    },
  };
  return here;
}
