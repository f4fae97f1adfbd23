import type { Definitions } from './definitions.ts';
import type { Issue } from './outcome.ts';
import type { Member } from './shape.ts';
import { type Finding, finding } from './validate-text.ts';

export type Json = Readonly<Record<string, unknown>>;

/** What one pass over a resource has seen; references to contained resources are settled when it is over. */
export interface Walk {
  readonly definitions: Definitions;
  readonly issues: Issue[];
  readonly contained: { readonly id: string; readonly type: string; readonly path: string }[];
  readonly referred: { readonly id: string; readonly member: Member; readonly path: string }[];
}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Adds an issue; `detail` is shown in its text. */
export function report(walk: Walk, found: Finding, path: string, detail?: string): void {
  walk.issues.push(finding(found, path, detail));
}
