import { globSync } from 'node:fs';
import type { Extension, Resource } from '@medplum/fhirtypes';
import t from 'tap';
import { codeSystem, structure } from '../../src/fhir/canonical.ts';
import { registry } from '../../src/registry.ts';
import { bookRules, cancelRules, moveRules } from '../../src/scheduling/booking-rules.ts';
import { allFixtures, at, textOf } from './door.ts';
import { codesOf, definitions, ofKind } from './fsh.ts';

const fixtures = allFixtures(registry);

t.test('every code of ours in a fixture is in its code system', async (t) => {
  const codes = new Map(ofKind('CodeSystem').map((one) => [codeSystem(one.id), codesOf(one)]));
  const pattern = /"system":"(https:\/\/samspil[^"]+\/CodeSystem\/[^"]+)","code":"([^"]+)"/g;
  const found = fixtures.flatMap(({ resource }) => [...JSON.stringify(resource).matchAll(pattern)]);
  t.ok(found.length > 15, `${found.length} codes`);
  t.same(
    found.filter(([, system = '', code = '']) => !codes.get(system)?.includes(code)),
    [],
  );
});

/** The codes of a value set that takes in one code system of ours; R4's own are not looked up. */
function codesIn(valueSet: string): string[] | undefined {
  const rules = definitions.find(({ name }) => name === valueSet)?.rules ?? [];
  const [system] = rules.flatMap(
    (rule) => /^include codes from system (\w+)$/.exec(rule)?.[1] ?? [],
  );
  const found = definitions.find(({ kind, name }) => kind === 'CodeSystem' && name === system);
  return found && codesOf(found);
}

const extensionsIn = (resource: Resource): readonly Extension[] =>
  (resource as { extension?: Extension[] }).extension ?? [];

t.test('every code in an extension is in its value set', async (t) => {
  const bound = /^extension\[(\w+)\]\.value\[x\] from (\w+) \(required\)$/;
  const bindings = ofKind('Extension').flatMap(({ id, rules }) =>
    rules.flatMap((rule) => {
      const [, part, set] = bound.exec(rule) ?? [];
      return part === undefined || set === undefined ? [] : [{ url: structure(id), part, set }];
    }),
  );
  t.ok(bindings.length > 5, `${bindings.length} bindings`);
  for (const { url, part, set } of bindings) {
    const values = fixtures
      .flatMap(({ resource }) => extensionsIn(resource))
      .filter((extension) => extension.url === url)
      .flatMap(({ extension = [] }) => extension)
      .flatMap((inner) => (inner.url === part ? [inner.valueCode ?? ''] : []));
    t.ok(values.length > 0, `${part}: ${values.join()}`);
    t.same(
      values.filter((value) => !codesIn(set)?.includes(value)),
      [],
      set,
    );
  }
});

t.test('every key of an OperationOutcome is published', async (t) => {
  const issues = ofKind('CodeSystem').find(({ id }) => id === 'samspil-issue');
  const published = new Set(issues ? codesOf(issues) : []);
  const made =
    /(?:badRequest|forbidden|conflict|unprocessable|unauthorized|unavailable|finding|refused|refusal\([^()]*\))\(\s*'([a-z\d-]+)'|\bkey: '([a-z\d-]+)'/g;
  const files = globSync('src/{fhir,access,sync,interactions,http,resources}/**/*.ts', {
    cwd: at('.').pathname,
  });
  const inCode = files.flatMap((path) =>
    [...textOf(path).matchAll(made)].map(([, a, b]) => a ?? b ?? ''),
  );
  const rules = [bookRules, moveRules, cancelRules].flat();
  const keys = new Set([...inCode, ...rules.map(({ key }) => key)]);
  t.ok(keys.size > 60, `${keys.size} keys`);
  t.same([...keys].filter((key) => !published.has(key)).sort(), [], 'not in terminology.fsh');
});
