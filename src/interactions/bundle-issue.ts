import { FhirError, fail, type Issue } from '../fhir/outcome.ts';

/** FHIRPath of an entry. */
export const entryAt = (index: number): string => `Bundle.entry[${index}]`;

/** Where an entry's issue is: in its resource, else wherever the entry was asked for it. */
function placed(given: Issue, index: number, type: string | undefined): Issue {
  const { expression } = given;
  if (expression === undefined) return { ...given, expression: entryAt(index) };
  if (expression.startsWith('Bundle.entry[')) return given;
  const [, root, rest = ''] = /^([A-Z][A-Za-z]*)((?:[.[].*)?)$/s.exec(expression) ?? [];
  if (expression === 'resourceType')
    return { ...given, expression: `${entryAt(index)}.resource.resourceType` };
  if (root !== undefined && (root === type || root === 'Resource'))
    return { ...given, expression: `${entryAt(index)}.resource${rest}` };
  return { ...given, expression: `${entryAt(index)}.request` };
}

/** Where in a Bundle the issues of an entry are. */
export const issuesAt = (
  { issues }: FhirError,
  index: number,
  type: string | undefined,
): readonly Issue[] => issues.map((one) => placed(one, index, type));

/** The refusal of a whole Bundle because of an entry. */
export const refusedAt = (error: FhirError, index: number, type: string | undefined): FhirError =>
  fail(error.status, issuesAt(error, index, type), error.headers);

/** Collects what the entries are refused for, and refuses the Bundle for all of it at once, with the status of the first. */
export function collecting(): {
  readonly attempt: <T>(index: number, type: string | undefined, work: () => T) => T | undefined;
  readonly settle: () => void;
} {
  const refusals: FhirError[] = [];
  return {
    attempt: (index, type, work) => {
      try {
        return work();
      } catch (error) {
        if (!(error instanceof FhirError)) throw error;
        refusals.push(refusedAt(error, index, type));
        return undefined;
      }
    },
    settle: () => {
      const [first] = refusals;
      if (!first) return;
      throw fail(
        first.status,
        refusals.flatMap(({ issues }) => issues),
        first.headers,
      );
    },
  };
}
