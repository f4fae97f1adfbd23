import type { Rule } from './shape.ts';

/** A value that a profile demands: `#booked` fits a code, a Coding and a CodeableConcept alike. */
export type Pattern =
  | { readonly kind: 'plain'; readonly value: string | number | boolean }
  | { readonly kind: 'code'; readonly system: string | undefined; readonly code: string };

/** How the items of a list are told apart. `path` is FHIRPath: `system`, `coding.system`, `actor.resolve()`, `$this`. */
export interface Discriminator {
  readonly type: 'value' | 'pattern' | 'type' | 'exists';
  readonly path: string;
}

/** A value set that a profile binds, by URL. */
export interface ProfileBinding {
  readonly valueSet: string;
  readonly strength: 'required' | 'extensible';
}

/** What a profile says of one element, beyond R4. Its children are named as in FHIRPath, a choice without `[x]`. */
export interface ProfileElement {
  /** URL of the profile or extension. */
  readonly profile: string;
  /** Of a slice: its name. */
  readonly slice?: string;
  /** Of a slice of extensions: what `Extension.url` is. */
  readonly url?: string;
  readonly children: Map<string, ProfileElement>;
  readonly slices: Map<string, ProfileElement>;
  readonly discriminators: Discriminator[];
  readonly patterns: Pattern[];
  readonly bindings: ProfileBinding[];
  readonly rules: Rule[];
  min: number;
  max: number;
  /** Datatypes that may stand; empty when all of R4's may. */
  types: readonly string[];
  /** Resource types that a reference may name; empty when all of R4's may. */
  targets: readonly string[];
  /** Whether an item outside the slices is refused. */
  isClosed: boolean;
}

/** An element of which nothing is said yet. */
export const blankElement = (
  profile: string,
  slice: { readonly slice?: string; readonly url?: string } = {},
): ProfileElement => ({
  profile,
  ...slice,
  children: new Map(),
  slices: new Map(),
  discriminators: [],
  patterns: [],
  bindings: [],
  rules: [],
  min: 0,
  max: Number.POSITIVE_INFINITY,
  types: [],
  targets: [],
  isClosed: false,
});

const step = /^([A-Za-z]\w*)(?:\[x\])?(?:\[([A-Za-z][\w-]*)\])?$/;

function childOf(parent: ProfileElement, name: string): ProfileElement {
  const child = parent.children.get(name) ?? blankElement(parent.profile);
  parent.children.set(name, child);
  return child;
}

/** The element at a path such as `participant[citizen].actor` or `value[x]`, made when nothing has been said of it. Undefined when the path cannot be read, or its slice is not there. */
export function elementAt(root: ProfileElement, path: string): ProfileElement | undefined {
  if (path === '.') return root;
  let element: ProfileElement | undefined = root;
  for (const part of path.split(/\.(?![^[]*\])/)) {
    const [, name, slice] = step.exec(part) ?? [];
    if (name === undefined || !element) return undefined;
    const child: ProfileElement = childOf(element, name);
    element = slice === undefined ? child : child.slices.get(slice);
  }
  return element;
}
