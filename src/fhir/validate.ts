import { evalFhirPath, OperationOutcomeError, validateResource } from '@medplum/core';
import type { OperationOutcomeIssue, Resource } from '@medplum/fhirtypes';
import type { Definitions } from './definitions.ts';
import type { Issue } from './outcome.ts';
import { checkContained } from './validate-reference.ts';
import { isObject, type Walk } from './validate-state.ts';
import { finding } from './validate-text.ts';
import { walkResource } from './validate-walk.ts';

const isResource = (value: unknown): value is Resource =>
  isObject(value) && typeof value.resourceType === 'string';

function translated(given: OperationOutcomeIssue): Issue {
  const path = given.expression?.[0] ?? '';
  const text = given.details?.text ?? '';
  const [, key, rule] = /^Constraint (\S+) not met: (.*)$/s.exec(text) ?? [];
  if (key !== undefined) return finding('invariant', path, `${key}: ${rule}`, key);
  return text.startsWith('Missing') ? finding('missing', path) : finding('structure', path, text);
}

/** Unknown members are found by our pass, which does not echo their names as they are. */
const isTheirs = ({ severity, details }: OperationOutcomeIssue): boolean =>
  severity === 'error' && !details?.text?.startsWith('Invalid additional property');

/** Structure, cardinality and invariants by @medplum/core, which throws what it finds. */
function byMedplum(resource: Resource): Issue[] {
  try {
    validateResource(resource);
    return [];
  } catch (error) {
    if (!(error instanceof OperationOutcomeError)) {
      return [finding('structure', resource.resourceType, 'unreadable')];
    }
    return error.outcome.issue.filter(isTheirs).map(translated);
  }
}

/** Rules that @medplum/core leaves out. */
const leftOut = [
  {
    type: 'Organization',
    key: 'org-1',
    holds: 'name.exists() or identifier.exists()',
    text: 'the organization shall have a name or an identifier',
  },
] as const;

function byRules(resource: Resource): Issue[] {
  return leftOut
    .filter(({ type, holds }) => {
      return resource.resourceType === type && evalFhirPath(holds, resource)[0] !== true;
    })
    .map(({ type, key, text }) => finding('invariant', type, `${key}: ${text}`, key));
}

const plainPath = (path: string): string => path.replaceAll('[x]', '').replace(/\[0\]$/, '');

/** The two passes may find one fault in their own words, or a parent's fault because of the child's. */
function isNew(given: Issue, known: readonly Issue[]): boolean {
  const path = plainPath(given.expression ?? '');
  return !known.some(({ expression = '' }) => {
    const other = plainPath(expression);
    return other === path || (given.key === 'structure' && other.startsWith(path));
  });
}

/**
 * Everything wrong with a resource by R4 itself, each with its FHIRPath; empty when it is good. The structure is checked by
 * @medplum/core; in one pass of ours what that misses: bindings, reference targets, emptiness, formats, dates, narrative.
 * A type that `definitions` does not hold is an issue.
 */
export function validate(resource: unknown, definitions: Definitions): Issue[] {
  const walk: Walk = { definitions, issues: [], contained: [], referred: [] };
  walkResource(walk, resource);
  checkContained(walk);
  const { issues } = walk;
  const isReadable = !issues.some(({ key }) => key === 'unknown-type' || key === 'wrong-type');
  if (!isReadable || !isResource(resource)) return issues;
  const more = [...byMedplum(resource), ...byRules(resource)];
  return [...issues, ...more.filter((one) => isNew(one, issues))];
}
