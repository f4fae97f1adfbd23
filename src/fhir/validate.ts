import type { Definitions } from './definitions.ts';
import type { Issue } from './outcome.ts';
import type { Walk } from './validate-state.ts';
import { walkResource } from './validate-walk.ts';

/** What is wanted beside R4's own rules. */
export interface ValidateOptions {
  /** Canonical URLs of profiles to check beside those that `meta.profile` names. */
  readonly profiles?: readonly string[];
  /** Whether warnings are told too: extensible bindings, best practices, profiles that are not known. */
  readonly warnings?: boolean;
}

/**
 * Everything wrong with a resource, each fault once with its FHIRPath, in one pass over the definitions: structure,
 * cardinality, types, formats, required bindings, reference targets, contained resources, narrative, invariants, and the
 * profiles asked for or named in `meta.profile` (then `diagnostics` names the profile). Empty when all is good. A type that
 * `definitions` does not hold is an issue.
 */
export function validate(
  resource: unknown,
  definitions: Definitions,
  { profiles = [], warnings = false }: ValidateOptions = {},
): Issue[] {
  const walk: Walk = { definitions, issues: [], warns: warnings };
  walkResource(walk, resource, profiles);
  return walk.issues;
}
