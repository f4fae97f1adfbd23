/** Rules that stand in one place and are inserted in many. https://hl7.org/fhir/uv/shorthand/reference.html#inserting-rule-sets */
import { type Definition, FshError } from './profile-fsh.ts';

interface RuleSet {
  readonly parameters: readonly string[];
  readonly rules: readonly string[];
}

const named = /^(\w+)(?:\(([^)]*)\))?$/;
const insertion = /^(?:(\S+) )?insert (\w+)(?:\((.*)\))?$/s;

const listed = (text: string): string[] => text.split(',').map((part) => part.trim());

/** `[[Tid, sted]], kort` is two arguments. */
const argumentsIn = (text: string): string[] =>
  [...text.matchAll(/\[\[(.*?)\]\](?=\s*(?:,|$))|([^,[\]]+)/gs)]
    .map(([, bracketed, plain = '']) => bracketed ?? plain.trim())
    .filter((one) => one !== '');

function ruleSetsOf(definitions: readonly Definition[]): ReadonlyMap<string, RuleSet> {
  const found = new Map<string, RuleSet>();
  for (const { kind, name, rules } of definitions) {
    const [, plain, parameters] = kind === 'RuleSet' ? (named.exec(name) ?? []) : [];
    if (plain === undefined) continue;
    found.set(plain, { rules, parameters: parameters === undefined ? [] : listed(parameters) });
  }
  return found;
}

/** The rules that one line stands for: itself, when it inserts nothing. */
function expandRule(rule: string, sets: ReadonlyMap<string, RuleSet>): readonly string[] {
  const [, context, name = '', given] = insertion.exec(rule) ?? [];
  if (name === '') return [rule];
  const set = sets.get(name);
  const values = given === undefined ? [] : argumentsIn(given);
  if (!set || set.parameters.length !== values.length) throw new RangeError(rule);
  return set.rules.map((one) => {
    const filled = one.replace(/\{(\w+)\}/g, (whole, parameter: string) => {
      const value = values[set.parameters.indexOf(parameter)];
      return value ?? whole;
    });
    return context === undefined ? filled : `${context} ${filled}`;
  });
}

/** The definitions, each with the rules that it inserts in the place of the insertions. Throws an FshError when a set is not there or takes other arguments. */
export function withInserted(definitions: readonly Definition[]): Definition[] {
  const sets = ruleSetsOf(definitions);
  return definitions
    .filter(({ kind }) => kind !== 'RuleSet')
    .map((definition) => {
      try {
        return { ...definition, rules: definition.rules.flatMap((one) => expandRule(one, sets)) };
      } catch (error) {
        const { message } = error as Error;
        throw new FshError(`${definition.file}: "${message}" is not understood`);
      }
    });
}
