/** What to do when what was sent is not taken. */
import type { Advice } from './error-advice.ts';

export const writingAdvice: readonly Advice[] = [
  {
    does: {
      da: 'Ret elementet, som expression peger på. $validate siger det samme uden at gemme noget.',
      en: 'Mend the element that expression points to. $validate says the same and stores nothing.',
    },
    keys: {
      422: 'bad-format choice-type code-outside-value-set contained-missing dom-3 empty extension-context fixed-value invariant missing no-such-date not-in-value-set org-1 out-of-range profile-of-other-type reference-syntax reference-type too-few too-many two-choices unknown-member unknown-profile unknown-slice unsafe-narrative wrong-type',
      '400, 422': 'value-too-long',
    },
  },
  {
    does: {
      da: 'Kald $validate med den ressource, profil og id, som mode kræver.',
      en: 'Call $validate with the resource, profile and id that its mode asks for.',
    },
    keys: { '422, –': 'id-needed instance-needed profile-needed resource-needed' },
  },
  {
    does: {
      da: 'Udelad det, der ikke må ændres, eller ret det, så Cura kan have det.',
      en: 'Leave out what may not be changed, or mend it so that Cura can keep it.',
    },
    keys: {
      400: 'id-mismatch',
      422: 'not-changeable withheld unmappable subsetted patch record-fault',
    },
  },
  {
    does: {
      da: 'Ret Bundle: hver entry har metode, adresse og ressource, som siden om batch og transaction siger.',
      en: 'Mend the Bundle: each entry has a method, an address and a resource, as the page on batch and transaction says.',
    },
    keys: {
      400: 'bundle-type entry-method entry-request entry-resource entry-twice entry-url full-url-twice nested-bundle',
      '400, 422': 'unresolved-reference',
      422: 'one-cura-write',
    },
  },
  {
    does: {
      da: 'Ret beskeden. $message-form siger, hvem der kan skrives til, og hvad der må vedhæftes.',
      en: 'Mend the message. $message-form says who can be written to, and what may be attached.',
    },
    keys: {
      422: 'message-draft message-element message-identifier message-one message-other-thread message-recipient message-set message-text message-thread message-topic attachment-content attachment-data attachment-limit attachment-name attachment-type relative-unknown',
    },
  },
  {
    does: {
      da: 'Vis tallet og spørg borgeren; send målingen igen rettet, eller bekræftet, hvor det er usandsynligt, men rigtigt.',
      en: 'Show the number and ask the citizen; send the measurement again mended, or confirmed where it is unlikely but right.',
    },
    keys: { 422: 'implausible-value unlikely-value pressure-order' },
  },
  {
    does: {
      da: 'Ret målingen: kode, enhed, tid og identifier, som siden om Observation siger.',
      en: 'Mend the measurement: code, unit, time and identifier, as the page on Observation says.',
    },
    keys: {
      '400, 422': 'measure-code',
      422: 'measure-performer measure-plan measure-shape measure-status measure-time measure-unit measure-value',
      409: 'identifier-used',
    },
  },
  {
    does: {
      da: 'Læs programmet igen: øvelsen, tiden eller programmet passer ikke.',
      en: 'Read the programme again: the exercise, the time or the programme does not fit.',
    },
    keys: { 422: 'exercise-not-done exercise-time exercise-unknown programme-active' },
  },
  {
    does: {
      da: 'Ret henvendelsen: én enhed eller ydelse, ét emne, én tekst; når den er i gang, kan den ikke trækkes tilbage.',
      en: 'Mend the inquiry: one unit or service, one subject, one text; once it is handled it cannot be withdrawn.',
    },
    keys: {
      422: 'inquiry-element inquiry-handled inquiry-identifier inquiry-new inquiry-sender inquiry-subject inquiry-text inquiry-unit inquiry-withdrawal',
    },
  },
  {
    does: {
      da: 'Ret stoppet: det lægges på én pårørende, og fuldmagter laves og trækkes tilbage et andet sted.',
      en: 'Mend the stop: it is laid on one relative, and mandates are made and revoked elsewhere.',
    },
    keys: {
      422: 'mandate-elsewhere stop-class stop-element stop-lifting stop-period stop-relative stop-role stop-status',
    },
  },
  {
    does: {
      da: 'Ret abonnementet, som siden om ressourcen siger; luk et, der ikke bruges, når der er nok.',
      en: 'Mend the subscription, as its resource page says; end one that is not used when there are enough.',
    },
    keys: {
      422: 'subscription-binding subscription-channel subscription-element subscription-end subscription-endpoint subscription-filter subscription-header subscription-limit subscription-pace subscription-payload subscription-status subscription-topic',
    },
  },
  {
    does: {
      da: 'Ret aktiviteten, og send den igen; personalet godkender den.',
      en: 'Mend the activity and send it again; staff approve it.',
    },
    keys: {
      422: 'activity-answered activity-approval activity-area activity-language activity-link activity-place activity-sign-up-here activity-text activity-times',
    },
  },
  {
    does: {
      da: 'Send enten en post fra Cura eller en ressource, af en type, der har en mapping.',
      en: 'Send either a record of Cura or a resource, of a type that has a mapping.',
    },
    keys: { 400: 'transform-sides not-mapped' },
  },
];
