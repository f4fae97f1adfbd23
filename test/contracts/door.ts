import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Resource } from '@medplum/fhirtypes';
import type { Post } from '../../src/cura/post.ts';
import type { Room } from '../../src/resources/define.ts';
import type { RoomMapping } from '../../src/resources/room-mapping.ts';

const root = new URL('../../', import.meta.url);

/** A file or folder of the house by its path. */
export const at = (path: string): URL => new URL(path, root);
export const isThere = (path: string): boolean => existsSync(at(path));
export const textOf = (path: string): string => readFileSync(at(path), 'utf8');

/** The folders of a folder. */
export const foldersIn = (path: string): string[] =>
  readdirSync(at(path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

/** One pair of files in `fixtures/<slug>/`. */
export interface Fixture {
  readonly name: string;
  readonly record: Post;
  readonly resource: Resource;
}

const suffix = '.cura.json';

/** Names without ending of the files in a room's folder that end so. */
export const fixtureNames = ({ slug }: Room, ending: string): string[] =>
  isThere(`fixtures/${slug}`)
    ? readdirSync(at(`fixtures/${slug}`))
        .filter((name) => name.endsWith(ending))
        .map((name) => name.slice(0, -ending.length))
    : [];

/** The pairs of one mapping: those of a room's later records begin with the record, the rest are of its first. */
export function fixturesOf(room: Room, { record }: RoomMapping): Fixture[] {
  const ownerOf = (name: string): string | undefined =>
    room.mappings.find((one) => name.startsWith(`${one.record}-`))?.record ??
    room.mappings[0]?.record;
  return fixtureNames(room, suffix)
    .filter((name) => ownerOf(name) === record)
    .map((name) => ({
      name,
      record: JSON.parse(textOf(`fixtures/${room.slug}/${name}${suffix}`)),
      resource: JSON.parse(textOf(`fixtures/${room.slug}/${name}.fhir.json`)),
    }));
}

/** Every fixture with its room. */
export const allFixtures = (rooms: readonly Room[]): readonly (Fixture & { room: Room })[] =>
  rooms.flatMap((room) =>
    room.mappings.flatMap((mapping) =>
      fixturesOf(room, mapping).map((fixture) => ({ room, ...fixture })),
    ),
  );
