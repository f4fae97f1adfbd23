import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const memory = '/dev/shm';
const neededBytes = 8 * 2 ** 30;

function isRoomy(dir: string): boolean {
  try {
    accessSync(dir, constants.W_OK);
    const { bavail, bsize } = statfsSync(dir);
    return Math.min(bavail * bsize, process.availableMemory()) > neededBytes;
  } catch {
    return false;
  }
}

/**
 * Where the databases of tests lie: in memory where there is room, unless TMPDIR names a place. Each is over a thousand files, and there
 * are disks that take a second to make them.
 */
export const scratch = process.env.TMPDIR === undefined && isRoomy(memory) ? memory : tmpdir();

const prefix = 'samspil-test-';

/** Whether there is a process of this number, whoever's it is. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Nobody waits until the last of thousands of files is gone. */
export function removeAside(path: string): void {
  if (process.platform === 'win32') rmSync(path, { recursive: true, force: true });
  else spawn('rm', ['-rf', path], { detached: true, stdio: 'ignore' }).unref();
}

/** What processes that were killed have left. */
function sweep(): void {
  for (const name of readdirSync(scratch)) {
    const pid = Number(/^samspil-test-(\d+)-/.exec(name)?.[1]);
    if (pid && !isAlive(pid)) removeAside(join(scratch, name));
  }
}

let isSwept = false;

/** A new directory of this process; whoever makes it takes it away. */
export function newDir(): string {
  if (!isSwept) sweep();
  isSwept = true;
  return mkdtempSync(join(scratch, `${prefix}${process.pid}-`));
}
