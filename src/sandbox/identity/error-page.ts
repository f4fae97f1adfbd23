import { page } from '../html.ts';

interface Told {
  readonly da: string;
  readonly en: string;
}

const texts: Readonly<Record<string, Told>> = {
  invalid_redirect_uri: {
    da: 'Applikationen bad om at sende dig til en adresse, som den ikke har meldt til os.',
    en: 'The application asked to send you to an address that it has not registered with us.',
  },
  invalid_client: {
    da: 'Vi kender ikke den applikation, som sendte dig hertil.',
    en: 'We do not know the application that sent you here.',
  },
  invalid_request: {
    da: 'Applikationens anmodning er ikke, som den skal være.',
    en: 'The request of the application is not as it must be.',
  },
  session_not_found: {
    da: 'Du var for længe om det, eller login blev begyndt i et andet vindue. Begynd forfra i applikationen.',
    en: 'It took too long, or the login was begun in another window. Begin again in the application.',
  },
};

const other: Told = {
  da: 'Det kunne ikke lade sig gøre. Begynd forfra i applikationen.',
  en: 'That could not be done. Begin again in the application.',
};

/** Why a login cannot go on, in both languages. Nothing that was sent is shown again. */
export function errorPage(error: string): string {
  const { da, en } = (Object.hasOwn(texts, error) ? texts[error] : undefined) ?? other;
  return page('Login er ikke muligt', `<p>${da}</p><p lang="en">${en}</p>`);
}
