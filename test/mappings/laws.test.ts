import fc from 'fast-check';
import t from 'tap';
import type { Post } from '../../src/cura/post.ts';
import { curaTypes } from '../../src/cura/records.ts';
import { laws } from '../../src/mapping/laws.ts';
import { records } from '../mapping/arbitrary/record.ts';
import { held, sayable } from '../mapping/arbitrary/value.ts';
import { testContext } from '../mapping/context.ts';
import { allMappings, awaited } from './all.ts';

t.test('every record type of Cura has a mapping', async (t) => {
  t.same(
    new Set(allMappings.map(({ record }) => record)),
    new Set(curaTypes.filter((type) => !awaited.has(type))),
  );
});

/** Both records are the same one to Cura and to us. */
const sameRecord = <R extends Post & { eksternReference?: string }>(record: R, like: R): R => {
  const { eksternReference: _, ...rest } = record;
  return like.eksternReference === undefined
    ? (rest as R)
    : ({ ...rest, eksternReference: like.eksternReference } as R);
};

for (const mapping of allMappings) {
  t.test(`${mapping.record} as ${mapping.type}`, async (t) => {
    const inCura = records(held)[mapping.record] as fc.Arbitrary<Post>;
    const edits = records(sayable)[mapping.record] as fc.Arbitrary<Post>;
    for (const [law, holds] of Object.entries(laws)) {
      t.test(law, async (t) => {
        fc.assert(
          fc.property(inCura, edits, (record, other) =>
            holds(mapping, { record, other: sameRecord(other, record), context: testContext() }),
          ),
          { numRuns: 200 },
        );
        t.pass('for 200 generated records');
      });
    }
  });
}
