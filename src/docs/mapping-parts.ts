import { writableTypes } from '../cura/schemas.ts';
import { type Covered, countOf, coveredBy, pageOfRecord } from '../manual/coverage-pages.ts';
import { registry } from '../registry.ts';
import { fieldsOf } from '../resources/coverage.ts';
import { code, table } from './table.ts';

const writable: readonly string[] = writableTypes;

function rowOf({ room, mapping }: Covered): string[] {
  const fields = fieldsOf(mapping);
  const isBoth = writable.includes(mapping.record);
  return [
    code(mapping.record),
    room.type,
    isBoth ? 'both' : 'in',
    `${countOf(fields, 'mapped')}`,
    `${countOf(fields, 'carried', 'elsewhere')}`,
    `${countOf(fields, 'withheld')}`,
    code(`/docs/${pageOfRecord(mapping.record)}`),
  ];
}

/** Each record with its resource and how many of its fields become what; field by field they stand in the manual. */
export const mappings = (): string =>
  table(
    ['Record', 'Resource', 'Ways', 'Mapped', 'Carried', 'Withheld', 'Field by field'],
    coveredBy(registry).map(rowOf),
  );
