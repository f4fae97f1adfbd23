import type { Ended } from './subscription-right.ts';

/** What `Subscription.error` says, for people and for programs: the code in front is ours. */
const texts: Readonly<Record<Ended | 'no-response' | 'no-handshake', string>> = {
  'right-ended': 'Retten til at se oplysningerne er ophørt. The right to see the data has ended.',
  'login-ended': 'Login er udløbet. The login has expired.',
  'end-reached': 'Abonnementets slutning er nået. The end of the subscription has been reached.',
  'filter-refused': 'Filteret kan ikke længere bruges. The filter can no longer be used.',
  'no-handshake':
    'Adressen tog ikke imod den første hilsen. The endpoint did not accept the handshake.',
  'no-response': 'Adressen svarer ikke, som den skal. The endpoint does not answer as it should.',
};

export const errorText = (why: keyof typeof texts): string => `${why}: ${texts[why]}`;

/** Whether a Subscription says that it stands so for this reason. */
export const isBecauseOf = (error: string | undefined, why: keyof typeof texts): boolean =>
  error?.startsWith(`${why}:`) ?? false;
