import type { Resource } from '@medplum/fhirtypes';
import { compileIndexer, type Indexed } from './index-row.ts';
import { columnOf, ownParams, type Shape, tableOf } from './shape.ts';

/** A room made ready for the store: its table, its compiled indexer and its column names. */
export interface StoredRoom {
  readonly shape: Shape;
  readonly table: string;
  readonly columns: readonly { readonly name: string; readonly date: boolean }[];
  readonly index: (resource: Resource, lastUpdated: number) => Indexed;
}

/** `key` is the installation's secret for person hashes. */
export const storeRoom = (shape: Shape, key: Buffer): StoredRoom => ({
  shape,
  table: tableOf(shape),
  columns: ownParams(shape).flatMap(([name, param]): StoredRoom['columns'] =>
    param.type === 'date'
      ? [
          { name: `${columnOf(name)}_from`, date: true },
          { name: `${columnOf(name)}_to`, date: true },
        ]
      : [{ name: columnOf(name), date: false }],
  ),
  index: compileIndexer(shape, key),
});
