import { readFileSync } from 'node:fs';
import type { Resource } from '@medplum/fhirtypes';
import type { Test } from 'tap';
import type { Post } from '../../src/cura/post.ts';
import type { CuraRecords } from '../../src/cura/records.ts';
import { Unmappable } from '../../src/mapping/mapping.ts';
import { testContext } from '../mapping/context.ts';
import { allMappings } from './all.ts';

export const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../fixtures/${name}.cura.json`, import.meta.url), 'utf8'));

export const context = testContext();

export function mappingOf(record: keyof CuraRecords, type: string) {
  const found = allMappings.find((mapping) => mapping.record === record && mapping.type === type);
  if (found === undefined) throw new Error(`no mapping of ${record} to ${type}`);
  return found;
}

/** The refusal of an edit, as `expression: English text`. */
function refusalOf(
  [record, type, fixture]: Of,
  edit: (resource: Record<string, unknown>) => object,
): string {
  const mapping = mappingOf(record, type);
  const base: Post = read(fixture);
  const resource = mapping.toFhir(base, context);
  return caught(() =>
    mapping.toRecord(
      { ...resource, ...edit(structuredClone(resource) as never) } as Resource,
      base,
      context,
    ),
  );
}

function caught(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof Unmappable) return error.message;
    throw error;
  }
  return 'accepted';
}

type Of = readonly [record: keyof CuraRecords, type: string, fixture: string];

/** An edit of a fixture and the refusal that it meets. */
export type Case = readonly [
  title: string,
  of: Of,
  edit: (resource: never) => object,
  refusal: string,
];

export const lacks = 'A value is required here.';
export const noPlace = 'Cura has no place for this value, so it cannot be kept.';
export const noCode = 'Cura has no such code.';

export function testRefusals(t: Test, cases: readonly Case[]): void {
  for (const [title, of, edit, expected] of cases) {
    t.test(`${of[0]} as ${of[1]} refuses ${title} by name`, async (t) => {
      t.equal(refusalOf(of, edit as (resource: Record<string, unknown>) => object), expected);
    });
  }
}
