import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import t from 'tap';

const program = `
const { openLog } = await import(process.argv[1]);
const log = openLog('info');
for (let line = 0; line < 3; line += 1) log.error({ line }, 'something is wrong');
setTimeout(() => process.exit(7), 200);`;

const full = '/dev/full';

t.test('a log that cannot be written ends nothing, and holds up no end', async (t) => {
  if (!existsSync(full)) return t.pass('no device here is always full');
  const place = openSync(full, 'w');
  const where = new URL('../../src/main/log.ts', import.meta.url).href;
  const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', program, where], {
    stdio: ['ignore', 'ignore', place],
    timeout: 20_000,
  });
  closeSync(place);
  t.equal(status, 7);
});

t.test('a log writes each line at once', async (t) => {
  const where = new URL('../../src/main/log.ts', import.meta.url).href;
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program, where]);
  const lines = String(stderr)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  t.same(
    lines.map(({ line, msg }) => [line, msg]),
    [0, 1, 2].map((line) => [line, 'something is wrong']),
  );
});
