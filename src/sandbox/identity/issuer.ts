import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import Provider, { type KoaContextWithOIDC } from 'oidc-provider';
import { uuidv5 } from '../../fhir/id.ts';
import type { Broker, Persona } from '../people/personas.ts';
import { brokerOf, isMachine } from './broker.ts';
import { clientsOf } from './client.ts';
import { issuerConfiguration } from './issuer-configuration.ts';
import { openKeyRing } from './key-ring.ts';
import { createMemory } from './memory.ts';
import { type Account, type IssuerSetting, idleSeconds, tokenSeconds } from './settings.ts';

/** One issuer as it runs. */
export interface Issuer {
  readonly setting: IssuerSetting;
  /** As its keys are now. */
  readonly provider: () => Provider;
  readonly answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly rotate: () => Promise<void>;
}

const subjectNamespace = '5f0c5f0a-4b0e-4a6e-9d6b-0d9a3b7d7f11';

/** The same at every login of a persona, and no number of any register. */
export const subjectOf = (key: string): string => uuidv5(subjectNamespace, key);

/** A login that is used does not end: a further token is use. */
async function keepSession({ oidc }: KoaContextWithOIDC): Promise<void> {
  const uid = oidc.entities.RefreshToken?.sessionUid;
  const session = uid === undefined ? undefined : await oidc.provider.Session.findByUid(uid);
  await session?.save(idleSeconds);
}

/** The name under which SMART applications look for the citizen whom the login is for. */
function tellPatient({ memory }: IssuerSetting, ctx: KoaContextWithOIDC): void {
  const { patient } = memory.noteOf(ctx.oidc.entities.AccessToken?.grantId ?? '') ?? {};
  if (patient !== undefined) ctx.body = { ...(ctx.body as object), patient };
}

function build(setting: IssuerSetting): Provider {
  const provider = new Provider(setting.url, issuerConfiguration(setting));
  provider.use(async (ctx, next) => {
    await next();
    const { oidc } = ctx as KoaContextWithOIDC;
    if (oidc?.route !== 'token' || ctx.status !== 200) return;
    await keepSession(ctx as KoaContextWithOIDC);
    tellPatient(setting, ctx as KoaContextWithOIDC);
  });
  return provider;
}

/** oidc-provider reads its keys once: another one is made when they change, over the same memory. */
function current(setting: IssuerSetting): () => { provider: Provider; answer: Issuer['answer'] } {
  let built: { kids: string; provider: Provider; answer: Issuer['answer'] } | undefined;
  return () => {
    const kids = setting.ring
      .keys(setting.now())
      .map(({ kid }) => kid)
      .join();
    if (built?.kids === kids) return built;
    const provider = build(setting);
    const callback = provider.callback();
    built = { kids, provider, answer: async (request, response) => callback(request, response) };
    return built;
  };
}

const asksToStay = (scope: string | null): boolean =>
  scope?.split(' ').includes('offline_access') === true;

/** OpenID Connect wants consent to `offline_access`; applications that leave out the word get the question all the same. */
function withConsent(path: string): string {
  const [, place = '', query = ''] = /^([^?]*)\??(.*)$/s.exec(path) ?? [];
  const params = new URLSearchParams(query);
  const prompts = params.get('prompt')?.split(' ') ?? [];
  if (place !== '/auth' || !asksToStay(params.get('scope'))) return path;
  if (prompts.includes('none') || prompts.includes('consent')) return path;
  params.set('prompt', [...prompts, 'consent'].join(' '));
  return `${place}?${params}`;
}

/** What issuers of one provider share. */
export interface Shared {
  readonly audience: string;
  readonly personas: Readonly<Record<string, Persona>>;
  readonly dataDir: string | undefined;
  readonly secret: string;
  /** Of the page of meetings by video. */
  readonly videoCallback?: string;
  readonly now: () => number;
}

const accountsOf = (personas: Shared['personas'], broker: Broker): Map<string, Account> =>
  new Map(
    Object.entries(personas)
      .filter(([, persona]) => brokerOf(persona) === broker)
      .map(([key, persona]) => [subjectOf(key), { key, persona }]),
  );

/** Opens the issuer of one broker; its keys are kept in the data folder, logins under way are not. */
export async function openIssuer(
  broker: Broker,
  shared: Shared & { readonly url: string },
): Promise<Issuer> {
  const { dataDir, audience, now, personas, url } = shared;
  const ring = await openKeyRing(dataDir && join(dataDir, 'identity', `${broker}-keys.json`));
  const setting: IssuerSetting = {
    ...{ broker, audience, now, ring, url },
    accounts: accountsOf(personas, broker),
    clients: await clientsOf(broker, shared),
    memory: createMemory(),
    cookieKey: randomBytes(32).toString('base64url'),
  };
  const built = current(setting);
  return {
    setting,
    provider: () => built().provider,
    answer: (request, response) => {
      const path = withConsent((request.url ?? '/').slice(broker.length + 1) || '/');
      // The provider finds out from `originalUrl` that it is mounted below a path.
      Object.assign(request, { url: path, originalUrl: `/${broker}${path}` });
      return built().answer(request, response);
    },
    rotate: () => ring.rotate(now() + tokenSeconds * 1_000),
  };
}

/** Whom people may pick at this issuer. */
export const peopleOf = ({ accounts }: IssuerSetting): Account[] =>
  [...accounts.values()].filter(({ persona }) => !isMachine(persona));
