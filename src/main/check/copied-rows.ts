import type { Municipality } from '../../resources/municipality.ts';
import type { Found } from './found.ts';
import { type CheckRow, type Finding, place, pointed } from './row.ts';

type Known = Partial<Municipality>;

const single = ['name', 'cvr', 'phone', 'selfServiceUrl'] as const;
const tables = ['privileges', 'jobRoles'] as const;

/** What no two municipalities have alike, by its place. */
const ownOf = (chosen: Known): (readonly [string, string])[] => [
  ...single.flatMap((field) => {
    const value = chosen[field];
    return value === undefined ? [] : [[`/${field}`, value] as const];
  }),
  ...tables.flatMap((field) =>
    Object.keys(chosen[field] ?? {}).map((uri) => [`/${field}/${pointed(uri)}`, uri] as const),
  ),
];

function copiedIn({ municipality: { content }, others }: Found): Finding[] {
  const theirs = new Map(
    others.flatMap(({ code, content: one }) => ownOf(one).map(([, value]) => [value, code])),
  );
  return ownOf(content ?? {}).flatMap(([pointer, value]) => {
    const code = theirs.get(value);
    if (code === undefined) return [];
    return [
      {
        at: place(pointer),
        text: {
          da: `“${value}” står også i mappen ${code}: det er en anden kommunes.`,
          en: `“${value}” stands in the folder ${code} too: it is another municipality's.`,
        },
        remedy: { da: 'Skriv jeres eget.', en: 'Write your own.' },
      },
    ];
  });
}

/** A folder begins as a copy of another: what was left as it was there. */
export const copiedRows: readonly CheckRow[] = [
  { key: 'copied', severity: 'error', find: copiedIn },
];
