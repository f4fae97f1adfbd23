import t from 'tap';
import { allResourceTypes, loadDefinitions } from '../../src/fhir/definitions.ts';
import { validate } from '../../src/fhir/validate.ts';
import { compileInvariant } from '../../src/fhir/validate-expression.ts';
import { basic } from './basic.ts';
import { patient } from './invariant-case.ts';
import { datatypeCases } from './invariant-datatype.ts';
import { resourceCases } from './invariant-resource.ts';

const definitions = await loadDefinitions(allResourceTypes());
const keysOf = (resource: object, warnings = false): string[] =>
  validate(resource, definitions, { warnings }).map(
    ({ key, expression }) => `${key} ${expression}`,
  );

/** Every type that the resources reach. */
function reached(): Set<string> {
  const types = new Set(allResourceTypes());
  for (const type of types)
    for (const member of definitions.shape(type)?.members.values() ?? []) types.add(member.type);
  return types;
}

t.test('every invariant of R4 can be read', async (t) => {
  const rules = [...reached()].flatMap((type) => {
    const shape = definitions.shape(type);
    const members = [...(shape?.members.values() ?? [])];
    return [...(shape?.rules ?? []), ...members.flatMap((member) => member.rules)];
  });
  const expressions = new Set(rules.map(({ expression }) => expression));
  t.ok(expressions.size > 180, `${expressions.size} invariants`);
  for (const expression of expressions)
    t.doesNotThrow(() => compileInvariant(expression), expression);
});

t.test(
  'what is no FHIRPath, or asks for what is not known, does not become an invariant',
  async (t) => {
    for (const expression of ['a.(', 'a.unknown()', '%unknown = 1', '$total > 1'])
      t.throws(() => compileInvariant(expression), expression);
  },
);

for (const [title, resource, ...expected] of [...datatypeCases, ...resourceCases])
  t.test(`${expected.length > 0 ? 'refuses' : 'takes'} ${title}`, async (t) => {
    t.same(keysOf(resource).sort(), [...expected].sort());
  });

t.test('a best practice is told only when warnings are asked for', async (t) => {
  t.same(keysOf(basic.Patient), []);
  t.same(keysOf(basic.Patient, true), ['dom-6 Patient']);
});

t.test(
  'a code outside an extensible value set is told only when warnings are asked for',
  async (t) => {
    const system = 'http://terminology.hl7.org/CodeSystem/v3-MaritalStatus';
    const div = '<div xmlns="http://www.w3.org/1999/xhtml">x</div>';
    const married = (code: string) =>
      patient({
        text: { status: 'generated', div },
        maritalStatus: { coding: [{ system, code }] },
      });
    t.same(keysOf(married('gift')), []);
    t.same(keysOf(married('gift'), true), ['code-outside-value-set Patient.maritalStatus']);
    t.same(keysOf(married('M'), true), []);
  },
);

t.test('of very many faults the first thousand are told, and that there are more', async (t) => {
  const name = Array.from({ length: 5_000 }, () => ({ fornavn: 'x' }));
  const keys = keysOf(patient({ name }));
  t.equal(keys.length, 1_001);
  t.equal(keys.at(-1), 'more-faults undefined');
});
