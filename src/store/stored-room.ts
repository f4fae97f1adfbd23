import type { Resource } from '@medplum/fhirtypes';
import { compileIndexer, type Indexed } from './index-row.ts';
import { columnOf, hasNumbers, ownParams, type Shape, storageOf, tableOf } from './shape.ts';

/** A column beside the bytes: how it is sent and what PostgreSQL makes of it. */
export interface Column {
  readonly name: string;
  readonly kind: 'texts' | 'instant' | 'json';
}

/** A room made ready for the store: its table, its compiled indexer and its column names. */
export interface StoredRoom {
  readonly shape: Shape;
  readonly table: string;
  readonly columns: readonly Column[];
  /** Whether there is a `<table>_number`. */
  readonly numbered: boolean;
  readonly index: (resource: Resource, lastUpdated: number) => Indexed;
  /** The key of person hashes. */
  readonly key: Buffer;
  /** Subscriptions tell of its changes. */
  readonly isTold?: boolean;
}

/** Columns of the parameters in the order of `ownParams`, then what modifiers compare and what is no text, and when a row ends. */
export const columnsOf = (shape: Shape): Column[] => [
  ...ownParams(shape).flatMap(([name, { type }]): Column[] => {
    const column = columnOf(name);
    if (storageOf[type] === 'texts') return [{ name: column, kind: 'texts' }];
    if (storageOf[type] === 'parts') return [];
    return [
      { name: `${column}_from`, kind: 'instant' },
      { name: `${column}_to`, kind: 'instant' },
    ];
  }),
  { name: 'derived', kind: 'texts' },
  { name: 'parts', kind: 'json' },
  ...(shape.ends ? [{ name: 'ends', kind: 'instant' } as const] : []),
];

/** `key` is the installation's secret for person hashes; references to `base`, our own, count as relative ones. */
export const storeRoom = (shape: Shape, key: Buffer, base?: string): StoredRoom => ({
  shape,
  table: tableOf(shape),
  columns: columnsOf(shape),
  numbered: hasNumbers(shape),
  index: compileIndexer(shape, { key, base }),
  key,
});
