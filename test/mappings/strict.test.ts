import type { Resource } from '@medplum/fhirtypes';
import fc from 'fast-check';
import t from 'tap';
import type { Post } from '../../src/cura/post.ts';
import { unkept } from '../../src/mapping/fit.ts';
import { type Context, Unmappable } from '../../src/mapping/mapping.ts';
import { records } from '../mapping/arbitrary/record.ts';
import { sayable } from '../mapping/arbitrary/value.ts';
import { testContext } from '../mapping/context.ts';
import { edits } from '../mapping/edit.ts';
import { type AnyMapping, allMappings } from './all.ts';

type Outcome = 'kept' | 'refused' | 'dropped';

function outcome(
  { toFhir, toRecord, type }: AnyMapping,
  edited: Resource,
  base: Post,
  context: Context,
): Outcome {
  try {
    const kept = toFhir(toRecord(edited, base, context), context);
    return unkept(kept, edited) === undefined ? 'kept' : 'dropped';
  } catch (error) {
    if (error instanceof Unmappable && error.expression.startsWith(`${type}.`)) return 'refused';
    throw error;
  }
}

for (const mapping of allMappings) {
  t.test(
    `${mapping.record} as ${mapping.type} keeps every edit or refuses it by name`,
    async (t) => {
      const seen = { kept: 0, refused: 0 };
      const one = records(sayable)[mapping.record] as fc.Arbitrary<Post>;
      fc.assert(
        fc.property(one, (record) => {
          const context = testContext();
          const { resourceType, ...rest } = mapping.toFhir(record, context);
          for (const edited of edits(rest) as Omit<Resource, 'resourceType'>[]) {
            const found = outcome(
              mapping,
              { resourceType, ...edited } as Resource,
              record,
              context,
            );
            if (found === 'dropped') throw new Error(`dropped: ${JSON.stringify(edited)}`);
            seen[found]++;
          }
        }),
        { numRuns: 8 },
      );
      t.ok(seen.kept > 0, `${seen.kept} kept`);
      t.ok(seen.refused > 0, `${seen.refused} refused`);
    },
  );
}
