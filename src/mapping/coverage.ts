import type { Mapping, Reason } from './mapping.ts';

/** What becomes of one Cura field. */
export type Coverage =
  | {
      readonly field: string;
      readonly kind: 'mapped';
      readonly path: string;
      readonly codec: string;
    }
  | {
      readonly field: string;
      readonly kind: 'carried' | 'withheld' | 'elsewhere';
      readonly reason: string;
    };

/** Every field of a record in alphabetical order: where it is mapped, or why not. */
export function coverage(mapping: Pick<Mapping<never, never>, 'rows' | 'unmapped'>): Coverage[] {
  const mapped = mapping.rows.flatMap(({ field, path, codec }): Coverage[] =>
    field === undefined ? [] : [{ field, kind: 'mapped', path, codec }],
  );
  const unmapped = Object.entries(mapping.unmapped).map(([field, reason]) => left(field, reason));
  return [...mapped, ...unmapped].sort((a, b) => a.field.localeCompare(b.field, 'da'));
}

function left(field: string, reason: Reason): Coverage {
  const [kind, why] = reason.split(': ', 2) as [Exclude<Coverage['kind'], 'mapped'>, string];
  return { field, kind, reason: why };
}
