/** The header `Link` of a refusal. https://www.rfc-editor.org/rfc/rfc8288 */
import { codeSystem } from '../fhir/canonical.ts';
import type { Definitions } from '../fhir/definitions.ts';
import type { Issue } from '../fhir/outcome.ts';

const catalogue = codeSystem('samspil-issue');

/** Where the error catalogue says what to do: at the key of the first issue. Rules that R4 names itself, such as `pat-1`, stand there together. */
export function helpLink(
  definitions: Definitions,
  publicUrl: string,
  [first]: readonly Pick<Issue, 'key'>[],
): string {
  const keys = definitions.profiles.codeSystem(catalogue)?.concept ?? [];
  const key = first?.key ?? '';
  const isThere = keys.length === 0 || keys.some(({ code }) => code === key);
  return `<${publicUrl}/docs/errors.html#${isThere ? key : 'invariant'}>; rel="help"`;
}
