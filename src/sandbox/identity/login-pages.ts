/** What a person sees while logging in: who to be, for whom to act, what an application asks for. */
import { escapeHtml, page } from '../html.ts';
import { about } from '../people/about.ts';
import type { Broker, Mandator } from '../people/personas.ts';
import type { Account } from './settings.ts';

const titles: Readonly<Record<Broker, string>> = {
  nemlogin: 'Log ind med MitID (sandkasse)',
  signicat: 'Log ind med MitID gennem en anden udbyder (sandkasse)',
  kombit: 'Log ind som ansat (sandkasse)',
};

const button = (name: string, value: string, label: string): string =>
  `<button name="${name}" value="${escapeHtml(value)}">${escapeHtml(label)}</button>`;

const form = (content: string): string => `<form method="post">${content}</form>`;

const cancel = form(button('stop', 'ja', 'Afbryd'));

const item = ({ key, persona }: Account): string =>
  `<li>${form(button('persona', key, `Log ind som ${persona.name}`))}${escapeHtml(about(key, persona))}</li>`;

/** Everybody who can log in at this broker. */
export function personaPage(broker: Broker, accounts: Iterable<Account>): string {
  const items = [...accounts].map(item).join('');
  return page(
    titles[broker],
    `<p>Vælg en af sandkassens opdigtede personer.</p><ul>${items}</ul>${cancel}`,
  );
}

const mandatorName = ({ name }: Mandator, nth: number): string =>
  name ?? `fuldmagtsgiver ${nth + 1}`;

/** Asks for whom; only somebody with mandators sees it. */
export function behalfPage({ key, persona }: Account): string {
  const { mandators = [] } = persona;
  const choices = [
    button('behalf', 'self', 'Mig selv'),
    ...mandators.map((one, nth) => button('behalf', `${nth}`, `For ${mandatorName(one, nth)}`)),
  ];
  const hidden = `<input type="hidden" name="persona" value="${escapeHtml(key)}">`;
  return page(
    'Hvem vil du handle for?',
    `<p>Du er logget ind som ${escapeHtml(persona.name)}.</p>${choices.map((one) => form(hidden + one)).join('')}${cancel}`,
  );
}

const meanings: Readonly<Record<string, string>> = {
  openid: 'at vide, hvem du er',
  profile: 'dit navn',
  fhirUser: 'din plads i journalen',
  'launch/patient': 'at vælge den borger, det gælder',
  offline_access: 'at forblive logget ind, mens du bruger den',
};

/** Asks whether an application may have what it asks for. */
export function consentPage(client: string, scopes: readonly string[]): string {
  const items = scopes.map((scope) => {
    const meaning = meanings[scope];
    return `<li>${meaning ?? `<code>${escapeHtml(scope)}</code>`}</li>`;
  });
  return page(
    `Må ${client} få adgang?`,
    `<p>Den beder om:</p><ul>${items.join('')}</ul>${form(button('consent', 'ja', 'Giv adgang'))}${cancel}`,
  );
}

/** Asks before a session ends; `form` is the provider's own, which carries its secret. */
export const logoutPage = (logoutForm: string): string =>
  page(
    'Vil du logge ud?',
    `${logoutForm}<p><button form="op.logoutForm" name="logout" value="yes">Log ud</button>
<button form="op.logoutForm">Bliv logget ind</button></p>`,
  );

/** The end of a session for which no application gave an address to go on to. */
export const loggedOutPage = (): string => page('Du er logget ud', '<p>Du kan lukke vinduet.</p>');
