import type { Text } from '../fhir/outcome.ts';

/** What the page behind the link of an SMS says. It names nothing of the appointment but its time. */
export const linkText = {
  dead: { da: 'Linket virker ikke længere', en: 'The link works no longer' },
  why: {
    da: 'Aftalen er måske allerede aflyst, flyttet eller begyndt.',
    en: 'The appointment may have been cancelled or moved, or has begun.',
  },
  logIn: { da: 'Log på selvbetjeningen', en: 'Log in to the self-service' },
  orCall: { da: ', eller ring til kommunen på', en: ', or call the municipality at' },
  ask: { da: 'Meld afbud', en: 'Cancel your appointment' },
  yours: { da: 'Din aftale med', en: 'Your appointment with' },
  press: { da: 'Meld afbud til aftalen', en: 'Cancel the appointment' },
  done: { da: 'Du har meldt afbud', en: 'You have cancelled' },
  closed: {
    da: 'Aftalen er aflyst. Du kan lukke siden.',
    en: 'The appointment is cancelled. You can close this page.',
  },
  failed: { da: 'Det lykkedes ikke', en: 'It did not succeed' },
  unknown: {
    da: 'Kommunens system svarede ikke. Vi ved ikke endnu, om aftalen er aflyst.',
    en: "The municipality's system did not answer. We do not know yet whether the appointment is cancelled.",
  },
  notYet: { da: 'Aftalen er ikke aflyst endnu.', en: 'The appointment is not cancelled yet.' },
  again: { da: 'Prøv igen', en: 'Try again' },
  not: { da: 'Aftalen er ikke aflyst.', en: 'The appointment is not cancelled.' },
  mayCall: {
    da: 'Du kan også ringe til kommunen på',
    en: 'You can also call the municipality at',
  },
} as const satisfies Readonly<Record<string, Text>>;
