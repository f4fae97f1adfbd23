/** Rules of a StructureMap. https://hl7.org/fhir/R4/mapping-language.html */
import type { StructureMapGroupRule, StructureMapGroupRuleSource } from '@medplum/fhirtypes';
import { elementOf } from './fml-element.ts';
import {
  copyOf,
  id,
  opened,
  type Parameter,
  type Place,
  type Target,
  target,
  word,
} from './fml-target.ts';
import type { Branch, Leaf, Step, Twig } from './fml-tree.ts';
import type { Form } from './form.ts';

/** From Cura to FHIR, or back. */
export type Way = 'in' | 'out';

/** The ConceptMap of a code table; undefined where none is published. */
export type MapOf = (table: object, way: Way) => string | undefined;

export interface Writing {
  readonly way: Way;
  readonly mapOf: MapOf;
  /** A variable that no other rule has. */
  readonly fresh: () => string;
}

type Rule = StructureMapGroupRule;
type Source = StructureMapGroupRuleSource;

/** Undefined for what is no constant of FML. */
function constant(value: unknown): Parameter | undefined {
  if (typeof value === 'string') return word(value);
  if (typeof value === 'boolean') return { valueBoolean: value };
  return Number.isInteger(value) ? { valueInteger: value as number } : undefined;
}

/** What is done with `variable` to make the element. Undefined when FML has no words for it. */
function made(form: Form, at: Target, variable: string, writing: Writing): Target | undefined {
  if (form.kind === 'copy') return { ...at, transform: 'copy', parameter: [id(variable)] };
  if (form.kind === 'seconds') {
    const isIn = writing.way === 'in';
    const parameter = [id(variable), isIn ? word(':00') : { valueInteger: 5 }];
    return { ...at, transform: isIn ? 'append' : 'truncate', parameter };
  }
  if (form.kind !== 'translate') return undefined;
  const map = writing.mapOf(form.table, writing.way);
  const as = writing.way === 'in' ? form.as : 'code';
  if (map === undefined) return undefined;
  return { ...at, transform: 'translate', parameter: [id(variable), word(map), word(as)] };
}

/** The targets that write a value into FHIR, the constants beside it among them. */
function written(form: Form, at: Place, variable: string, writing: Writing): Target[] | undefined {
  if (form.kind !== 'member') {
    const one = made(form, target(at), variable, writing);
    return one && [one];
  }
  const around = writing.fresh();
  const rest = Object.entries(form.rest).map(([name, value]) => [name, constant(value)] as const);
  const inner = written(form.of, { context: around, name: form.name }, variable, writing);
  if (!inner || rest.some(([, value]) => value === undefined)) return undefined;
  return [
    opened(at, around),
    ...rest.flatMap(([name, value]) => (value ? [copyOf(around, name, value)] : [])),
    ...inner,
  ];
}

/** Sources that lead to the value in FHIR, one inside the other, and what is there at last. */
function read(form: Form): { readonly names: readonly string[]; readonly form: Form } {
  if (form.kind !== 'member') return { names: [], form };
  const inner = read(form.of);
  return { names: [form.name, ...inner.names], form: inner.form };
}

const conditionOf = ({ url, condition }: Step): string | undefined =>
  url === undefined ? condition : `url = '${url}'`;

const sourceAt = (context: string, step: Step, variable: string): Source => {
  const condition = conditionOf(step);
  return {
    context,
    ...elementOf(step.element),
    variable,
    ...(condition !== undefined && { condition }),
  };
};

/** FML's names are letters and digits alone: `acting-party.who` is `actingPartyWho`. */
const nameOf = (...parts: readonly string[]): string =>
  parts
    .join('-')
    .replace(/[^A-Za-z0-9]+(.?)/g, (_, next: string) => next.toUpperCase())
    .slice(0, 64);

/** A rule for each name of a path, the last with the target. */
function nested(
  name: string,
  source: Source,
  names: readonly string[],
  w: Writing,
  last: Target[],
): Rule {
  const [next, ...others] = names;
  const { variable = '' } = source;
  if (next === undefined) return { name, source: [source], target: last };
  const inner: Source = {
    context: variable,
    ...elementOf(next),
    variable: others.length === 0 ? 'v' : w.fresh(),
  };
  return {
    name,
    source: [source],
    rule: [nested(nameOf(name, next), inner, others, w, last)],
  };
}

/** What FML cannot say stands there as a rule that writes nothing. */
const untold = (name: string, source: Source, { row }: Leaf): Rule => ({
  ...{ name, source: [source] },
  documentation: `${row.path}: ${row.codec} cannot be said in FML`,
});

function leafIn(leaf: Leaf, from: string, to: string, writing: Writing): Rule {
  const { row, step, fields } = leaf;
  const name = nameOf(row.field ?? step.element);
  const source: Source = { context: from, ...elementOf(fields.join('.')), variable: 'v' };
  const form: Form | undefined = fields.length === 1 ? row.form : undefined;
  const targets = form && written(form, { context: to, name: step.element }, 'v', writing);
  return targets ? { name, source: [source], target: targets } : untold(name, source, leaf);
}

function leafOut(leaf: Leaf, from: string, to: string, writing: Writing): Rule {
  const { row, step, fields } = leaf;
  const name = nameOf(row.field ?? step.element);
  const found = row.form && read(row.form);
  const names = found?.names ?? [];
  const source = sourceAt(from, step, names.length === 0 ? 'v' : writing.fresh());
  const at = target({ context: to, name: fields[0] ?? '' });
  const last = found && fields.length === 1 ? made(found.form, at, 'v', writing) : undefined;
  return last ? nested(name, source, names, writing, [last]) : untold(name, source, leaf);
}

function branch(twig: Branch, from: string, to: string, writing: Writing): Rule {
  const { step, field, inside } = twig;
  const [source, made] = [writing.fresh(), writing.fresh()];
  const name = nameOf(field ?? step.url?.split('/').at(-1) ?? step.element);
  if (writing.way === 'out') {
    const into = field === undefined ? to : made;
    const placed = field === undefined ? [] : [opened({ context: to, name: field }, made)];
    return {
      ...{ name, source: [sourceAt(from, step, source)] },
      ...(placed.length > 0 && { target: placed }),
      rule: inside.map((one) => ruleOf(one, source, into, writing)),
    };
  }
  const around: Source =
    field === undefined
      ? { context: from, variable: source }
      : { context: from, element: field, variable: source };
  const url = step.url === undefined ? [] : [copyOf(made, 'url', word(step.url))];
  return {
    ...{
      name,
      source: [around],
      target: [opened({ context: to, name: step.element }, made), ...url],
    },
    rule: inside.map((one) => ruleOf(one, source, made, writing)),
  };
}

/** The rule of a twig, from the variable `from` into the variable `to`. */
export function ruleOf(twig: Twig, from: string, to: string, writing: Writing): Rule {
  if (twig.kind === 'branch') return branch(twig, from, to, writing);
  return writing.way === 'in' ? leafIn(twig, from, to, writing) : leafOut(twig, from, to, writing);
}

/** Rules that write nothing, at any depth. */
export const untoldIn = (rules: readonly Rule[]): string[] =>
  rules.flatMap(({ documentation, name, rule = [] }) => [
    ...(documentation === undefined ? [] : [`${name} (${documentation})`]),
    ...untoldIn(rule),
  ]);
