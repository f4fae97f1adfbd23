import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const folder = dirname(createRequire(import.meta.url).resolve('hl7.fhir.r4.examples/package.json'));
const names = readdirSync(folder).filter((name) => /^[A-Z]\w*-.*\.json$/.test(name));

/** A published example. */
export interface Example {
  readonly name: string;
  readonly resource: { readonly resourceType: string };
}

const largestBytes = 100_000;

/** The first published examples of a type, at most `count`, none larger than 100 kB. */
export function examplesOf(type: string, count: number): Example[] {
  const found: Example[] = [];
  for (const name of names.filter((one) => one.startsWith(`${type}-`))) {
    if (found.length === count) break;
    const text = readFileSync(join(folder, name), 'utf8');
    if (text.length <= largestBytes) found.push({ name, resource: JSON.parse(text) });
  }
  return found;
}
