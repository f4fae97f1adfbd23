import type { Definitions } from './definitions.ts';
import { type Issue, issue } from './outcome.ts';
import type { Member } from './shape.ts';
import { type Finding, finding, tooManyIssues } from './validate-text.ts';
import type { Values } from './validate-values.ts';

export type Json = Readonly<Record<string, unknown>>;

/** What one pass has found. */
export interface Walk {
  readonly definitions: Definitions;
  readonly issues: Issue[];
  /** Whether warnings are wanted beside errors. */
  readonly warns: boolean;
}

/** What a resource contains and where it refers to that; settled when the pass leaves the resource. */
export interface Container {
  readonly resource: Json;
  readonly contained: { readonly id: string; readonly type: string; readonly path: string }[];
  /** `within`: path of the contained resource that refers, if one does. */
  readonly referred: {
    readonly id: string;
    readonly member: Member;
    readonly path: string;
    readonly within: string | undefined;
    /** Profile that asks for the type. */
    readonly profile?: string;
  }[];
}

/** The resource that the pass is in: one that stands alone, or is an entry, or is contained. */
export interface Frame {
  readonly resource: Json;
  readonly container: Container;
  /** Path of a contained resource. */
  readonly within: string | undefined;
  readonly memo: Map<unknown, Values>;
  /** Conditional references may stand in a transaction. */
  readonly isConditional: boolean;
}

/** Where the pass is: a FHIRPath, and how many objects deep. */
export interface Place {
  readonly walk: Walk;
  readonly frame: Frame;
  readonly path: string;
  readonly depth: number;
  /** Type of the object that the element is in. */
  readonly holder: string;
}

/** Where a resource is met; the outermost has no frame around it. */
export type Entry = Omit<Place, 'frame'> & { readonly frame?: Frame };

/** A contained resource shares its container's references; any other begins anew. */
export function frameOf({ path, frame }: Entry, resource: Json): Frame {
  const isContained = frame !== undefined && /\.contained\[\d+\]$/.test(path);
  const container = isContained ? frame.container : { resource, contained: [], referred: [] };
  const isTransaction = resource.resourceType === 'Bundle' && resource.type === 'transaction';
  return {
    resource,
    container,
    within: isContained ? path : undefined,
    memo: new Map(),
    isConditional: isTransaction || (frame?.isConditional ?? false),
  };
}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether one of the names stands, with a value or with extensions. */
export const isThere = (value: Json, names: readonly string[] = []): boolean =>
  names.some((name) => value[name] !== undefined || value[`_${name}`] !== undefined);

/** More than anybody reads; a body of a megabyte can hold a hundred thousand faults. */
const maxIssues = 1_000;

/** Whether the pass may end, since no more will be told. */
export const isFull = ({ issues }: Walk): boolean => issues.length > maxIssues;

/** Adds an issue unless there are too many already. */
export function add({ issues }: Walk, given: Issue): void {
  if (issues.length < maxIssues) issues.push(given);
  else if (issues.length === maxIssues) issues.push(issue(tooManyIssues(maxIssues)));
}

/** Adds an issue; `detail` is shown in its text, `profile` is whose rule is broken when it is not R4's own. */
export function report(
  walk: Walk,
  found: Finding,
  path: string,
  detail?: string,
  profile?: string,
): void {
  add(walk, finding(found, path, { detail, profile }));
}
