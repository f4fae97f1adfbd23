/** The rows of a mapping as a tree: what stands in one element or extension is told together. */
import type { RowDescription } from './row.ts';

/** One step into a resource: `extension` with a URL, or an element with what is true of it. */
export interface Step {
  readonly element: string;
  readonly url?: string;
  /** FHIRPath. */
  readonly condition?: string;
}

/** A field or an element in an object around it. `fields` and `steps` lead there from the branch before. */
export interface Leaf {
  readonly kind: 'leaf';
  readonly fields: readonly string[];
  readonly step: Step;
  readonly row: RowDescription;
}

export interface Branch {
  readonly kind: 'branch';
  /** The field around, where the fields of the branch stand inside of one. */
  readonly field?: string;
  readonly step: Step;
  readonly inside: readonly Twig[];
}

export type Twig = Leaf | Branch;

/** Between the dots that stand in no bracket. */
function segments(path: string): string[] {
  const found = [''];
  let depth = 0;
  for (const character of path) {
    depth += Number(character === '(') - Number(character === ')');
    if (character === '.' && depth === 0) found.push('');
    else found[found.length - 1] += character;
  }
  return found.filter((one) => one !== '');
}

function stepOf(segment: string): Step {
  const [, element = segment, url] = /^(\w+)\('([^']*)'\)$/.exec(segment) ?? [];
  return { element, ...(url !== undefined && { url }) };
}

/** `identifier.where(system='x')` is one step. */
function stepsOf(path: string): Step[] {
  const steps: Step[] = [];
  for (const segment of segments(path)) {
    const [, condition] = /^where\((.*)\)$/s.exec(segment) ?? [];
    const last = steps.at(-1);
    if (condition !== undefined && last) steps[steps.length - 1] = { ...last, condition };
    else steps.push(stepOf(segment));
  }
  return steps;
}

interface Entry {
  readonly fields: readonly string[];
  readonly steps: readonly Step[];
  readonly row: RowDescription;
}

/** Items of different lists are different items. */
const keyOf = ({ steps: [step], fields }: Entry): string =>
  JSON.stringify([step, fields.length > 1 ? fields[0] : '']);

const leafOf = ({ fields, steps: [step = { element: '' }], row }: Entry): Leaf => ({
  ...{ kind: 'leaf', fields, step, row },
});

/** What stands inside one field stands inside one element. */
function branchOf(step: Step, some: readonly Entry[]): Branch {
  const [first = ''] = some[0]?.fields ?? [];
  const isInside = some.every(({ fields }) => fields.length > 1 && fields[0] === first);
  const inside = some.map(({ fields, steps, row }) => ({
    ...{ fields: isInside ? fields.slice(1) : fields, steps: steps.slice(1), row },
  }));
  return { kind: 'branch', step, ...(isInside && { field: first }), inside: grow(inside) };
}

function grow(entries: readonly Entry[]): Twig[] {
  const deep = entries.filter(({ steps }) => steps.length > 1);
  const groups = Map.groupBy(deep, keyOf);
  return [
    ...entries.filter(({ steps }) => steps.length === 1).map(leafOf),
    ...[...groups.values()].map((some) => branchOf(some[0]?.steps[0] ?? { element: '' }, some)),
  ];
}

/** The rows that have a field each; what is made of none has no place in it. */
export const treeOf = (rows: readonly RowDescription[]): Twig[] =>
  grow(
    rows.flatMap(({ field, ...row }) =>
      field === undefined
        ? []
        : [{ fields: field.split('.'), steps: stepsOf(row.path), row: { field, ...row } }],
    ),
  );
