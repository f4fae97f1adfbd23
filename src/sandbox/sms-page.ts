import { formatDanish } from '../fhir/instant.ts';
import { escapeHtml, page } from './html.ts';
import type { KeptSms, SmsState } from './sms-store.ts';

const stateNames: Readonly<Record<SmsState, string>> = {
  accepted: 'På vej',
  delivered: 'Leveret',
  undeliverable: 'Kunne ikke leveres',
};

/** A phone makes links of addresses, and so do we. */
const withLinks = (text: string): string =>
  escapeHtml(text).replace(/https?:\/\/[\w.:/-]+/g, (url) => `<a href="${url}">${url}</a>`);

const row = ({ acceptedAt, to, text, status }: KeptSms): string =>
  `<tr><td>${formatDanish(acceptedAt)}</td><td>${escapeHtml(to)}</td><td class="text">${withLinks(text)}</td><td>${stateNames[status]}</td></tr>`;

/** All messages, newest first. */
export function messagePage(title: string, messages: readonly KeptSms[]): string {
  const head = '<tr><th>Modtaget</th><th>Til</th><th>Besked</th><th>Status</th></tr>';
  const list = `<table><thead>${head}</thead><tbody>${messages.map(row).join('')}</tbody></table>`;
  return page(title, messages.length > 0 ? list : '<p>Ingen beskeder endnu.</p>');
}
