import { type Issue, issue, quote, type Text } from './outcome.ts';

type Written = (detail: string) => Text;

/** What validation can find, by key; `detail` is already fit to be shown. */
const texts = {
  'wrong-type': (detail) => ({
    da: `Værdien har forkert type; her skal stå ${detail}.`,
    en: `The value has the wrong type; ${detail} is expected.`,
  }),
  'unknown-member': (detail) => ({
    da: `Feltet "${detail}" findes ikke i FHIR R4.`,
    en: `FHIR R4 has no element "${detail}" here.`,
  }),
  'unknown-type': (detail) => ({
    da: `Ressourcetypen "${detail}" kan ikke bruges her.`,
    en: `The resource type "${detail}" cannot be used here.`,
  }),
  empty: () => ({
    da: 'Tomme tekster, lister og objekter er ikke tilladt.',
    en: 'Empty strings, arrays and objects are not allowed.',
  }),
  'two-choices': (detail) => ({
    da: `Kun én af mulighederne må stå: ${detail}.`,
    en: `Only one of these may stand: ${detail}.`,
  }),
  'not-in-value-set': (detail) => ({
    da: `Koden "${detail}" er ikke i det påkrævede værdisæt.`,
    en: `The code "${detail}" is not in the required value set.`,
  }),
  'bad-format': (detail) => ({
    da: `Værdien følger ikke formen for ${detail}.`,
    en: `The value does not have the form of ${detail}.`,
  }),
  'out-of-range': (detail) => ({
    da: `Tallet er uden for grænserne for ${detail}.`,
    en: `The number is outside the range of ${detail}.`,
  }),
  'no-such-date': () => ({ da: 'Datoen findes ikke.', en: 'There is no such date.' }),
  'unsafe-narrative': () => ({
    da: 'Teksten (narrative) må kun være enkel XHTML uden script og eksternt indhold.',
    en: 'The narrative must be plain XHTML without script or external content.',
  }),
  'reference-syntax': (detail) => ({
    da: `Referencen "${detail}" kan ikke læses.`,
    en: `The reference "${detail}" cannot be read.`,
  }),
  'reference-type': (detail) => ({
    da: `Referencen må ikke pege på ${detail}.`,
    en: `The reference may not point to ${detail}.`,
  }),
  'contained-missing': (detail) => ({
    da: `Der er ingen indlejret ressource "${detail}".`,
    en: `There is no contained resource "${detail}".`,
  }),
  'dom-3': (detail) => ({
    da: `Intet peger på den indlejrede ressource "${detail}".`,
    en: `Nothing refers to the contained resource "${detail}".`,
  }),
  missing: () => ({ da: 'Feltet er påkrævet.', en: 'The element is required.' }),
  'too-few': (detail) => ({
    da: `Der skal stå mindst ${detail}.`,
    en: `There must be at least ${detail}.`,
  }),
  'too-many': (detail) => ({
    da: `Der må højst stå ${detail}.`,
    en: `There may be at most ${detail}.`,
  }),
  structure: (detail) => ({
    da: `Opbygningen er forkert: ${detail}.`,
    en: `The structure is wrong: ${detail}.`,
  }),
  invariant: (detail) => ({
    da: `En regel er brudt: ${detail}`,
    en: `A rule is broken: ${detail}`,
  }),
  'too-many-elements': (detail) => ({
    da: `En ressource må højst have ${detail} elementer.`,
    en: `A resource may have at most ${detail} elements.`,
  }),
  'fixed-value': (detail) => ({
    da: `Profilen kræver værdien ${detail}.`,
    en: `The profile demands the value ${detail}.`,
  }),
  'choice-type': (detail) => ({
    da: `Profilen tillader kun ${detail}.`,
    en: `The profile allows only ${detail}.`,
  }),
  'unknown-slice': (detail) => ({
    da: `Profilen har ikke plads til denne; den kender ${detail}.`,
    en: `The profile has no place for this one; it knows ${detail}.`,
  }),
  'extension-context': (detail) => ({
    da: `Udvidelsen må kun stå på ${detail}.`,
    en: `The extension may stand on ${detail} only.`,
  }),
  'unknown-profile': (detail) => ({
    da: `Profilen ${detail} kendes ikke her og er ikke efterprøvet.`,
    en: `The profile ${detail} is not known here and was not checked.`,
  }),
  'profile-of-other-type': (detail) => ({
    da: `Profilen er til ${detail}.`,
    en: `The profile is for ${detail}.`,
  }),
  'code-outside-value-set': (detail) => ({
    da: `Koden "${detail}" er ikke i det værdisæt, som skal bruges, når det har en passende.`,
    en: `The code "${detail}" is not in the value set that is to be used where it has one that fits.`,
  }),
} as const satisfies Record<string, Written>;

export type Finding = keyof typeof texts;

interface Kind {
  readonly code?: Issue['code'];
  readonly severity?: Issue['severity'];
}

const kinds: Readonly<Partial<Record<Finding, Kind>>> = {
  'wrong-type': { code: 'structure' },
  'unknown-member': { code: 'structure' },
  'unknown-type': { code: 'not-supported' },
  empty: { code: 'structure' },
  'two-choices': { code: 'structure' },
  'not-in-value-set': { code: 'code-invalid' },
  missing: { code: 'required' },
  'too-few': { code: 'required' },
  'too-many': { code: 'structure' },
  structure: { code: 'structure' },
  invariant: { code: 'invariant' },
  'too-many-elements': { code: 'too-costly' },
  'dom-3': { code: 'invariant' },
  'choice-type': { code: 'structure' },
  'unknown-slice': { code: 'structure' },
  'extension-context': { code: 'extension' },
  'unknown-profile': { code: 'not-supported', severity: 'warning' },
  'profile-of-other-type': { code: 'structure' },
  'code-outside-value-set': { code: 'code-invalid', severity: 'warning' },
};

/** What an issue says beside its finding. */
interface Said {
  readonly detail?: string | undefined;
  /** Of an invariant: the key that its definition gives it. */
  readonly key?: string;
  /** Profile that asks for more than R4 does. */
  readonly profile?: string | undefined;
  readonly severity?: Issue['severity'];
}

/** An issue of validation at a FHIRPath; `key` is the finding's unless a rule has its own. */
export function finding(found: Finding, expression: string, said: Said = {}): Issue {
  const write: Written = texts[found];
  const { code = 'value', severity = 'error' } = kinds[found] ?? {};
  return issue({
    code,
    severity: said.severity ?? severity,
    key: said.key ?? found,
    // A rule's own words are no client's.
    text: write(said.key === undefined ? quote(said.detail ?? '') : (said.detail ?? '')),
    expression,
    ...(said.profile !== undefined && { diagnostics: said.profile }),
  });
}

/** Stands last where there are more faults than are shown. */
export const tooManyIssues = (shown: number): Parameters<typeof issue>[0] => ({
  code: 'too-long',
  severity: 'information',
  key: 'more-faults',
  text: {
    da: `Der er flere fejl end de ${shown}, som er vist.`,
    en: `There are more faults than the ${shown} shown.`,
  },
});
