import { spawnSync } from 'node:child_process';
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';

const here = fileURLToPath(new URL('.', import.meta.url));
const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));

const good = `import t from 'tap';
t.test('good', async (t) => t.ok(true));`;

const slow = `import t from 'tap';
t.test('slow', async (t) => {
  for (let n = 0; n < 30; n += 1) {
    t.ok(true, \`step \${n}\`);
    await new Promise((done) => setTimeout(done, 20));
  }
});`;

/** These are begun first, wherever there are tests. */
const always = { access: { 'matrix.test.ts': good }, interactions: { 'cache.test.ts': good } };

/** Runs such test files together; gives the exit code and what was said. */
function together(t: Test, files: Readonly<Record<string, string>>) {
  const dir = t.testdir({ 'package.json': '{"type":"module"}', test: { ...always, x: files } });
  cpSync(here, join(dir, 'test/together'), {
    recursive: true,
    filter: (path) => !path.endsWith('.test.ts'),
  });
  symlinkSync(modules, join(dir, 'node_modules'));
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(_?TAP|RECORD)/.test(name)),
  );
  const args = [join(dir, 'test/together/quick.ts')];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: dir, env, encoding: 'utf8' });
  return { status, said: stdout, failed: stdout.match(/^# failed: .*$/gm) ?? [] };
}

t.test('files that are good are run, each of them', async (t) => {
  const { status, said, failed } = together(t, { 'a.test.ts': good, 'b.test.ts': slow });
  t.same([status, failed], [0, []]);
  t.match(said, /ok \d+ - test\/x\/b\.test\.ts/);
  t.match(said, /ok 30 - step 29/);
});

t.test('an error that a file leaves behind fails the run, and ends no other file', async (t) => {
  const late = `import t from 'tap';
t.test('early', async (t) => {
  t.ok(true);
  setTimeout(() => { throw new Error('too late'); }, 200);
});`;
  // Whichever process takes it, another file runs there when the error comes.
  const others = Object.fromEntries(['b', 'c', 'd', 'e', 'f'].map((n) => [`${n}.test.ts`, slow]));
  const { status, said, failed } = together(t, { 'a.test.ts': late, ...others });
  t.equal(status, 1);
  t.match(failed, [/an error that no test waits for, while test\/x\/.* runs: too late/]);
  t.equal(said.match(/ok 30 - step 29/g)?.length, 5);
});

t.test('a file that asks nothing, or that fails, is named at the end', async (t) => {
  const wrong = `import t from 'tap';\nt.equal(1, 2, 'one is two');`;
  const { status, failed } = together(t, {
    'a.test.ts': `export {};`,
    'b.test.ts': wrong,
    'c.test.ts': `throw new Error('no file');`,
  });
  t.equal(status, 1);
  for (const what of ['a.test.ts asked nothing', 'b.test.ts > one is two', 'no file'])
    t.ok(
      failed.some((one) => one.includes(what)),
      `${what}: ${failed.join()}`,
    );
});
