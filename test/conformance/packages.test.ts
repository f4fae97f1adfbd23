import t from 'tap';
import { judgeFound, judgeStored, judgeXml } from './judge.ts';
import { startPlain } from './plain.ts';
import { containedTypes, type Example, examplesIn } from './published.ts';
import { packagedExamples } from './tar.ts';

/** FHIR packages are not ours to carry: the folder with their .tgz files is named by whoever has them. */
const folder = process.env.FHIR_PACKAGES;

/** Several packages carry the same example: the first counts. */
const distinct = (examples: readonly Example[]): Example[] => [
  ...new Map(examples.toReversed().map((one) => [`${one.type}/${one.id}`, one])).values(),
];

t.test(
  'the examples of FHIR packages are stored, read, also as XML, and found',
  { skip: folder === undefined && 'FHIR_PACKAGES names no folder' },
  async (t) => {
    const examples = distinct(packagedExamples(folder ?? '').flatMap(examplesIn));
    t.ok(examples.length > 0, `${examples.length} examples`);
    const plain = await startPlain(
      t,
      [...new Set(examples.map(({ type }) => type))],
      containedTypes(examples),
    );
    const { faults: refused, stored } = await judgeStored(plain, examples);
    t.same(refused, []);
    t.same(await judgeXml(plain, stored), []);
    const { asked, faults } = await judgeFound(plain, stored);
    t.same(faults, [], `${asked} searches`);
    t.same(plain.lines, [], 'nothing went wrong inside');
  },
);
