/** SMART's scopes, of version 2 and 1. https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html */
import type { Scope } from './grant.ts';
import { tooManyScopes } from './token-refusal.ts';

/** What the scope names of SMART 1 stand for in those of SMART 2. */
const versionOne: Readonly<Record<string, string>> = { read: 'rs', write: 'cud', '*': 'cruds' };

const form =
  /^(patient|user|system)\/(\*|[A-Z][A-Za-z]*)\.(?:(read|write|\*)|(?=[cruds])(c?r?u?d?s?)(?:\?(.+))?)$/;

/** Names and values of the search parameters; undefined for what is not encoded as it must be, or names nothing. */
function queryOf(text: string): [string, string][] | undefined {
  try {
    decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
  const pairs = [...new URLSearchParams(text)];
  return pairs.length > 0 && pairs.every(([name, value]) => name && value) ? pairs : undefined;
}

function scopeIn(text: string): Scope | undefined {
  const [, context, type = '', old, permissions = '', search] = form.exec(text) ?? [];
  const query = search === undefined ? [] : queryOf(search);
  if (context === undefined || !query) return undefined;
  return {
    context: context as Scope['context'],
    type,
    permissions: old === undefined ? permissions : (versionOne[old] ?? ''),
    query,
  };
}

/** Each search parameter, and each of its alternatives, is asked of every row that the token reaches: in all scopes together so many. */
const most = { scopes: 100, parameters: 20, values: 100 } as const;

/**
 * The SMART scopes in what a token lists; `openid` and whatever else is none of them is passed over. Throws 403 for more than can be
 * held against every row: to pass over some would let a token do less than it says.
 */
export function parseScopes(text: string): readonly Scope[] {
  const scopes = [...new Set(text.split(/\s+/))].flatMap((one) => scopeIn(one) ?? []);
  const parameters = scopes.flatMap(({ query }) => query);
  const values = parameters.flatMap(([, value]) => value.split(','));
  const isBounded =
    scopes.length <= most.scopes &&
    parameters.length <= most.parameters &&
    values.length <= most.values;
  if (!isBounded) throw tooManyScopes(most);
  return scopes;
}
