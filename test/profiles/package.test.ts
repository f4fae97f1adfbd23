import { gunzipSync } from 'node:zlib';
import t from 'tap';
import { structure } from '../../src/fhir/canonical.ts';
import { validate } from '../../src/fhir/validate.ts';
import { archive } from '../../src/profiles/archive.ts';
import { dependencies, packageName, readEdition } from '../../src/profiles/edition.ts';
import { packageFiles } from '../../src/profiles/package.ts';
import { registry } from '../../src/registry.ts';
import { filesIn } from '../conformance/tar.ts';
import { textOf } from '../contracts/door.ts';
import { ofKind } from '../contracts/fsh.ts';
import { contentsWith, definitions, edition } from './contents.ts';

const { resources, examples } = contentsWith([]);
const ofType = (type: string) => resources.filter(({ resourceType }) => resourceType === type);

const faults = (resource: unknown, profiles: readonly string[] = []): string[] =>
  validate(resource, definitions, { profiles }).map(
    ({ expression, text, diagnostics }) => `${expression}: ${text.en} ${diagnostics ?? ''}`,
  );

/** Definitions are shown by those in the package. */
const definedHere = new Set([
  'CodeSystem',
  'ConceptMap',
  'OperationDefinition',
  'StructureMap',
  'ValueSet',
]);

t.test('every profile has an example, which is as it says', async (t) => {
  const shown = new Set(examples.flatMap(({ resource }) => resource.meta?.profile ?? []));
  const all = ofKind('Profile');
  t.ok(all.length > 30, `${all.length} profiles`);
  const without = all.filter(({ id, parent }) =>
    definedHere.has(parent) ? ofType(parent).length === 0 : !shown.has(structure(id)),
  );
  t.same(
    without.map(({ id }) => id),
    [],
  );
  for (const { resource, file } of examples) t.same(faults(resource), [], file);
});

t.test('an example of what no record becomes names other examples', async (t) => {
  const there = new Set(examples.map(({ resource }) => `${resource.resourceType}/${resource.id}`));
  const own = examples.filter(({ file }) => file.startsWith('profiles/'));
  t.ok(own.length >= 8, `${own.length} of them`);
  for (const { resource, file } of own) {
    const named = [...JSON.stringify(resource).matchAll(/"reference":"([A-Za-z]+\/[^/"]+)/g)];
    t.same(
      named.map(([, reference = '']) => reference).filter((reference) => !there.has(reference)),
      [],
      file,
    );
  }
});

t.test('what the registry, the mappings and the tables become is valid R4', async (t) => {
  for (const type of ['SearchParameter', 'OperationDefinition', 'NamingSystem', 'Measure'])
    t.ok(ofType(type).length > 8, `${ofType(type).length} of ${type}`);
  for (const resource of resources)
    t.same(faults(resource), [], `${resource.resourceType}/${resource.id}`);
  const own = ofType('ConceptMap').concat(ofType('OperationDefinition'));
  for (const resource of own) {
    const room = registry.find(({ type }) => type === resource.resourceType);
    t.same(faults(resource, [`${room?.profile}`]), [], `${resource.id} by its profile`);
  }
});

t.test('the archive gives back what was packed, and the same bytes each time', async (t) => {
  const files = packageFiles(resources, examples, edition);
  const packed = archive(files);
  t.same(
    [...filesIn(gunzipSync(packed))],
    files.map(({ name, text }) => ({ name, text })),
  );
  t.ok(packed.equals(archive(packageFiles(resources, examples, edition))));
  const [manifest, index] = files.map(({ text }) => JSON.parse(text));
  t.match(manifest, {
    ...{ name: packageName, version: '0.0.1', fhirVersions: ['4.0.1'] },
    directories: { lib: 'package', example: 'example' },
    dependencies: { 'hl7.fhir.r4.core': '4.0.1', 'hl7.fhir.dk.core': '3.7.0' },
  });
  t.same(
    index.files.map(({ filename }: { filename: string }) => `package/${filename}`),
    files.map(({ name }) => name).filter((name) => /^package\/[A-Z]/.test(name)),
  );
  t.throws(() => archive([{ name: `a/${'b'.repeat(120)}`, text: '' }]), /too long a name/);
});

t.test('the guide names every definition and every example', async (t) => {
  const guide = resources.at(-1);
  if (guide?.resourceType !== 'ImplementationGuide') throw new Error('no guide');
  t.equal(
    guide.definition?.resource.length,
    resources.length - 1 + examples.length,
    `${resources.length} definitions, ${examples.length} examples`,
  );
  t.same(
    guide.dependsOn?.map(({ packageId }) => packageId),
    dependencies.map(({ name }) => name),
  );
  const shown = guide.definition?.resource.filter(({ exampleCanonical }) => exampleCanonical) ?? [];
  t.same(
    shown.filter((one) => !one.description || !('_description' in one)),
    [],
    'each example says what it shows, in both languages',
  );
  const named = new Set(examples.map(({ file }) => file.split('/').slice(-2).join('/')));
  t.same(
    Object.keys(JSON.parse(textOf('profiles/examples/intent.json'))).filter(
      (name) => !named.has(`${name}.fhir.json`),
    ),
    [],
    'and nothing is said of what is not there',
  );
  t.match(readEdition(), { version: /^\d+\.\d+\.\d+$/, date: /^\d{4}-\d\d-\d\d$/ });
});
