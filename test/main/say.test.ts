import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import t from 'tap';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** How a command ends, and what it says is wrong; its reader may have gone before it said anything. */
async function ran(isRead: boolean): Promise<{ code: unknown; wrong: string }> {
  const child = spawn(process.execPath, [main, 'check-municipality', '9999']);
  if (isRead) child.stdout.resume();
  else child.stdout.destroy();
  let wrong = '';
  child.stderr.on('data', (chunk) => {
    wrong += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, wrong };
}

t.test('a command ends in the same way when nobody reads any more what it says', async (t) => {
  t.same(await ran(false), await ran(true));
});
