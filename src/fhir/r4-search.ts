/** R4's published SearchParameters as ours. https://hl7.org/fhir/R4/searchparameter-registry.html */
import type { SearchParameter } from '@medplum/fhirtypes';
import type { Definitions } from './definitions.ts';
import type { Text } from './outcome.ts';
import type { Declared, SearchComponent, SearchParam } from './search-param.ts';

type Known = Pick<Definitions, 'shape' | 'searchParameters'>;

/** Parts of an expression between the `|` that stand in no bracket or quote. */
function alternatives(expression: string): string[] {
  const found = [''];
  let [depth, isQuoted] = [0, false];
  for (const character of expression) {
    if (character === "'") isQuoted = !isQuoted;
    else if (!isQuoted) depth += Number(character === '(') - Number(character === ')');
    if (character === '|' && depth === 0 && !isQuoted) found.push('');
    else found[found.length - 1] += character;
  }
  return found.map((term) => term.trim()).filter((term) => term !== '');
}

const roots: ReadonlySet<string> = new Set(['Resource', 'DomainResource']);

/** What R4 publishes wrongly, with what it means: `DateTime` is no type, and two extensions have another address. */
const mended: readonly (readonly [string, string])[] = [
  ['as(DateTime)', 'as(dateTime)'],
  [
    'http://hl7.org/fhir/StructureDefinition/patient-extensions-Patient-mothersMaidenName',
    'http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName',
  ],
];
const mend = (expression: string): string =>
  mended.reduce((text, [wrong, right]) => text.replaceAll(wrong, right), expression);

/** An extension is searched by its value. */
const valued = (term: string): string =>
  /\.extension\('[^']*'\)$/.test(term) ? `${term}.value` : term;

/** The alternatives of an expression that are about the type; one shared by many types names each. */
function termsFor(type: string, expression: string): string[] {
  const own = alternatives(mend(expression)).filter((term) => {
    const [, root] = /^\(*([A-Z]\w*)/.exec(term) ?? [];
    return root === undefined || root === type || roots.has(root);
  });
  return own.map(valued);
}

/** The names of the elements on the way: `['participant', 'actor']`. Undefined when there is more than names and casts. */
function stepsOf(term: string): string[] | undefined {
  const path = term.replace(/\.where\(resolve\(\) is \w+\)$/, '').replace(/^\(|( as \w+)?\)$/g, '');
  const [, ...steps] = path.replace(/\.(?:as|ofType)\(\w+\)$/, '').split('.');
  return steps.length > 0 && steps.every((step) => /^\w+$/.test(step)) ? steps : undefined;
}

/** The types that the reference at the end of a term may name; undefined when that is not known. */
function targetsAt(type: string, term: string, { shape }: Known): readonly string[] | undefined {
  const steps = stepsOf(term);
  let at = type;
  for (const [place, step] of (steps ?? []).entries()) {
    const members = [...(shape(at)?.members.values() ?? [])].filter(({ path }) => path === step);
    const references = members.filter((member) => member.type === 'Reference');
    if (place === (steps?.length ?? 0) - 1) return references[0]?.targets;
    at = members[0]?.type ?? '';
  }
  return undefined;
}

const resolved = (term: string): string | undefined =>
  /\.where\(resolve\(\) is (\w+)\)$/.exec(term)?.[1];

/** A parameter shared by many types lists the targets of all: only those of this type's element are kept. */
function targetsOf(given: SearchParameter, type: string, known: Known): readonly string[] {
  const terms = termsFor(type, given.expression ?? '');
  const all: readonly string[] = given.target ?? [];
  const named = terms.map(resolved).filter((name) => name !== undefined);
  if (terms.length > 0 && named.length === terms.length) return [...new Set(named)];
  const allowed = terms.map((term) => targetsAt(type, term, known));
  const isKnown = allowed.every((targets) => targets !== undefined && targets.length > 0);
  const kept = all.filter((target) => allowed.some((targets) => targets?.includes(target)));
  return isKnown && kept.length > 0 ? kept : all;
}

function components(
  given: SearchParameter,
  type: string,
  known: Known,
): SearchComponent[] | undefined {
  const found = (given.component ?? []).flatMap(({ definition, expression = '' }) => {
    const part = known.searchParameters(type).find(({ url }) => url === definition);
    const isWithin = !expression.includes('%') && part !== undefined && isPlain(part.type);
    const name = part?.code;
    return isWithin && name !== undefined
      ? [{ name, type: part.type, expression: mend(expression), ...targeted(part, type, known) }]
      : [];
  });
  return found.length > 0 && found.length === given.component?.length ? found : undefined;
}

function targeted(
  given: SearchParameter,
  type: string,
  known: Known,
): { target?: readonly string[] } {
  const targets = given.type === 'reference' ? targetsOf(given, type, known) : [];
  return targets.length > 0 ? { target: targets } : {};
}

type Plain = Exclude<SearchParam['type'], 'composite' | 'special'>;
const isPlain = (type: string): type is Plain => type !== 'composite' && type !== 'special';

const reasons = {
  nowhere: {
    da: 'R4 siger ikke, hvor værdien står.',
    en: 'R4 does not say where the value stands.',
  },
  resource: {
    da: 'Der står en hel ressource og ingen reference.',
    en: 'A whole resource stands there, not a reference.',
  },
  sound: {
    da: 'Navne sammenlignes ikke efter lyd.',
    en: 'Names are not compared by their sound.',
  },
  apart: {
    da: 'Delene står ikke i det samme element.',
    en: 'Its parts do not stand in one element.',
  },
  absent: {
    da: 'Vores data har ikke elementet.',
    en: 'Our data do not have the element.',
  },
  network: { da: 'Netværksadresser kan kun læses.', en: 'Network addresses can only be read.' },
} as const satisfies Record<string, Text>;

/** Why a published parameter cannot be used for a type at all; undefined when it can. */
function whyNot(given: SearchParameter, type: string, known: Known): Text | undefined {
  const terms = termsFor(type, given.expression ?? '');
  if (terms.length === 0) return reasons.nowhere;
  if (given.code === 'phonetic') return reasons.sound;
  if (given.type === 'special') return given.code === 'near' ? undefined : reasons.nowhere;
  if (given.type === 'composite') return components(given, type, known) ? undefined : reasons.apart;
  const isEntry = given.type === 'reference' && terms.some((term) => /\]\.resource$/.test(term));
  return isEntry ? reasons.resource : undefined;
}

