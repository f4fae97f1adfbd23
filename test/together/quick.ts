/** All quick tests in a few processes: to load the program anew for each file takes longer than most files do. */
import { globSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import t from 'tap';

/** These take longest: begun last, one would be waited for alone. */
const first = ['test/access/matrix.test.ts', 'test/interactions/cache.test.ts'];

const isQuick = (file: string): boolean => !file.endsWith('.long.test.ts');
const found = globSync('test/**/*.test.ts').map((file) => file.replaceAll('\\', '/'));
const files = [...first, ...found.filter((file) => isQuick(file) && !first.includes(file)).sort()];

const worker = fileURLToPath(new URL('worker.ts', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'samspil-test-taken-'));
t.teardown(() => rmSync(dir, { recursive: true, force: true }));
writeFileSync(join(dir, 'files.json'), JSON.stringify(files));

t.setTimeout(0);
t.jobs = availableParallelism() + 1;
const all = Array.from({ length: t.jobs }, (_, n) =>
  t.spawn(process.execPath, [worker, dir], { buffered: true, timeout: 0 }, `process ${n + 1}`),
);
await Promise.all(all);
t.equal(readdirSync(dir).length - 1, files.length, 'every file was run');
// Last, so that whoever sees only the end of a log sees what failed.
for (const { fullname, diag } of t.lists.fail) {
  t.comment(`failed: ${fullname}\n${inspect(diag, { depth: 4, maxStringLength: 1_500 })}`);
}
