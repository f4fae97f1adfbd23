import { isDeepStrictEqual } from 'node:util';
import type { Resource } from '@medplum/fhirtypes';
import fc from 'fast-check';
import t from 'tap';
import type { Post } from '../../src/cura/post.ts';
import type { CuraType } from '../../src/cura/records.ts';
import { loadDefinitions } from '../../src/fhir/definitions.ts';
import { registry } from '../../src/registry.ts';
import type { RoomMapping } from '../../src/resources/room-mapping.ts';
import { generate } from '../../src/sandbox/people/generate.ts';
import { noon } from '../house.ts';
import { records } from '../mapping/arbitrary/record.ts';
import { held } from '../mapping/arbitrary/value.ts';
import { testContext } from '../mapping/context.ts';
import { faultsBy } from './fault.ts';
import { misfits } from './profile-rule.ts';

const faults = faultsBy(await loadDefinitions(registry.map(({ type }) => type)));
const context = testContext();
const batches = [...generate({ seed: 1, citizens: 40, now: noon })];

type Json = Readonly<Record<string, unknown>>;

interface Made {
  readonly record: Post;
  readonly resource: Resource;
}

const madeBy = ({ record: type, toFhir }: RoomMapping): Made[] =>
  batches
    .filter((batch) => batch.type === type)
    .flatMap(({ records }): readonly Post[] => records)
    .map((record) => ({ record, resource: toFhir(record as never, context) }));

const startsAndEnds = [
  ['start', 'slut'],
  ['vindueStart', 'vindueSlut'],
  ['gyldigFra', 'gyldigTil'],
  ['fra', 'til'],
  ['udleveret', 'returneret'],
] as const;

/** R4 knows no period that ends before it starts (per-1): such a record has nothing true to become. */
const runsForward = (record: Post): boolean =>
  startsAndEnds.every(([start, end]) => {
    const [from, to] = [start, end].map((key) => (record as unknown as Json)[key]);
    return typeof from !== 'string' || typeof to !== 'string' || Date.parse(from) <= Date.parse(to);
  });

const mappings = registry.flatMap((room) => room.mappings);

for (const mapping of mappings) {
  t.test(`every ${mapping.record} of a generated municipality`, async (t) => {
    const all = madeBy(mapping);
    t.ok(all.length > 0, `there are ${all.length}`);
    t.same(
      all.flatMap(({ record, resource }) =>
        [...faults(resource), ...misfits(resource)].map((fault) => [record.id, fault]),
      ),
      [],
      `is valid R4 and as the profile of ${mapping.type} says`,
    );
    const changed = all.filter(({ record, resource }) => {
      const back = mapping.toRecord(resource as never, record as never, context);
      return !isDeepStrictEqual(back, record);
    });
    t.same(
      changed.map(({ record }) => record.id),
      [],
      'comes back whole',
    );
  });
}

for (const mapping of mappings)
  t.test(`any ${mapping.record} that Cura may hold, however odd`, async (t) => {
    const inCura = records(held)[mapping.record as CuraType] as fc.Arbitrary<Post>;
    let seen = 0;
    fc.assert(
      fc.property(inCura.filter(runsForward), (record) => {
        const resource = mapping.toFhir(record as never, testContext());
        seen += 1;
        const found = [...faults(resource), ...misfits(resource)];
        return isDeepStrictEqual(found, []);
      }),
      { numRuns: 60 },
    );
    t.equal(seen, 60, `is valid R4 and as the profile of ${mapping.type} says`);
  });
