/** The steps of a login between the application's question and its answer. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { errors, type InteractionResults } from 'oidc-provider';
import { pageHeaders, pagePolicy } from '../html.ts';
import { errorPage } from './error-page.ts';
import { type Issuer, peopleOf, subjectOf } from './issuer.ts';
import { behalfPage, consentPage, personaPage } from './login-pages.ts';
import { behalfOf } from './privilege-list.ts';
import type { Account } from './settings.ts';

type Interaction = Awaited<ReturnType<ReturnType<Issuer['provider']>['interactionDetails']>>;

/** What a step ends in: a page, or the way back to the application. */
type Step = { readonly page: string } | { readonly result: InteractionResults };

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Browsers hold the whole way back to the application against the page where it began. */
function headersFor({ params }: Interaction): Record<string, string> {
  const origin = URL.parse(textOf(params.redirect_uri))?.origin ?? '';
  const policy = `${pagePolicy}; form-action 'self' ${origin}`;
  return { ...pageHeaders, 'content-security-policy': policy.trim() };
}

async function ask({ setting, provider }: Issuer, { prompt, params }: Interaction): Promise<Step> {
  if (prompt.name !== 'consent') return { page: personaPage(setting.broker, peopleOf(setting)) };
  const client = await provider().Client.find(textOf(params.client_id));
  return { page: consentPage(client?.clientName ?? '', textOf(params.scope).split(' ')) };
}

function login({ key, persona }: Account, behalf: string | null): Step {
  const { mandators = [] } = persona;
  if (mandators.length > 0 && behalf === null) return { page: behalfPage({ key, persona }) };
  const mandator = mandators[Number(behalf ?? Number.NaN)];
  return {
    result: {
      login: { accountId: subjectOf(key), remember: false },
      ...(mandator && { behalf: behalfOf(mandator) }),
    },
  };
}

const stopped: Step = {
  result: { error: 'access_denied', error_description: 'the person did not go on' },
};

async function decide(issuer: Issuer, details: Interaction, form: URLSearchParams): Promise<Step> {
  if (form.has('stop')) return stopped;
  if (details.prompt.name === 'consent')
    return form.has('consent') ? { result: { consent: {} } } : ask(issuer, details);
  const account = peopleOf(issuer.setting).find(({ key }) => key === form.get('persona'));
  return account ? login(account, form.get('behalf')) : ask(issuer, details);
}

/** One step. A login that was begun elsewhere, or too long ago, is told so. */
export async function answerLogin(
  issuer: Issuer,
  { raw, body, method }: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const provider = issuer.provider();
  try {
    const details = await provider.interactionDetails(raw, reply.raw);
    const form = body instanceof URLSearchParams ? body : new URLSearchParams();
    const step =
      method === 'POST' ? await decide(issuer, details, form) : await ask(issuer, details);
    if ('page' in step) return void reply.headers(headersFor(details)).send(step.page);
    const back = await provider.interactionResult(raw, reply.raw, step.result);
    return void reply.redirect(back, 303);
  } catch (error) {
    if (!(error instanceof errors.OIDCProviderError)) throw error;
    return void reply.code(400).headers(pageHeaders).send(errorPage('session_not_found'));
  }
}
