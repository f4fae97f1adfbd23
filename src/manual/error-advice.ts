/** What to do about a refusal, by its key; what it means is in the published code system. One row of advice may be that of many keys. */
import type { Text } from '../fhir/outcome.ts';
import { bookingAdvice } from './error-advice-booking.ts';
import { writingAdvice } from './error-advice-writing.ts';

export interface Advice {
  readonly does: Text;
  /** Keys, with spaces between, by their HTTP status; by `–` those that stand beside others or in an answer that is no refusal. */
  readonly keys: Readonly<Record<string, string>>;
}

const generalAdvice: readonly Advice[] = [
  {
    does: {
      da: 'Vent så længe, som Retry-After siger, og send det samme igen. Det er ikke gjort to gange: samme handling svares som første gang.',
      en: 'Wait as long as Retry-After says and send the same again. It is not done twice: the same act is answered as the first time.',
    },
    keys: {
      503: 'condition-busy cura-unavailable database-unavailable identity-unavailable outcome-unknown live-full',
      429: 'too-many-exports',
      409: 'not-sealed-yet',
      408: 'request-timeout',
    },
  },
  {
    does: {
      da: 'Det er vores fejl. Prøv igen; sig ellers X-Request-Id fra svaret til driften.',
      en: 'It is a fault of ours. Try again; else tell those who run it the X-Request-Id of the answer.',
    },
    keys: { 500: 'internal export-failed' },
  },
  {
    does: {
      da: 'Log ind igen, og send tokenet i Authorization: Bearer, aldrig i adressen.',
      en: 'Log in again, and send the token in Authorization: Bearer, never in the address.',
    },
    keys: {
      401: 'token-missing token-invalid binding-token',
      400: 'token-in-address',
      403: 'login-needed',
    },
  },
  {
    does: {
      da: 'Log ind på NSIS-niveau Betydelig eller højere.',
      en: 'Log in at NSIS level Substantial or higher.',
    },
    keys: { 403: 'assurance-level' },
  },
  {
    does: {
      da: 'Bed om de scopes, der mangler, og ikke om flere, end der skal bruges.',
      en: 'Ask for the scopes that are missing, and for no more than are used.',
    },
    keys: { 403: 'insufficient-scope too-many-scopes' },
  },
  {
    does: {
      da: 'Den, der er logget ind, har ikke adgangen. Vis det; spørg ikke igen. En fuldmagt oprettes på borger.dk, medarbejderes rettigheder i kommunens administration.',
      en: 'Whoever is logged in does not have the access. Show it; do not ask again. A power of attorney is made at borger.dk, rights of staff in the administration of the municipality.',
    },
    keys: {
      403: 'company-holder job-role-missing no-mandate no-right-to-write not-known other-employer person-unknown mandate-to-act transform-forbidden figures-for-staff export-forbidden calendar-owner sharing-by-citizen stop-by-citizen-or-staff inquiry-by-citizen measured-by-staff subscription-owner subscription-lasts activity-own activity-approver answer-by-unit hold-owner override-by-staff relatives-may-book link-cancels',
    },
  },
  {
    does: {
      da: 'Vis, at det ikke findes eller ikke må kendes: svaret er det samme for begge.',
      en: 'Show that it is not there, or may not be known of: the answer is the same for both.',
    },
    keys: {
      404: 'not-found no-such-section monitoring-off proposal-not-stored not-in-compartment unknown-code unknown-code-system unknown-concept-map unknown-value-set',
      410: 'gone over',
      '404, 409': 'not-available',
    },
  },
  {
    does: {
      da: 'Ret adressen eller metoden; sitet og CapabilityStatement siger, hvad der kan spørges om.',
      en: 'Mend the address or the method; this site and the CapabilityStatement say what can be asked.',
    },
    keys: {
      '400, 404': 'unknown-type',
      404: 'system-search',
      '404, 501': 'unknown-operation',
      405: 'method-not-allowed',
      400: 'bad-request invalid-character metadata-mode ledger-range respond-async output-format type-filter',
      431: 'address-too-long',
      422: 'use-operation persist',
    },
  },
  {
    does: {
      da: 'Ret parameteren: svaret nævner dem, der kan bruges, og med Prefer: handling=lenient udelades resten.',
      en: 'Mend the parameter: the answer names those that can be used, and with Prefer: handling=lenient the rest is left out.',
    },
    keys: {
      400: 'unknown-parameter unknown-modifier unsupported-parameter unreadable-value unknown-terminology too-many-parameters too-many-values chain chain-too-deep chain-too-wide no-criterion criteria-missing parameter-repeated parameter-missing end-before-start unknown-record-type',
      '400, 422': 'parameter-value one-citizen',
    },
  },
  {
    does: {
      da: 'Søg med POST til _search, så personnumre ikke står i adresser.',
      en: 'Search by POST to _search, so that person numbers stand in no address.',
    },
    keys: { 400: 'use-post-search' },
  },
  {
    does: {
      da: 'Begynd søgningen forfra: et link til en side holder en tid, for den, der fik det.',
      en: 'Begin the search anew: a link to a page holds for a time, for whoever got it.',
    },
    keys: { 400: 'page' },
  },
  {
    does: {
      da: 'Send indholdet i et format, der kan læses, og bed om et, der gives: JSON eller XML i FHIR R4.',
      en: 'Send the body in a format that can be read, and ask for one that is given: JSON or XML of FHIR R4.',
    },
    keys: {
      400: 'malformed-json malformed-xml body-missing structure client-provenance resource-type',
      406: 'not-acceptable',
      415: 'unsupported-media-type',
    },
  },
  {
    does: {
      da: 'Send eller spørg om mindre ad gangen.',
      en: 'Send less at a time, or ask for less.',
    },
    keys: {
      413: 'too-large too-many-elements too-many-entries',
      '413, 422': 'too-costly',
      400: 'too-many-references',
      422: 'code-system-not-listed value-set-circular value-set-filter',
    },
  },
  {
    does: {
      da: 'Læs ressourcen igen, vis ændringen, og send den på den version med If-Match.',
      en: 'Read the resource again, show the change, and send it on that version with If-Match.',
    },
    keys: {
      412: 'stale-version already-there several-match',
      400: 'bad-etag',
      '412, –': 'none-matches',
    },
  },
  {
    does: {
      da: 'Funktionen er ikke slået til her. Tilbyd den ikke; vis enhedens telefonnummer fra svaret.',
      en: 'The function is not switched on here. Do not offer it; show the phone number of the unit from the answer.',
    },
    keys: { '403, 422': 'feature-off', 422: 'messages-off sharing-off' },
  },
  {
    does: {
      da: 'Intet: det siger noget ved siden af andet.',
      en: 'Nothing: it says something beside something else.',
    },
    keys: {
      '–': 'ok export-begun id-ignored includes-cut parameter-ignored more-faults times-left-out window-cut no-free-times unit-contact',
    },
  },
];

/** Every row. */
export const allAdvice: readonly Advice[] = [...generalAdvice, ...bookingAdvice, ...writingAdvice];

/** A key with its status and what to do. */
export interface Advised {
  readonly status: string;
  readonly does: Text;
}

/** By key. Throws where two rows are about one. */
export function adviceByKey(): ReadonlyMap<string, Advised> {
  const found = new Map<string, Advised>();
  for (const { does, keys } of allAdvice)
    for (const [status, names] of Object.entries(keys))
      for (const key of names.split(' ')) {
        if (found.has(key)) throw new RangeError(`${key} has two rows of advice`);
        found.set(key, { status, does });
      }
  return found;
}
