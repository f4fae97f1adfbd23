import t from 'tap';
import { allResourceTypes, loadDefinitions } from '../../src/fhir/definitions.ts';
import { validate } from '../../src/fhir/validate.ts';
import { examplesOf } from './example.ts';
import { type Mutation, mutations, spots } from './mutation.ts';

const definitions = await loadDefinitions(allResourceTypes());
const good = allResourceTypes()
  .flatMap((type) => examplesOf(type, 1))
  .filter(({ resource }) => validate(resource, definitions).length === 0);

/** Of each example so many spots are spoilt in each way, spread over the resource. */
const spotsEach = 3;

interface Spoilt {
  readonly expected: string;
  readonly found: readonly string[];
}

/** Which spots can be spoilt so, as many as are wanted, spread over the resource. */
function spoilable(resource: object, { spoil }: Mutation): number[] {
  const scratch = spots(structuredClone(resource) as never, definitions);
  const all = [...scratch.keys()].filter((at) => {
    const spot = scratch[at];
    return spot !== undefined && spoil(spot) !== undefined;
  });
  const step = Math.max(1, Math.ceil(all.length / spotsEach));
  return all.filter((_, index) => index % step === 0);
}

/** Each spot is spoilt in a copy of its own. */
function spoilt(resource: object, mutation: Mutation): Spoilt[] {
  return spoilable(resource, mutation).map((at) => {
    const copy = structuredClone(resource);
    const spot = spots(copy as never, definitions)[at];
    const expected = (spot && mutation.spoil(spot)) ?? 'nothing';
    const found = validate(copy, definitions).map(({ key, expression }) => `${key} ${expression}`);
    return { expected, found };
  });
}

t.ok(good.length > 120, `${good.length} examples`);

for (const mutation of mutations) {
  t.test(`refuses ${mutation.title}, at the place`, async (t) => {
    let seen = 0;
    for (const { name, resource } of good) {
      for (const { expected, found } of spoilt(resource, mutation)) {
        seen += 1;
        if (!found.includes(expected)) t.fail(`${name}: ${expected}, found ${found.join('; ')}`);
        if (new Set(found).size < found.length) t.fail(`${name}: told twice: ${found.join('; ')}`);
      }
    }
    t.ok(seen >= 3, `${seen} were spoilt`);
  });
}
