import fc from 'fast-check';

/** Checks the property on generated input; a counterexample is thrown, and with it the test fails. */
export const law = <T extends [unknown, ...unknown[]]>(
  t: { pass: (message: string) => void },
  inputs: { [K in keyof T]: fc.Arbitrary<T[K]> },
  check: (...input: T) => void,
): void => {
  fc.assert(
    fc.property(...inputs, (...input: T) => check(...input)),
    { numRuns: 300 },
  );
  t.pass('holds for all generated input');
};
