/** What only a sandbox has: a list of everybody, a token for the asking, and the numbers behind the UUIDs. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { escapeHtml, page, pageHeaders } from '../html.ts';
import { about } from '../people/about.ts';
import type { Persona } from '../people/personas.ts';
import { brokerOf, cprUuid } from './broker.ts';
import type { Shared } from './issuer.ts';
import type { Granted, TokenRequest } from './persona-token.ts';

/** What the short-cuts need of the provider. */
export interface ShortCuts {
  readonly shared: Shared;
  readonly grant: (persona: string, asked: TokenRequest) => Promise<Granted | undefined>;
}

const row = ([key, persona]: readonly [string, Persona]): string =>
  `<tr><td>${escapeHtml(persona.name)}</td><td>${escapeHtml(about(key, persona))}</td><td>${brokerOf(persona)}</td><td><code>${escapeHtml(key)}</code></td>
<td><form method="post" action="/vis"><button name="persona" value="${escapeHtml(key)}" aria-label="Vis token for ${escapeHtml(persona.name)}">Vis token</button></form></td></tr>`;

function everybodyPage({ personas }: Shared): string {
  const names = ['Navn', 'Hvem det er', 'Udbyder', 'Nøgle', 'Token'];
  const head = names.map((name) => `<th scope="col">${name}</th>`).join('');
  const rows = Object.entries(personas).map(row).join('');
  return page(
    'Log ind i sandkassen',
    `<p>Kun en sandkasse giver et token uden login. Applikationer sender folk til en af de tre udbydere.</p>
<table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table>`,
  );
}

const tokenPage = ({ access_token, expires_in }: Granted): string =>
  page(
    'Token',
    `<p>Gælder i ${expires_in / 60} minutter.</p><pre>${access_token}</pre><p><a href="/">Tilbage</a></p>`,
  );

const formOf = (body: unknown): URLSearchParams =>
  body instanceof URLSearchParams ? body : new URLSearchParams();

function grantForm({ grant }: ShortCuts, form: URLSearchParams): Promise<Granted | undefined> {
  const { persona = '', scope, patient, client_id: client } = Object.fromEntries(form);
  return grant(persona, {
    ...(scope !== undefined && { scope }),
    ...(patient !== undefined && { patient }),
    ...(client !== undefined && { client }),
  });
}

async function answerToken(cuts: ShortCuts, form: URLSearchParams, reply: FastifyReply) {
  reply.header('cache-control', 'no-store');
  const granted = await grantForm(cuts, form);
  if (granted) return granted;
  const known = Object.keys(cuts.shared.personas).join(', ');
  reply.code(400);
  return { error: 'invalid_request', error_description: `persona must be one of ${known}` };
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The number behind a UUID, for whoever has the secret. */
function lookUp({ personas, secret }: Shared, authorization: string | undefined, uuid: string) {
  if (!timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${secret}`))) return 401;
  const numbers = Object.values(personas).flatMap(({ cpr }) => cpr ?? []);
  const cpr = numbers.find((number) => cprUuid(number) === uuid);
  return cpr === undefined ? 404 : { cpr };
}

/** Adds the pages and the answers that scripts and tests ask for. */
export function addShortCuts(app: FastifyInstance, cuts: ShortCuts): void {
  const html = (reply: FastifyReply, text: string) => reply.headers(pageHeaders).send(text);
  app.get('/', (_request, reply) => html(reply, everybodyPage(cuts.shared)));
  app.post('/token', ({ body }, reply) => answerToken(cuts, formOf(body), reply));
  app.post('/vis', async ({ body }, reply) => {
    const granted = await grantForm(cuts, formOf(body));
    return granted
      ? html(reply, tokenPage(granted))
      : html(reply.code(404), page('Ukendt person', ''));
  });
  app.post('/cpr-lookup', async ({ body, headers }, reply) => {
    const found = lookUp(cuts.shared, headers.authorization, formOf(body).get('uuid') ?? '');
    reply.header('cache-control', 'no-store');
    return typeof found === 'number' ? reply.code(found).send() : found;
  });
}
