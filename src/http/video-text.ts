import type { Text } from '../fhir/outcome.ts';

/** The words of the video page. */
export const videoText = {
  notOpen: { da: 'Videomødet er ikke åbnet endnu', en: 'The video meeting is not open yet' },
  over: { da: 'Videomødet er slut', en: 'The video meeting is over' },
  notHeld: { da: 'Videomødet holdes ikke', en: 'The video meeting is not held' },
  notThere: { da: 'Videomødet kan ikke findes', en: 'The video meeting cannot be found' },
  whyNotThere: {
    da: 'Der er intet videomøde her, eller du har ikke adgang til det.',
    en: 'There is no video meeting here, or you have no access to it.',
  },
  loginFailed: { da: 'Du er ikke logget på', en: 'You are not logged in' },
  whyLoginFailed: {
    da: 'Login blev afbrudt, det tog for lang tid, eller det blev begyndt i et andet vindue.',
    en: 'The login was broken off, took too long, or was begun in another window.',
  },
  entering: {
    da: 'Du er på vej ind til videomødet',
    en: 'You are on your way into the video meeting',
  },
  enter: { da: 'Gå ind til mødet', en: 'Go into the meeting' },
  noEntry: { da: 'Du kan ikke gå ind til videomødet', en: 'You cannot join the video meeting' },
  away: { da: 'Prøv igen om lidt', en: 'Try again in a moment' },
  again: { da: 'Prøv igen', en: 'Try again' },
  staff: { da: 'Medarbejder? Log på her', en: 'Staff? Log in here' },
  call: { da: 'Du kan ringe til kommunen på', en: 'You can call the municipality at' },
} as const satisfies Readonly<Record<string, Text>>;
