import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { layJudged } from './judged.ts';
import { kept, openRun } from './place.ts';
import { verdictOn, written } from './verdict.ts';

const top = mkdtempSync(join(tmpdir(), 'judged-'));
t.teardown(() => rmSync(top, { recursive: true }));

const folder = (): string => mkdtempSync(join(top, 'of-'));

const outcome =
  '{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid"}]}';

function recording(files: Readonly<Record<string, string>>): string {
  const path = folder();
  mkdirSync(join(path, 'area'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

t.test('A recording names what is no resource, and the rest is judged', async (t) => {
  const path = recording({
    'area/Ok.json': outcome,
    'area/Torn.json': '{"resourceType":',
    'area/Empty.json': '',
    'area/List.json': '[]',
    'area/Null.json': 'null',
    'area/Deep.json': `{"resourceType":"Basic","extension":${'['.repeat(200_000)}`,
    'area/Huge.json': `"${'x'.repeat(33 * 2 ** 20)}"`,
  });
  const { origins, unfit } = layJudged(folder(), [path]);
  const laid = [...origins.values()].filter((label) => label.startsWith(path));
  t.same(laid, [join(path, 'area/Ok.json')]);
  const said = Object.fromEntries(
    unfit.map(({ file, text }) => [file.slice(path.length + 6), text.slice(0, 12)]),
  );
  t.same(said, {
    'Torn.json': 'is no JSON: ',
    'Empty.json': 'is empty',
    'List.json': 'is JSON, but',
    'Null.json': 'is JSON, but',
    'Deep.json': 'is no JSON: ',
    'Huge.json': 'has 34603010',
  });
  t.match(written(verdictOn(unfit)), /6 fatal not-a-resource[\s\S]*Torn\.json.*is no JSON/);
});

t.test('What a recording holds is named by its request and its test', async (t) => {
  const origin = { name: 'A.json', test: 'test/a.test.ts', asked: 'GET /fhir/Slot 400' };
  const path = recording({
    'area/A.json': outcome,
    'area/origins.ndjson': `${JSON.stringify(origin)}\n{"name":"B.js`,
  });
  const { origins } = layJudged(folder(), [path]);
  t.ok(
    [...origins.values()].includes(
      `${join(path, 'area/A.json')} (GET /fhir/Slot 400, in test/a.test.ts)`,
    ),
  );
});

t.test('What a reader forgives is judged as it came', async (t) => {
  const twice = outcome.replace('"code"', '"severity":"fatal","code"');
  const decimal = '{"resourceType":"Basic","extension":[{"url":"a","valueDecimal":1.00}]}';
  const path = recording({
    'area/Twice.json': twice,
    'area/Decimal.json': decimal,
    'area/X.xml': '<Basic xmlns="http://hl7.org/fhir"/>',
  });
  const { path: laid, origins } = layJudged(folder(), [path]);
  const texts = readdirSync(laid)
    .filter((name) => origins.get(join(laid, name))?.startsWith(path))
    .map((name) => readFileSync(join(laid, name), 'utf8'));
  t.ok(texts.includes(twice));
  t.ok(texts.includes(decimal));
  t.ok(texts.includes('<Basic xmlns="http://hl7.org/fhir"/>'));
});

t.test('Of a list the first are judged, and after them each form once', async (t) => {
  const slot = (at: number) => ({
    fullUrl: `https://x.example/Slot/${at}`,
    resource: { resourceType: 'Slot', id: `${at}`, status: at === 70 ? 'busy' : 'free' },
  });
  const entry = Array.from({ length: 100 }, (_, at) => slot(at));
  const bundle = { resourceType: 'Bundle', type: 'searchset', entry };
  const path = recording({ 'area/Long.json': JSON.stringify(bundle) });
  const { path: laid, origins } = layJudged(folder(), [path]);
  const name = readdirSync(laid).find((one) => origins.get(join(laid, one))?.startsWith(path));
  const judged = JSON.parse(readFileSync(join(laid, `${name}`), 'utf8')) as typeof bundle;
  t.same(
    judged.entry.map(({ resource }) => resource.id),
    ['0', '1', '2', '3', '4', '70'],
  );
});

t.test('A folder without a recording is a slip', async (t) => {
  const path = folder();
  t.throws(() => layJudged(folder(), [path]), `${path} holds no recorded answers`);
  t.throws(() => layJudged(folder(), [join(path, 'none')]));
});

t.test('A run has a folder of its own, and clears away what a killed one left', async (t) => {
  mkdirSync(join(kept, 'run-999999999-dead'), { recursive: true });
  mkdirSync(join(kept, 'run-1-alive'), { recursive: true });
  const [one, other] = [openRun(), openRun()];
  t.not(one, other);
  const left = readdirSync(kept);
  rmdirSync(join(kept, 'run-1-alive'));
  t.notOk(left.includes('run-999999999-dead'));
  t.ok(left.includes('run-1-alive'));
});
