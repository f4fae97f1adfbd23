import type { Test } from 'tap';
import { publicUrl } from '../house-outside.ts';

/** The house answers at the address that it gives itself in links, as by the names of a real network. */
export function asNamed(t: Test, api: string): void {
  const real = globalThis.fetch;
  const named = (url: string): string => url.replace(`${publicUrl}/fhir`, api);
  globalThis.fetch = (asked, init) =>
    asked instanceof Request
      ? real(new Request(named(asked.url), asked))
      : real(named(`${asked}`), init);
  t.teardown(() => {
    globalThis.fetch = real;
  });
}
