import type { Resource } from '@medplum/fhirtypes';
import t from 'tap';
import type { Post } from '../../src/cura/post.ts';
import { loadDefinitions } from '../../src/fhir/definitions.ts';
import { validate } from '../../src/fhir/validate.ts';
import { examplesOf } from '../../src/profiles/examples.ts';
import { registry } from '../../src/registry.ts';
import { generate } from '../../src/sandbox/people/generate.ts';
import { noon } from '../house.ts';
import { testContext } from '../mapping/context.ts';
import { dkCore, withDanish } from './danish.ts';
import { definitions, profiles } from './fsh.ts';

const imposed = /^\^extension\[0\]\.valueCanonical = "(http:\/\/hl7\.dk\/[^"|]+)\|3\.7\.0"$/;

/** What each of our profiles imposes of dk-core, by its id. */
const imposes = new Map(
  definitions.flatMap(({ id, rules }) =>
    rules.flatMap((rule): [string, string][] => {
      const [, url] = imposed.exec(rule) ?? [];
      return url === undefined ? [] : [[id, url]];
    }),
  ),
);

t.test('the profiles that dk-core has one for impose it', async (t) => {
  t.same([...imposes].map(([id, url]) => [id, url.replace(/^.*\//, '')]).sort(), [
    ['samspil-location', 'dk-core-location'],
    ['samspil-observation', 'dk-core-observation'],
    ['samspil-patient', 'dk-core-patient'],
    ['samspil-practitioner', 'dk-core-practitioner'],
    ['samspil-practitioner-role', 'dk-core-practitioner-role'],
    ['samspil-related-person', 'dk-core-related-person'],
    ['samspil-unit', 'dk-core-organization'],
  ]);
});

const skip = dkCore.length === 0 && 'FHIR_PACKAGES names no folder with hl7.fhir.dk.core-3.7.0';

const known = await loadDefinitions(
  registry.map(({ type }) => type),
  withDanish(profiles),
);

const faults = (resource: unknown, url: string): string[] =>
  validate(resource, known, { profiles: [url] }).map(
    ({ expression, text }) => `${expression}: ${text.en}`,
  );

t.test(
  'every example is as the profile of dk-core says that its own imposes',
  { skip },
  async (t) => {
    const seen = new Set<string>();
    for (const { resource, file } of examplesOf(registry))
      for (const named of resource.meta?.profile ?? []) {
        const url = imposes.get(named.replace(/^.*\//, ''));
        if (url === undefined) continue;
        t.same(faults(resource, url), [], file);
        seen.add(url);
      }
    t.equal(seen.size, imposes.size, `${seen.size} profiles of dk-core are shown`);

    const [, patient = ''] = [...imposes].find(([id]) => id === 'samspil-patient') ?? [];
    const cpr = { use: 'official', system: 'urn:oid:1.2.208.176.1.2', value: '9902489996' };
    t.match(
      faults({ resourceType: 'Patient', identifier: [cpr] }, patient),
      [/Patient\.identifier\[0\]\.value: A rule is broken: cpr/],
      'a number of no date is found',
    );
    const [, unit = ''] = [...imposes].find(([id]) => id === 'samspil-unit') ?? [];
    t.match(
      faults({ resourceType: 'Organization', identifier: [{ value: '1' }] }, unit),
      [/mandatory-identifier/],
      'a unit without a code is found',
    );
  },
);

/** The profile of dk-core for a resource, by that of ours for its type. */
function danishFor(resource: Resource): string | undefined {
  const isUnit = resource.resourceType === 'Organization' && resource.type === undefined;
  const room = registry.find(({ type }) => type === resource.resourceType);
  const own = isUnit ? 'samspil-unit' : room?.profile.replace(/^.*\//, '');
  return imposes.get(own ?? '');
}

/** What the records of a generated municipality become, each with its name. */
function made(): { name: string; resource: Resource }[] {
  const batches = [...generate({ seed: 2, citizens: 30, now: noon })];
  return registry
    .flatMap(({ mappings }) => mappings)
    .flatMap(({ record, toFhir }) =>
      batches
        .filter(({ type }) => type === record)
        .flatMap(({ records }): readonly Post[] => records)
        .map((one) => ({
          name: `${record} ${one.id}`,
          resource: toFhir(one as never, testContext()) as Resource,
        })),
    );
}

t.test('so is everything of a generated municipality', { skip }, async (t) => {
  const seen = new Set<string>();
  for (const { name, resource } of made()) {
    const url = danishFor(resource);
    if (url === undefined) continue;
    seen.add(url);
    t.same(faults(resource, url), [], name);
  }
  t.equal(seen.size, imposes.size);
});
