import type {
  CodeSystem,
  CodeSystemConcept,
  ValueSet,
  ValueSetComposeInclude,
} from '@medplum/fhirtypes';
import { codeSystem, ours } from './canonical.ts';
import { setCaret } from './profile-caret.ts';
import { type Definition, FshError } from './profile-fsh.ts';

/** URL of a value set of ours. */
export const valueSetUrl = (id: string): string => `${ours}/ValueSet/${id}`;

const text = '"((?:[^"\\\\]|\\\\.)*)"';
const concept = new RegExp(`^((?:#\\S+ )*)#(\\S+)(?: ${text})?(?: ${text})?$`);
const ofConcept = /^#(\S+) (\^.+)$/s;

const notUnderstood = ({ file, name }: Definition, rule: string): FshError =>
  new FshError(`${file}: ${name}: "${rule}" is not understood`);

/** Adds what caret rules say of a whole resource. */
function settle<T extends object>(resource: T, definition: Definition): T {
  for (const rule of definition.rules)
    if (rule.startsWith('^') && !setCaret(resource, rule)) throw notUnderstood(definition, rule);
  return resource;
}

const shared = ({ id, name, keywords }: Definition) => ({
  id,
  name,
  status: 'draft' as const,
  ...(keywords.has('Title') && { title: keywords.get('Title') ?? '' }),
  ...(keywords.has('Description') && { description: keywords.get('Description') ?? '' }),
});

/** Lays a concept under its parents, `#parent #child "text"`. */
function lay(concepts: CodeSystemConcept[], definition: Definition, rule: string): void {
  const [, above = '', code, display, meaning] = concept.exec(rule) ?? [];
  if (code === undefined) throw notUnderstood(definition, rule);
  let into = concepts;
  for (const parent of above.split(' ').filter(Boolean)) {
    const found = into.find((one) => `#${one.code}` === parent);
    if (!found) throw notUnderstood(definition, rule);
    found.concept ??= [];
    into = found.concept;
  }
  into.push({
    code,
    ...(display !== undefined && { display }),
    ...(meaning !== undefined && { definition: meaning }),
  });
}

const withCode = (
  concepts: readonly CodeSystemConcept[],
  code: string,
): CodeSystemConcept | undefined =>
  concepts.find((one) => one.code === code) ??
  concepts.flatMap((one) => withCode(one.concept ?? [], code) ?? [])[0];

/** Adds a concept, or what is said of one that is there: `#sms ^designation.language = #da`. */
function addConcept(concepts: CodeSystemConcept[], definition: Definition, rule: string): void {
  const [, code, said] = ofConcept.exec(rule) ?? [];
  if (code === undefined || said === undefined) {
    lay(concepts, definition, rule);
    return;
  }
  const found = withCode(concepts, code);
  if (!found || !setCaret(found, said)) throw notUnderstood(definition, rule);
}

/** A code system of ours as a resource. Throws an FshError when a rule cannot be understood. */
export function codeSystemOf(definition: Definition): CodeSystem {
  const concepts: CodeSystemConcept[] = [];
  for (const rule of definition.rules)
    if (!rule.startsWith('^')) addConcept(concepts, definition, rule);
  const system: CodeSystem = {
    resourceType: 'CodeSystem',
    url: codeSystem(definition.id),
    content: 'complete',
    ...shared(definition),
  };
  return { ...settle(system, definition), concept: concepts };
}

const systemRule =
  /^(?:(include|exclude) )?codes from system (\S+)(?: where (\w+) (is-a|descendent-of|=) #(\S+))?$/;
const setRule = /^(?:(include|exclude) )?codes from valueset (\S+)$/;
const codeRule = new RegExp(`^(?:(include|exclude) )?([^\\s#"]+)#(\\S+)(?: ${text})?$`);

/** Undefined when the rule is none of a value set. `urlOf` gives a name's URL, of `system` or of `set`. */
function part(
  rule: string,
  urlOf: { readonly system: (name: string) => string; readonly set: (name: string) => string },
): { readonly isExcluded: boolean; readonly include: ValueSetComposeInclude } | undefined {
  const bySystem = systemRule.exec(rule);
  if (bySystem) {
    const [, manner, name = '', property, op, value] = bySystem;
    const filter =
      property && op && value ? { filter: [{ property, op: op as 'is-a', value }] } : {};
    return { isExcluded: manner === 'exclude', include: { system: urlOf.system(name), ...filter } };
  }
  const bySet = setRule.exec(rule);
  if (bySet)
    return {
      isExcluded: bySet[1] === 'exclude',
      include: { valueSet: [urlOf.set(bySet[2] ?? '')] },
    };
  const [, manner, name, code, display] = codeRule.exec(rule) ?? [];
  if (name === undefined || code === undefined) return undefined;
  const one = { code, ...(display !== undefined && { display }) };
  return {
    isExcluded: manner === 'exclude',
    include: { system: urlOf.system(name), concept: [one] },
  };
}

/** A value set of ours as a resource; `named` finds a definition by kind and name. Throws an FshError when a rule cannot be understood. */
export function valueSetOf(
  definition: Definition,
  named: (kind: string, name: string) => Definition | undefined,
): ValueSet {
  const look = (kind: string, url: (id: string) => string) => (name: string) => {
    if (/^(?:https?|urn):/.test(name)) return name;
    const found = named(kind, name);
    if (!found) throw notUnderstood(definition, name);
    return url(found.id);
  };
  const urlOf = { system: look('CodeSystem', codeSystem), set: look('ValueSet', valueSetUrl) };
  const parts = definition.rules
    .filter((rule) => !rule.startsWith('^'))
    .map((rule) => {
      const found = part(rule, urlOf);
      if (!found) throw notUnderstood(definition, rule);
      return found;
    });
  const exclude = parts.filter(({ isExcluded }) => isExcluded).map(({ include }) => include);
  const include = parts.filter(({ isExcluded }) => !isExcluded).map((one) => one.include);
  const set: ValueSet = {
    resourceType: 'ValueSet',
    url: valueSetUrl(definition.id),
    ...shared(definition),
  };
  return {
    ...settle(set, definition),
    compose: { include, ...(exclude.length > 0 && { exclude }) },
  };
}
