/** What the package holds, for tools that read guides. https://hl7.org/fhir/R4/implementationguide.html */
import type {
  ImplementationGuide,
  ImplementationGuideDefinitionResource,
  Resource,
} from '@medplum/fhirtypes';
import { ours } from '../fhir/canonical.ts';
import { inBoth } from '../fhir/translation.ts';
import { dependencies, type Edition, packageName } from './edition.ts';
import type { Example } from './examples.ts';

type Filed = Resource & { readonly id: string };

const textIn = (resource: Filed, key: string): string | undefined => {
  const value: unknown = Object.entries(resource).find(([name]) => name === key)?.[1];
  return typeof value === 'string' ? value : undefined;
};

/** The translation of a text, for a text that is the same. */
const besideOf = (resource: Filed, key: string, element: string): object => {
  const beside: unknown = Object.entries(resource).find(([name]) => name === `_${key}`)?.[1];
  return beside === undefined ? {} : { [`_${element}`]: beside };
};

function described(resource: Filed): ImplementationGuideDefinitionResource {
  const { resourceType, id } = resource;
  const description = textIn(resource, 'description');
  return {
    reference: { reference: `${resourceType}/${id}` },
    name: textIn(resource, 'title') ?? textIn(resource, 'name') ?? `${resourceType} ${id}`,
    ...besideOf(resource, 'title', 'name'),
    ...(description !== undefined && { description }),
    ...besideOf(resource, 'description', 'description'),
    exampleBoolean: false,
  };
}

const shown = ({
  resource,
  profile,
  file,
  intent,
}: Example): ImplementationGuideDefinitionResource => ({
  reference: { reference: `${resource.resourceType}/${resource.id}` },
  name: file.replace(/^.*\/([^/]+)\/([^/]+)\.fhir\.json$/, '$1: $2'),
  ...inBoth('description', intent),
  exampleCanonical: profile,
});

/** The guide of a package with these resources. */
export const guideOf = (
  resources: readonly Filed[],
  examples: readonly Example[],
  { version, date }: Edition,
): ImplementationGuide & { id: string } => ({
  resourceType: 'ImplementationGuide',
  id: packageName,
  url: `${ours}/ImplementationGuide/${packageName}`,
  ...{ version, date, name: 'Samspil', status: 'draft', license: 'Apache-2.0' },
  ...inBoth('title', {
    da: 'Samspil: FHIR for kommunal pleje og omsorg',
    en: 'Samspil: FHIR for municipal care',
  }),
  ...inBoth('description', {
    da: 'Profiler, koder, søgeparametre og operationer for en FHIR-facade foran et kommunalt omsorgssystem: aftaler, fuldmagter, beskeder, målinger og indsigt.',
    en: 'Profiles, codes, search parameters and operations of a FHIR facade in front of a municipal care record: appointments, mandates, messages, measurements and insight.',
  }),
  packageId: packageName,
  fhirVersion: ['4.0.1'],
  dependsOn: dependencies.map(({ name, version: of, uri }) => ({
    id: name.replaceAll('.', '-'),
    uri,
    packageId: name,
    version: of,
  })),
  definition: { resource: [...resources.map(described), ...examples.map(shown)] },
});
