import { open, readFile } from 'node:fs/promises';
import { CheckpointError, readCheckpoint, type Signed } from './checkpoint.ts';
import type { Shown, Verdict, Witness } from './witness.ts';
import { forked, WitnessUnavailable } from './witness-verdict.ts';

const missing = (error: NodeJS.ErrnoException): string => {
  if (error.code === 'ENOENT') return '';
  throw error;
};

async function ours(line: string, { key }: Shown): Promise<Signed | undefined> {
  try {
    return await readCheckpoint(line, key.publicJwk);
  } catch (error) {
    // A line that a crash cut short.
    if (error instanceof CheckpointError) return undefined;
    throw error;
  }
}

async function lastOf(lines: readonly string[], shown: Shown): Promise<Signed | undefined> {
  for (const line of lines.toReversed()) {
    const read = await ours(line, shown);
    if (read) return read;
  }
  return undefined;
}

/** Whether our tree goes on from the last checkpoint that the file holds: its root is asked of the tree as it is now. */
async function verdict(jws: string, lines: readonly string[], shown: Shown): Promise<Verdict> {
  const [last, next] = [await lastOf(lines, shown), await readCheckpoint(jws, shown.key.publicJwk)];
  if (!last) return { kept: true };
  const goesOn = last.size <= next.size && (await shown.tiles.rootAt(last.size)).equals(last.root);
  return goesOn ? { kept: true } : forked(lines.at(-1) ?? '');
}

async function append(file: string, text: string): Promise<void> {
  const handle = await open(file, 'a', 0o644);
  try {
    await handle.write(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function show(file: string, jws: string, shown: Shown): Promise<Verdict> {
  const text = await readFile(file, 'utf8').catch(missing);
  const lines = text.split('\n').filter(Boolean);
  if (lines.includes(jws)) return { kept: true };
  const said = await verdict(jws, lines, shown);
  const isTorn = text !== '' && !text.endsWith('\n');
  if (said.kept) await append(file, `${isTorn ? '\n' : ''}${jws}\n`);
  return said;
}

/** A file of one checkpoint a line, where each is on the disk before it counts as kept. */
export const fileWitness = (file: string, shown: Shown): Witness => ({
  kind: 'file',
  show: async (jws) => {
    try {
      return await show(file, jws, shown);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      throw new WitnessUnavailable('The file of the witness cannot be written.', { cause: error });
    }
  },
});
