import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Test } from 'tap';

const scheme = 'tap-of:';
const tests = new Map<string, Test>();

/** The test that stands for a file, in place of the process's own. @public the module below imports it */
export const testOf = (url: string): Test => {
  const found = tests.get(url);
  if (!found) throw new Error(`${url} is no test file of this process.`);
  return found;
};

const sourceOf = (url: string): string =>
  `import { testOf } from ${JSON.stringify(import.meta.url)};
export const t = testOf(${JSON.stringify(url)});
export default t;`;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'tap' && tests.has(context.parentURL ?? '')
      ? { url: `${scheme}${context.parentURL}`, format: 'module', shortCircuit: true }
      : next(specifier, context),
  load: (url, context, next) =>
    url.startsWith(scheme)
      ? { format: 'module', source: sourceOf(url.slice(scheme.length)), shortCircuit: true }
      : next(url, context),
});

/** Runs a test file as a part of this process: what it calls `t` is the part, with its own hooks, limits and end. */
export async function runFile(t: Test, path: string): Promise<void> {
  const { href } = pathToFileURL(path);
  tests.set(href, t);
  await import(href);
}
