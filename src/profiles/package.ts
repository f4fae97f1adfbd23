/** A FHIR package: resources as files, what they are in an index, and what they stand on. https://hl7.org/fhir/packages.html */
import type { Resource } from '@medplum/fhirtypes';
import { ours } from '../fhir/canonical.ts';
import type { Packed } from './archive.ts';
import { dependencies, type Edition, packageName } from './edition.ts';
import type { Example } from './examples.ts';

type Filed = Resource & { readonly id: string };

const written = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

const fileName = ({ resourceType, id }: Filed): string => `${resourceType}-${id}.json`;

/** What an index says of a resource; what the resource does not have is left out. */
const indexed = [
  ...['url', 'version', 'kind', 'type', 'supplements', 'content', 'valueSet', 'derivation'],
] as const;

function entryOf(resource: Filed): Readonly<Record<string, unknown>> {
  const said = resource as unknown as Readonly<Record<string, unknown>>;
  const known = indexed.filter((key) => typeof said[key] === 'string');
  return {
    filename: fileName(resource),
    resourceType: resource.resourceType,
    id: resource.id,
    ...Object.fromEntries(known.map((key) => [key, said[key]])),
  };
}

const indexOf = (resources: readonly Filed[]): string =>
  written({ 'index-version': 2, files: resources.map(entryOf) });

const manifestOf = ({ version, date }: Edition): string =>
  written({
    name: packageName,
    version,
    type: 'IG',
    date: date.replaceAll('-', '').padEnd(14, '0'),
    license: 'Apache-2.0',
    ...{ canonical: ours, url: `${ours}/${version}`, title: 'Samspil' },
    'tools-version': 3,
    description: 'FHIR R4 profiles of a facade in front of a Danish municipal care record',
    author: 'Samspil',
    maintainers: [{ name: 'Samspil', url: ours }],
    fhirVersions: ['4.0.1'],
    jurisdiction: 'urn:iso:std:iso:3166#DK',
    directories: { lib: 'package', example: 'example' },
    dependencies: Object.fromEntries(dependencies.map(({ name, version: of }) => [name, of])),
  });

/** The files of a package, each with its path in it. */
export function packageFiles(
  resources: readonly Filed[],
  examples: readonly Example[],
  edition: Edition,
): Packed[] {
  const shown = examples.map(({ resource }) => resource);
  const filed = (folder: string, all: readonly Filed[]): Packed[] => [
    { name: `${folder}/.index.json`, text: indexOf(all) },
    ...all.map((one) => ({ name: `${folder}/${fileName(one)}`, text: written(one) })),
  ];
  return [
    { name: 'package/package.json', text: manifestOf(edition) },
    ...filed('package', resources),
    ...filed('package/example', shown),
  ];
}
