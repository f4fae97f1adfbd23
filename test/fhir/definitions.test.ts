import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { SearchParameter } from '@medplum/fhirtypes';
import t from 'tap';
import { allResourceTypes, loadDefinitions } from '../../src/fhir/definitions.ts';

const folder = dirname(createRequire(import.meta.url).resolve('hl7.fhir.r4.examples/package.json'));
const definitions = await loadDefinitions(allResourceTypes());

t.test('R4 has 146 concrete resource types, each with its shape', async (t) => {
  const types = allResourceTypes();
  t.equal(types.length, 146);
  t.same(new Set(types), definitions.resourceTypes);
  for (const type of types) {
    const shape = definitions.shape(type);
    t.ok(shape?.isResource && shape.members.get('id')?.type === 'id', type);
  }
  t.same([types.includes('Resource'), types.includes('DomainResource')], [false, false]);
});

t.test('an inner type, a reference to one and a datatype have shapes', async (t) => {
  t.same(definitions.shape('BundleEntry')?.members.get('link')?.type, 'BundleLink');
  t.same(definitions.shape('Patient')?.needed, []);
  t.same(definitions.shape('Extension')?.needed, ['url']);
  t.same(definitions.shape('Observation')?.names.get('effective'), [
    'effectiveDateTime',
    'effectivePeriod',
    'effectiveTiming',
    'effectiveInstant',
  ]);
  t.match(definitions.shape('HumanName')?.members.get('given'), { isArray: true, type: 'string' });
});

t.test('only the value set that R4 does not publish is not known', async (t) => {
  t.same(definitions.unexpanded, ['http://loinc.org/vs/LL379-9|4.0.1']);
});

const published: readonly SearchParameter[] = readdirSync(folder)
  .filter((name) => name.startsWith('SearchParameter-'))
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
/** R4's list leaves out examples and the parameters of its standard extensions and genetics profiles. */
const isOfList = ({ id = '' }: SearchParameter): boolean =>
  !/^(?:example|filter)/.test(id) && !/-(?:extensions|genetic)-/.test(id);

t.test('every search parameter of R4 is found under each of its types', async (t) => {
  const listed = published.filter(isOfList);
  t.equal(listed.length, 1_375);
  const pairs = listed.flatMap((one) => (one.base ?? []).map((type) => ({ type, one })));
  t.ok(pairs.length > 1_600, `${pairs.length} parameters of types`);
  const lost = pairs.filter(
    ({ type, one }) => !definitions.searchParameters(type).some(({ url }) => url === one.url),
  );
  t.same(
    lost.map(({ type, one }) => `${type} ${one.id}`),
    [],
  );
});

t.test('a search parameter is found by type and code, also one that types share', async (t) => {
  const url = (type: string, code: string): string | undefined =>
    definitions.searchParameter(type, code)?.url?.replace(/^.*\//, '');
  t.same(
    [
      url('Patient', 'birthdate'),
      url('CarePlan', 'patient'),
      url('MedicationRequest', 'code'),
      url('ValueSet', 'url'),
      url('Patient', '_id'),
      url('Patient', '_text'),
      url('Patient', 'subject'),
    ],
    [
      'individual-birthdate',
      'clinical-patient',
      'clinical-code',
      'conformance-url',
      'Resource-id',
      'DomainResource-text',
      undefined,
    ],
  );
  const codes = definitions.searchParameters('Slot').map(({ code }) => code);
  t.ok(codes.includes('schedule') && codes.includes('_lastUpdated'));
  t.equal(new Set(codes).size, codes.length, 'each once');
});
