import type { OperationOutcome } from '@medplum/fhirtypes';
import t from 'tap';
import { allResourceTypes } from '../../src/fhir/definitions.ts';
import { registry } from '../../src/registry.ts';
import { whole } from '../whole.ts';
import { judgeCreated, judgeFound, judgeStored, judgeXml } from './judge.ts';
import { mutations } from './mutation.ts';
import { inTurns, startPlain } from './plain.ts';
import { containedTypes, type Example, publishedExamples } from './published.ts';

/** All types by hand, as that takes minutes: `ALL_TYPES=1 tap test/conformance/examples.test.ts`. */
const isAll = process.env.ALL_TYPES !== undefined;
/** Every third fault here; all of them where `PROBE_STEP=1`, as before a release. */
const step = Number(process.env.PROBE_STEP || 3);
const types = isAll ? allResourceTypes() : registry.map(({ type }) => type);
const examples = publishedExamples(new Set(types));

/** An issue names the element, or the choice that it is one of. */
const isNamed = (expression: string, type: string, answer: string): boolean =>
  ((JSON.parse(answer) as OperationOutcome).issue ?? []).some(
    ({ expression: [named = ''] = [] }) =>
      named.length > type.length
        ? named.startsWith(expression) || expression.startsWith(named)
        : named === expression,
  );

t.test('R4 by its own examples', whole, async (t) => {
  const plain = await startPlain(t, isAll ? undefined : types, containedTypes(examples));

  const standing: Example[] = [];
  await t.test('each is stored, and read as it was written', async (t) => {
    t.ok(examples.length > 190, `${examples.length} examples`);
    const { faults, stored } = await judgeStored(plain, examples);
    t.same(faults, []);
    standing.push(...stored);
  });

  await t.test('each is found by every parameter that R4 has for it', async (t) => {
    const { asked, params, faults } = await judgeFound(plain, standing);
    t.ok(asked > 2000 && params > 100, `${asked} searches by ${params} parameters`);
    t.same(faults, []);
  });

  await t.test('each is the same in XML, there and back', async (t) => {
    t.same(await judgeXml(plain, standing), []);
  });

  await t.test('each is made anew by a POST, as it was written', async (t) => {
    t.same(await judgeCreated(plain, examples), []);
  });

  await t.test('none is stored with a fault, and the refusal says where it is', async (t) => {
    const broken = examples.flatMap(mutations).filter((_, at) => at % step === 0);
    t.ok(broken.length * step > 3 * examples.length, `${broken.length} with a fault`);
    const faults = await inTurns(broken, async ({ type, id, text, fault, expression }) => {
      const { status, text: answer } = await plain.send('PUT', `${type}/${id}-broken`, text);
      return status === 422 && isNamed(expression, type, answer)
        ? undefined
        : `${type}/${id} ${fault}: ${status} ${answer.slice(0, 300)}`;
    });
    t.same(
      faults.filter((one) => one !== undefined),
      [],
    );
  });

  t.same(plain.lines, [], 'nothing went wrong inside');
});
