/** Pages of ours that stand alone: without scripts, and without anything of others. */
import type { FastifyReply } from 'fastify';
import type { Language, Text } from '../fhir/outcome.ts';
import { languageOf } from './reply.ts';

/** Nothing of the page may be kept, framed, scripted or told to another site. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  vary: 'Accept-Language',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
  'x-content-type-options': 'nosniff',
};

/** Text to put into HTML, in an attribute too. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const shell = (language: Language, title: string, content: string): string => `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title>
<style>body{font:1.125rem/1.5 system-ui,sans-serif;max-width:32rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
button{font:inherit;padding:.75rem 1.5rem;border:0;border-radius:.25rem;background:#9b1c1c;color:#fff;cursor:pointer}button:focus-visible{outline:3px solid #1a56db;outline-offset:2px}</style></head>
<body><main><h1>${escaped(title)}</h1>${content}</main></body></html>`;

/** A page in each language. */
export type Pages = Readonly<Record<Language, string>>;

/** A page with a title and a content of HTML. */
export const pages = (title: Text, content: (language: Language) => string): Pages => ({
  da: shell('da', title.da, content('da')),
  en: shell('en', title.en, content('en')),
});

/** Sends the page in the language that is asked for. */
export const sendPage = (reply: FastifyReply, status: number, page: Pages): FastifyReply =>
  reply.code(status).headers(pageHeaders).send(page[languageOf(reply.request)]);