/** A published parameter as it is searched for one of its types; undefined when it cannot be. */
export function searchParamOf(
  given: SearchParameter,
  type: string,
  known: Known,
): SearchParam | undefined {
  if (whyNot(given, type, known)) return undefined;
  const expression = termsFor(type, given.expression ?? '').join(' | ');
  const parts = given.type === 'composite' ? components(given, type, known) : undefined;
  return {
    type: given.type,
    expression,
    ...targeted(given, type, known),
    ...(parts && { components: parts }),
  };
}

/** R4's own of the type: what every type has, such as `_id`, is declared nowhere. */
const ownOf = (type: string, { searchParameters }: Known): SearchParameter[] =>
  searchParameters(type).filter(({ code }) => code !== undefined && !code.startsWith('_'));

/** All parameters that R4 publishes for a type and that can be searched by. */
export function searchParamsOf(type: string, known: Known): Declared {
  const found = ownOf(type, known).map((given) => [
    given.code ?? '',
    searchParamOf(given, type, known),
  ]);
  return Object.fromEntries(found.filter(([, param]) => param !== undefined));
}

/** A parameter of R4 that a type does not have here. */
export interface Unsupported {
  readonly code: string;
  readonly url: string;
  readonly reason: Text;
}

/** What R4 publishes for a type and `declared` lacks, each with its reason, in the order of the names. */
export function unsupportedParams(
  type: string,
  declared: Declared,
  known: Known,
): readonly Unsupported[] {
  const lacking = ownOf(type, known).filter(({ code }) => !Object.hasOwn(declared, code ?? ''));
  const found = lacking.map((given) => ({
    code: given.code ?? '',
    url: given.url ?? '',
    reason:
      whyNot(given, type, known) ??
      (/network/.test(`${given.expression}`) ? reasons.network : reasons.absent),
  }));
  return found.sort((a, b) => a.code.localeCompare(b.code, 'en'));
}
