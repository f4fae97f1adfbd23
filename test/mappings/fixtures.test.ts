import { readdirSync, readFileSync } from 'node:fs';
import t from 'tap';
import type { Post } from '../../src/cura/post.ts';
import { testContext } from '../mapping/context.ts';
import { type AnyMapping, allMappings } from './all.ts';

const folder = new URL('../../fixtures/', import.meta.url);
const slugOf = (type: string) => type.replace(/(?<=.)([A-Z])/g, '-$1').toLowerCase();

interface Fixture {
  readonly name: string;
  readonly record: Post;
  readonly resource: unknown;
}

/** Where records share a room, the file names of all but the first begin with the record. */
function ownerOf(name: string, type: string): string | undefined {
  const shared = allMappings.filter((one) => one.type === type);
  return (shared.find(({ record }) => name.startsWith(`${record}-`)) ?? shared[0])?.record;
}

function fixturesOf({ record, type }: AnyMapping): Fixture[] {
  const slug = slugOf(type);
  const names = readdirSync(new URL(slug, folder)).filter((name) => ownerOf(name, type) === record);
  const read = (name: string) =>
    JSON.parse(readFileSync(new URL(`${slug}/${name}`, folder), 'utf8'));
  return names
    .filter((name) => name.endsWith('.cura.json'))
    .map((name) => ({
      name: name.replace('.cura.json', ''),
      record: read(name),
      resource: read(name.replace('.cura.json', '.fhir.json')),
    }));
}

for (const mapping of allMappings) {
  t.test(`${mapping.record} as ${mapping.type}`, async (t) => {
    const fixtures = fixturesOf(mapping);
    t.ok(fixtures.length >= 3, 'has three fixtures');
    t.ok(
      fixtures.some(({ name }) => name.includes('ugly')),
      'one of them is ugly',
    );
    for (const { name, record, resource } of fixtures) {
      const context = testContext();
      t.strictSame(
        mapping.toFhir(record, context),
        resource,
        `${name} becomes the resource beside it`,
      );
      t.strictSame(
        mapping.toRecord(mapping.toFhir(record, context), record, context),
        record,
        `${name} comes back whole`,
      );
    }
  });
}
