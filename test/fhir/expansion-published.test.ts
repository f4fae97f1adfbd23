import t from 'tap';
import { FhirError } from '../../src/fhir/outcome.ts';
import { expand } from '../../src/fhir/value-set.ts';
import { expansion, faultsOf, published } from './terminology.ts';

const codings = (url: string) =>
  (expansion({ url }).contains ?? []).map(({ system, code }) => `${system}|${code}`);

/** All sets of R4 with codes that stand under several others. */
const severalParents = new Set([
  'detectedissue-category',
  'parent-relationship-codes',
  'v3-ActPharmacySupplyType',
]);

/** The key of the refusal; empty when there is none. */
function keyOf(run: () => unknown): string {
  try {
    run();
    return '';
  } catch (error) {
    if (error instanceof FhirError) return error.issues[0]?.key ?? '';
    throw error;
  }
}

t.test(
  'R4 expands, valid, and as another reading of it says; the rest is refused with a reason',
  async (t) => {
    const source = {
      valueSet: (url: string) => published.byName('ValueSet', url),
      codeSystem: (url: string) => published.byUrl('CodeSystem', url),
    };
    const sample = published
      .ids('ValueSet', '')
      .sort()
      .filter((_, at) => at % 12 === 0);
    const refused = sample.filter((id) => {
      const url = published.read('ValueSet', id)?.url ?? '';
      const key = keyOf(() => expansion({ url }));
      if (key !== '') return t.match(key, /^(?:code-system-not-listed|unknown-value-set)$/, id);
      const found = expansion({ url });
      t.same(faultsOf({ resourceType: 'ValueSet', status: 'active', expansion: found }), [], id);
      const ours = new Set(codings(url));
      const others = [...(expand(url, source)?.codings ?? [])];
      const isWhole = found.total === ours.size;
      // The other reading knows one parent of each code only.
      t.same(isWhole ? others.filter((coding) => !ours.has(coding)) : [], [], id);
      t.ok(
        !isWhole || others.length === 0 || severalParents.has(id) || others.length === ours.size,
        id,
      );
      return false;
    });
    t.ok(
      sample.length > 100 && refused.length > 5,
      `${refused.length} of ${sample.length} refused`,
    );
  },
);
