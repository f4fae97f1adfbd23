import type { FastifyInstance, FastifyReply } from 'fastify';
import { formatDanish } from '../fhir/instant.ts';
import { FhirError } from '../fhir/outcome.ts';
import { cancelByLink, type LinkTarget, openLink } from '../resources/communication/link.ts';
import type { Municipality } from '../resources/municipality.ts';
import type { Service, SmsDoor } from './server.ts';

/** Nothing of the page may be kept, framed, scripted or told to another site. */
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
  'x-content-type-options': 'nosniff',
};

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const page = (title: string, content: string): string => `<!doctype html>
<html lang="da"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title>
<style>body{font:1.125rem/1.5 system-ui,sans-serif;max-width:32rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
button{font:inherit;padding:.75rem 1.5rem;border:0;border-radius:.25rem;background:#9b1c1c;color:#fff;cursor:pointer}button:focus-visible{outline:3px solid #1a56db;outline-offset:2px}</style></head>
<body><main><h1>${escaped(title)}</h1>${content}</main></body></html>`;

const call = ({ phone }: Municipality): string =>
  `<a href="tel:${escaped(phone)}">${escaped(phone)}</a>`;

const dead = (municipality: Municipality): string =>
  page(
    'Linket virker ikke længere',
    `<p>Aftalen er måske allerede aflyst, flyttet eller begyndt.</p><p><a href="${escaped(municipality.selfServiceUrl)}">Log på selvbetjeningen</a>, eller ring til kommunen på ${call(municipality)}.</p>`,
  );

const asking = (target: Extract<LinkTarget, { start: number }>, municipality: string): string =>
  page(
    'Meld afbud',
    `<p>Din aftale med ${escaped(municipality)}:</p><p><strong>${escaped(formatDanish(target.start))}</strong></p><form method="post"><button type="submit">Meld afbud til aftalen</button></form>`,
  );

const done = page('Du har meldt afbud', '<p>Aftalen er aflyst. Du kan lukke siden.</p>');

const again = '<form method="post"><button type="submit">Prøv igen</button></form>';

/** What the one who pressed may know of a failure: never more than is so. */
function failure({ status, issues }: FhirError): string {
  if (issues.some(({ key }) => key === 'outcome-unknown'))
    return '<p>Kommunens system svarede ikke. Vi ved ikke endnu, om aftalen er aflyst.</p>';
  if (status >= 500 || status === 412) return `<p>Aftalen er ikke aflyst endnu.</p>${again}`;
  const reasons = issues.map(({ text }) => `<p>${escaped(text.da)}</p>`);
  return `<p>Aftalen er ikke aflyst.</p>${reasons.join('')}`;
}

const failed = (error: FhirError, municipality: Municipality): string =>
  page(
    'Det lykkedes ikke',
    `${failure(error)}<p>Du kan også ringe til kommunen på ${call(municipality)}.</p>`,
  );

const send = (reply: FastifyReply, status: number, html: string): FastifyReply =>
  reply.code(status).headers(headers).send(html);

/** The page behind the link of an SMS. GET changes nothing and may be repeated: phones and scanners follow links on their own. */
export function addLinkPage(
  app: FastifyInstance,
  { ports }: Service,
  { linkDevice }: SmsDoor,
): void {
  app.get<{ Params: { code: string } }>('/a/:code', async (request, reply) => {
    const target = await openLink(ports, request.params.code);
    if (target.mode === 'none') return send(reply, 404, dead(ports.municipality));
    if (target.mode === 'cancel') return send(reply, 200, asking(target, ports.municipality.name));
    const url = new URL(ports.municipality.selfServiceUrl);
    url.searchParams.set('appointment', target.appointment);
    return reply
      .code(303)
      .headers({ ...headers, location: url.href })
      .send();
  });
  app.post<{ Params: { code: string } }>('/a/:code', async (request, reply) => {
    try {
      const target = await cancelByLink(ports, request.params.code, linkDevice);
      return target.mode === 'none'
        ? send(reply, 404, dead(ports.municipality))
        : send(reply, 200, done);
    } catch (error) {
      if (!(error instanceof FhirError)) throw error;
      return send(reply, error.status, failed(error, ports.municipality));
    }
  });
}
