import type { FastifyInstance } from 'fastify';
import { formatDanish, formatEnglish } from '../fhir/instant.ts';
import { FhirError, type Language } from '../fhir/outcome.ts';
import { cancelByLink, type LinkTarget, openLink } from '../resources/communication/link.ts';
import type { Municipality } from '../resources/municipality.ts';
import { linkText } from './link-text.ts';
import type { Service, SmsDoor } from './server.ts';
import { escaped, type Pages, pageHeaders, pages, sendPage } from './small-page.ts';

const call = ({ phone }: Municipality): string =>
  `<a href="tel:${escaped(phone)}">${escaped(phone)}</a>`;

const dead = (municipality: Municipality): Pages =>
  pages(linkText.dead, (language) => {
    const login = `<a href="${escaped(municipality.selfServiceUrl)}">${linkText.logIn[language]}</a>`;
    return `<p>${linkText.why[language]}</p><p>${login}${linkText.orCall[language]} ${call(municipality)}.</p>`;
  });

const whenIn = { da: formatDanish, en: formatEnglish } as const;

const button = (label: string): string =>
  `<form method="post"><button type="submit">${label}</button></form>`;

const asking = ({ start }: Extract<LinkTarget, { start: number }>, { name }: Municipality): Pages =>
  pages(
    linkText.ask,
    (language) =>
      `<p>${linkText.yours[language]} ${escaped(name)}:</p><p><strong>${escaped(whenIn[language](start))}</strong></p>${button(linkText.press[language])}`,
  );

const done: Pages = pages(linkText.done, (language) => `<p>${linkText.closed[language]}</p>`);

/** What the one who pressed may know of a failure: never more than is so. */
function failure({ status, issues }: FhirError, language: Language): string {
  if (issues.some(({ key }) => key === 'outcome-unknown'))
    return `<p>${linkText.unknown[language]}</p>`;
  if (status >= 500 || status === 412)
    return `<p>${linkText.notYet[language]}</p>${button(linkText.again[language])}`;
  const reasons = issues.map(({ text }) => `<p>${escaped(text[language])}</p>`);
  return `<p>${linkText.not[language]}</p>${reasons.join('')}`;
}

const failed = (error: FhirError, municipality: Municipality): Pages =>
  pages(
    linkText.failed,
    (language) =>
      `${failure(error, language)}<p>${linkText.mayCall[language]} ${call(municipality)}.</p>`,
  );

/** The page behind the link of an SMS. GET changes nothing and may be repeated: phones and scanners follow links on their own. */
export function addLinkPage(
  app: FastifyInstance,
  { ports }: Service,
  { linkDevice }: SmsDoor,
): void {
  app.get<{ Params: { code: string } }>('/a/:code', async (request, reply) => {
    const target = await openLink(ports, request.params.code);
    if (target.mode === 'none') return sendPage(reply, 404, dead(ports.municipality));
    if (target.mode === 'cancel') return sendPage(reply, 200, asking(target, ports.municipality));
    const url = new URL(ports.municipality.selfServiceUrl);
    url.searchParams.set('appointment', target.appointment);
    return reply
      .code(303)
      .headers({ ...pageHeaders, location: url.href })
      .send();
  });
  app.post<{ Params: { code: string } }>('/a/:code', async (request, reply) => {
    try {
      const target = await cancelByLink(ports, request.params.code, linkDevice);
      return target.mode === 'none'
        ? sendPage(reply, 404, dead(ports.municipality))
        : sendPage(reply, 200, done);
    } catch (error) {
      if (!(error instanceof FhirError)) throw error;
      return sendPage(reply, error.status, failed(error, ports.municipality));
    }
  });
}
