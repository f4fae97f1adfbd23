/** Examples of the profiles: the fixtures of the mappings, and a few of what no record becomes. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Resource } from '@medplum/fhirtypes';
import { structure } from '../fhir/canonical.ts';
import type { Text } from '../fhir/outcome.ts';
import type { Room } from '../resources/define.ts';

const root = new URL('../../', import.meta.url);
const suffix = '.fhir.json';

/** A resource that shows what its profile means. */
export interface Example {
  readonly resource: Resource & { id: string };
  readonly profile: string;
  /** Where it stands, `fixtures/appointment/typical.fhir.json`. */
  readonly file: string;
  /** What it is there to show. */
  readonly intent: Text;
}

const intents: Readonly<Record<string, Text>> = JSON.parse(
  readFileSync(new URL('profiles/examples/intent.json', root), 'utf8'),
);

/** `appointment/typical`. Throws when nobody has written what it shows. */
function intentOf(file: string): Text {
  const name = file.split('/').slice(-2).join('/').slice(0, -suffix.length);
  const intent = intents[name];
  if (!intent)
    throw new RangeError(`profiles/examples/intent.json does not say what ${name} shows`);
  return intent;
}

/** What is paired with a record, and what has no record. */
const folders = ({ slug }: Room): string[] => [`fixtures/${slug}`, `profiles/examples/${slug}`];

const filesIn = (folder: string): string[] =>
  existsSync(new URL(folder, root))
    ? readdirSync(new URL(folder, root))
        .filter((name) => name.endsWith(suffix))
        .sort()
        .map((name) => `${folder}/${name}`)
    : [];

interface Narrower {
  readonly url: string;
  readonly of: string;
  readonly holds: (resource: Readonly<Record<string, unknown>>) => boolean;
}

/** Profiles of a part of what stands in a room. */
const narrower: readonly Narrower[] = [
  {
    url: structure('samspil-unit'),
    of: 'Organization',
    holds: ({ type }) => type === undefined,
  },
];

/** Every example says which profiles it is an example of, the narrowest first. */
function read(file: string, { profile: wide }: Room): Example {
  const { resourceType, id, meta, ...rest } = JSON.parse(readFileSync(new URL(file, root), 'utf8'));
  const narrow = narrower.find(({ of, holds }) => of === resourceType && holds(rest));
  const profile = [...(narrow ? [narrow.url] : []), wide];
  const resource = { resourceType, id, meta: { ...meta, profile }, ...rest };
  return { resource, profile: narrow?.url ?? wide, file, intent: intentOf(file) };
}

/** The examples of all rooms; several records may be examples of one resource, of which the first stays. */
export function examplesOf(rooms: readonly Room[]): Example[] {
  const all = rooms.flatMap((room) =>
    folders(room)
      .flatMap(filesIn)
      .map((file) => read(file, room)),
  );
  const byId = new Map(
    all.toReversed().map((one) => [`${one.resource.resourceType}/${one.resource.id}`, one]),
  );
  return [...byId.values()].toReversed();
}
