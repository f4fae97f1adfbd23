import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Note } from './memory.ts';
import type { IssuerSetting } from './settings.ts';

type Grant = InstanceType<KoaContextWithOIDC['oidc']['provider']['Grant']>;

/** Claim of the one for whom a person said to act; what the person may do is in the privilege list alone. */
export const behalfClaim = 'dk:healthcare:saml:attribute:OnBehalfOf';

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** For whom is said once, at the login, and holds for its whole session. */
function behalfIn({ memory }: IssuerSetting, { oidc }: KoaContextWithOIDC): string | undefined {
  const uid = oidc.session?.uid ?? '';
  if (!oidc.result?.login) return memory.noteOf(uid)?.behalf;
  const behalf = textOf(oidc.result.behalf);
  memory.note(uid, behalf === undefined ? {} : { behalf });
  return behalf;
}

const isSame = (one: Note | undefined, other: Note): boolean =>
  one?.patient === other.patient && one?.behalf === other.behalf;

/** A login for another citizen is another grant: a token that was refreshed would else change whom it is for. */
async function grantFor(
  { memory }: IssuerSetting,
  { oidc }: KoaContextWithOIDC,
  note: Note,
): Promise<Grant> {
  const { provider, session } = oidc;
  const owner = { clientId: oidc.client?.clientId ?? '', accountId: session?.accountId ?? '' };
  const known = session?.grantIdFor(owner.clientId);
  if (known !== undefined && isSame(memory.noteOf(known), note)) {
    const found = await provider.Grant.find(known);
    if (found?.accountId === owner.accountId) return found;
  }
  return new provider.Grant(owner);
}

/** Gives an application what it asks for: whether it may ask was decided with the scopes. */
export async function loadGrant(setting: IssuerSetting, ctx: KoaContextWithOIDC): Promise<Grant> {
  const { oidc } = ctx;
  const patient = textOf(oidc.params?.patient);
  const behalf = behalfIn(setting, ctx);
  const note: Note = {
    ...(patient !== undefined && { patient }),
    ...(behalf !== undefined && { behalf }),
  };
  const grant = await grantFor(setting, ctx, note);
  grant.addOIDCScope([...oidc.requestParamOIDCScopes]);
  for (const [name, { scopes }] of Object.entries(oidc.resourceServers ?? {}))
    grant.addResourceScope(name, scopes);
  setting.memory.note(await grant.save(), note);
  return grant;
}
