/** What an export is to hold. https://hl7.org/fhir/uv/bulkdata/STU2/export.html */
import type { Scope } from '../access/grant.ts';
import { lacking } from '../access/permission.ts';
import { parseInstant } from '../fhir/instant.ts';
import { badRequest, fail, type Issue, issue, quote } from '../fhir/outcome.ts';
import { assertReadable } from '../fhir/search-query.ts';
import type { Room } from '../resources/define.ts';
import { type BulkFilter, filtersOf } from './bulk-filter.ts';
import { sentWith } from './bulk-parameter.ts';
import { assertOn } from './closed.ts';
import { membersOfRoom } from './compartment.ts';
import type { Asking, Desk } from './exchange.ts';
import { insufficientScope } from './permission.ts';
import { unreadable } from './place.ts';

/** All of it, what lies in the compartments of all patients, or of those in a Group. */
export type BulkLevel = 'system' | 'Patient' | 'Group';

/** An export as the worker reads it: ids and conditions alone. */
export interface BulkAsked {
  readonly level: BulkLevel;
  /** Id of the Group. */
  readonly group?: string;
  readonly types: readonly string[];
  /** Changed later than this. Epoch milliseconds. */
  readonly since?: number;
  readonly filters: readonly BulkFilter[];
  /** Those of the token that asked for it. */
  readonly scopes: readonly Scope[];
}

const formats: readonly string[] = ['application/fhir+ndjson', 'application/ndjson', 'ndjson'];

/** A `+` that was not encoded comes as a blank. */
function assertFormat([format]: readonly string[]): void {
  if (format === undefined || formats.includes(format.replace(' ', '+'))) return;
  throw badRequest(
    'output-format',
    {
      da: `Filerne kan ikke skrives som ${quote(format)}. Muligt er: ${formats.join(', ')}.`,
      en: `The files cannot be written as ${quote(format)}. Valid are: ${formats.join(', ')}.`,
    },
    { expression: '_outputFormat' },
  );
}

function sinceOf([text]: readonly string[]): number | undefined {
  if (text === undefined) return undefined;
  try {
    return parseInstant(text.replace(' ', '+'));
  } catch {
    throw unreadable('_since', '2026-11-24T13:15:00+01:00');
  }
}

/** The types that an export at this level can hold. */
function typesAt(level: BulkLevel, rooms: readonly Room[]): string[] {
  const patient = rooms.find(({ type }) => type === 'Patient');
  const open = level === 'system' ? rooms : patient ? membersOfRoom(patient, rooms) : [];
  return open.filter(({ closed }) => !closed).map(({ type }) => type);
}

const noType = (type: string, types: readonly string[]): Issue => {
  const [shown, names] = [quote(type), types.join(', ')];
  return issue({
    code: 'not-supported',
    key: 'unknown-type',
    text: {
      da: `${shown} kan ikke hentes ud her. Muligt er: ${names}.`,
      en: `${shown} cannot be exported here. Valid are: ${names}.`,
    },
    expression: '_type',
  });
};

/** What the token's scopes let out of what lies there. 403 for nothing, and for a type that is named and not let out. */
function letOut(desk: Desk, types: readonly string[], named: readonly string[]): string[] {
  const { caller } = desk.call.grant;
  const [kept, open] = [true, false].map((isKept) =>
    types.filter((type) => (lacking(caller, type, 'r') !== '') === isKept),
  ) as [string[], string[]];
  const refused = open.length === 0 ? '*' : named.find((type) => kept.includes(type));
  if (refused !== undefined) throw insufficientScope(caller, refused, 'r');
  return open;
}

interface Types {
  readonly types: readonly string[];
  readonly warnings: readonly Issue[];
}

const listed = (sent: readonly string[]): string[] => [
  ...new Set(sent.flatMap((one) => one.split(',').map((type) => type.trim()))),
];

function typesOf(asked: readonly string[], known: readonly string[], lenient: boolean): Types {
  if (asked.length === 0) return { types: known, warnings: [] };
  const types = asked.filter((type) => known.includes(type));
  const issues = asked.filter((type) => !known.includes(type)).map((type) => noType(type, known));
  // An export of nothing that was asked for would be one of everything, or of nothing.
  if (issues.length > 0 && (!lenient || types.length === 0)) throw fail(400, issues);
  return { types, warnings: issues.map((one) => ({ ...one, severity: 'warning' as const })) };
}

/** What is kept for the worker holds no number of a person; a scope that names one lets nothing out. */
function isKept({ query }: Scope): boolean {
  try {
    assertReadable(query, 'GET');
    return true;
  } catch {
    return false;
  }
}

/** Reads a kick-off. 400 for what cannot be used, unless that is to be passed over. */
export function bulkAsked(
  desk: Desk,
  asking: Asking,
  at: Pick<BulkAsked, 'level' | 'group'>,
): { readonly asked: BulkAsked; readonly warnings: readonly Issue[] } {
  const { values, warnings } = sentWith(desk, asking);
  const sent = (name: string): readonly string[] => values.get(name) ?? [];
  assertFormat(sent('_outputFormat'));
  const since = sinceOf(sent('_since'));
  const named = listed(sent('_type'));
  assertOn(desk, named);
  const open = letOut(desk, typesAt(at.level, desk.rooms), named);
  const wanted = typesOf(named, open, asking.prefer.lenient);
  const filters = filtersOf(desk, sent('_typeFilter'), wanted.types);
  const scopes = desk.call.grant.caller.scopes.filter(isKept);
  return {
    asked: { ...at, types: wanted.types, filters, scopes, ...(since !== undefined && { since }) },
    warnings: [...warnings, ...wanted.warnings],
  };
}
