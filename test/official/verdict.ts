/** What the official validator's words come to. */
import { type Accepted, acceptedBy, exceptions, warnings } from './accepted.ts';
import type { Said } from './runner.ts';

export interface Verdict {
  /** Errors that nothing excuses and warnings that no row knows: by kind, the most frequent first. */
  readonly faults: readonly { readonly kind: string; readonly said: readonly Said[] }[];
  /** What stands, with how often it was said. */
  readonly known: readonly { readonly row: Accepted; readonly count: number; first: Said }[];
}

const rowsFor = ({ severity }: Said): readonly Accepted[] =>
  severity === 'warning' ? warnings : exceptions;

const most = (a: { count: number }, b: { count: number }): number => b.count - a.count;

/** Sorts what was said into what is wrong and what is known. */
export function verdictOn(all: readonly Said[]): Verdict {
  const known = Map.groupBy(all, (said) => acceptedBy(said, rowsFor(said)));
  const wrong = Map.groupBy(known.get(undefined) ?? [], ({ severity, kind }) =>
    `${severity} ${kind}`.trim(),
  );
  known.delete(undefined);
  return {
    faults: [...wrong]
      .map(([kind, said]) => ({ kind, said, count: said.length }))
      .sort(most)
      .map(({ kind, said }) => ({ kind, said })),
    known: [...known]
      .flatMap(([row, [first, ...rest]]) =>
        row && first ? [{ row, first, count: rest.length + 1 }] : [],
      )
      .sort(most),
  };
}

/** How many of one kind are shown. */
const shown = 12;

const line = ({ file, path, text }: Said): string => `    ${file} ${path}: ${text}`;

/** The verdict as a person reads it. */
export function written({ faults, known }: Verdict): string {
  const stands = known.map(
    ({ row, count, first }) => `  ${count} ${first.severity} ${row.kind}: ${row.reason}`,
  );
  const wrong = faults.flatMap(({ kind, said }) => [
    `  ${said.length} ${kind}`,
    ...said.slice(0, shown).map(line),
    ...(said.length > shown ? [`    and ${said.length - shown} more`] : []),
  ]);
  return [
    ...(stands.length > 0 ? ['Known, each with its reason:', ...stands] : []),
    ...(wrong.length > 0 ? ['Not known:', ...wrong] : []),
    '',
  ].join('\n');
}
