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
  structure: (detail) => ({
    da: `Opbygningen er forkert: ${detail}.`,
    en: `The structure is wrong: ${detail}.`,
  }),
  invariant: (detail) => ({
    da: `En regel i FHIR R4 er brudt: ${detail}`,
    en: `A rule of FHIR R4 is broken: ${detail}`,
  }),
} as const satisfies Record<string, Written>;

export type Finding = keyof typeof texts;

const codes: Readonly<Partial<Record<Finding, Issue['code']>>> = {
  'wrong-type': 'structure',
  'unknown-member': 'structure',
  'unknown-type': 'not-supported',
  empty: 'structure',
  'two-choices': 'structure',
  'not-in-value-set': 'code-invalid',
  missing: 'required',
  structure: 'structure',
  invariant: 'invariant',
  'dom-3': 'invariant',
};

/** An issue of validation at a FHIRPath; `key` is the finding's unless a rule has its own. */
export function finding(found: Finding, expression: string, detail = '', key?: string): Issue {
  const write: Written = texts[found];
  return issue({
    code: codes[found] ?? 'value',
    key: key ?? found,
    text: write(quote(detail)),
    expression,
  });
}
