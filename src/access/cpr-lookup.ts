/** The number of a person of whom the login gives a UUID alone. */
import { askJson } from './ask-json.ts';
import { type Known, remember } from './remember.ts';
import { cprGrammar } from './ticket.ts';
import { identityUnavailable } from './token-refusal.ts';

/** The CPR number behind a UUID (`urn:uuid:…`); undefined when there is none. Throws 503 when nobody answers. */
export type CprLookup = (uuid: string) => Promise<string | undefined>;

export interface CprLookupOptions {
  readonly url: string;
  readonly secret: string;
}

const cprIn = (body: unknown): string | undefined => {
  const { cpr } = (body ?? {}) as { readonly cpr?: unknown };
  return typeof cpr === 'string' && cprGrammar.test(cpr) ? cpr : undefined;
};

/** Asks over HTTP: a form with `uuid` -> `{ "cpr": "…" }`, or 404. */
export function createCprLookup({ url, secret }: CprLookupOptions): CprLookup {
  return async (uuid) => {
    const { status, body } = await askJson(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}` },
      body: new URLSearchParams({ uuid }),
    });
    if (status === 404) return undefined;
    const cpr = status === 200 ? cprIn(body) : undefined;
    if (cpr === undefined) throw identityUnavailable();
    return cpr;
  };
}

const most = 10_000;
const atOnce = 50;
/** Somebody may have been given a number since. */
const unknownMs = 60_000;
const knownMs = 900_000;

/** The keyed hash of the number, remembered for a quarter of an hour; the number itself is not kept. */
export function rememberedHash(
  lookup: CprLookup,
  hash: (cpr: string) => Buffer,
  now: () => number,
): (uuid: string) => Promise<Buffer | undefined> {
  const remembered = remember<Buffer | undefined>({
    ...{ most, atOnce, now },
    tooMany: identityUnavailable,
  });
  return (uuid) =>
    remembered(uuid, async (): Promise<Known<Buffer | undefined>> => {
      const cpr = await lookup(uuid);
      return cpr === undefined
        ? { value: undefined, until: now() + unknownMs }
        : { value: hash(cpr), until: now() + knownMs };
    });
}
