/**
 * Whether the work is done in less than so many milliseconds of this thread's CPU time, in one of five attempts: other processes and
 * the collecting of garbage fall on some of them, a pattern that is quadratic on all.
 */
export function isAtOnce(run: () => unknown, boundMs: number): boolean {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const before = process.threadCpuUsage();
    run();
    const { user, system } = process.threadCpuUsage(before);
    if ((user + system) / 1_000 < boundMs) return true;
  }
  return false;
}
