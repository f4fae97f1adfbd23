import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import t from 'tap';

const core = ['fhir', 'mapping', 'cura', 'mappings'];
const rooms = [...core, 'store', 'scheduling', 'access', 'ledger', 'resources', 'registry'];
const all = [
  ...rooms,
  'config',
  'sync',
  'interactions',
  'manual',
  'http',
  'workers',
  'sandbox',
  'docs',
];

/** What each part of the house may import besides itself. Downwards only; a part that is not here is a mistake. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  fhir: [],
  mapping: ['fhir'],
  cura: ['fhir', 'mapping'],
  mappings: ['fhir', 'mapping', 'cura'],
  config: ['fhir'],
  store: core,
  scheduling: ['fhir'],
  access: [...core, 'store'],
  ledger: [...core, 'store', 'access'],
  resources: [...core, 'store', 'scheduling', 'access', 'ledger'],
  registry: ['resources'],
  sync: rooms,
  interactions: [...rooms, 'sync'],
  manual: ['fhir', 'store', 'scheduling', 'resources', 'registry', 'interactions', 'config'],
  http: [...rooms, 'sync', 'interactions', 'manual', 'config'],
  workers: [...rooms, 'sync', 'interactions', 'config'],
  sandbox: [...core, 'config', 'fixtures'],
  docs: [...all, 'main'],
  profiles: [...rooms, 'interactions'],
  main: all,
};

const files = globSync(['src/**/*.ts', 'mappings/**/*.ts', 'test/**/*.ts']).map((path) => ({
  path: path.replaceAll('\\', '/'),
  text: readFileSync(path, 'utf8'),
}));
const houseFiles = files.filter(({ path }) => !path.startsWith('test/'));

/** `src/store/put.ts` is in `store`, `src/registry.ts` in `registry`, `mappings/borger.ts` in `mappings`. */
const partOf = (path: string): string => path.replace(/^src\//, '').split(/[/.]/)[0] ?? '';
const imports = houseFiles.flatMap(({ path, text }) =>
  [...text.matchAll(/(?:from|import|import\()\s*'(\.[^']+)'/g)].map(([, to = '']) => ({
    path,
    from: partOf(path),
    to: partOf(posix.join(posix.dirname(path), to)),
  })),
);

t.test('imports point downwards only', async (t) => {
  t.ok(imports.length > 400, `saw ${imports.length} imports`);
  const wrong = imports.filter(({ from, to }) => from !== to && !mayImport[from]?.includes(to));
  t.same(wrong, []);
});

t.test('no file is longer than 200 lines', async (t) => {
  const lines = (text: string): number => text.trimEnd().split('\n').length;
  const long = files.filter(({ text }) => lines(text) > 200);
  t.same(
    long.map(({ path, text }) => `${path}: ${lines(text)}`),
    [],
  );
});

t.test(
  'files are named in kebab-case after what they hold, and only rooms have an index',
  async (t) => {
    const vague = /^(utils?|helpers?|common|base|manager|service|misc)$/;
    const wrong = files.filter(({ path }) => {
      const parts = path.replace(/(\.long)?(\.test)?\.ts$/, '').split('/');
      const named = parts.every((part) => /^[a-z\d]+(-[a-z\d]+)*$/.test(part) && !vague.test(part));
      return (
        !named || (parts.at(-1) === 'index' && !/^src\/resources\/[^/]+\/index\.ts$/.test(path))
      );
    });
    t.same(
      wrong.map(({ path }) => path),
      [],
    );
  },
);

t.test('the time zone is named once', async (t) => {
  const naming = houseFiles.filter(({ text }) => text.includes("'Europe/Copenhagen'"));
  t.same(
    naming.map(({ path }) => path),
    ['src/fhir/instant.ts'],
  );
});
