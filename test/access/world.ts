import type { Resource } from '@medplum/fhirtypes';
import type { Room } from '../../src/resources/define.ts';
import { columnOf, tableOf } from '../../src/store/shape.ts';
import type { TestHouse } from '../house.ts';

/** One stored row with its index columns, as SQL has it: nothing of the code that decides who sees it. */
export interface IndexRow {
  readonly type: string;
  readonly id: string;
  readonly view: number;
  readonly patient: string | null;
  readonly columns: Readonly<Record<string, unknown>>;
}

/** Everything that the store holds, in the staff's view and by index row. */
export interface World {
  readonly rooms: readonly Room[];
  readonly resources: (type: string) => readonly (Resource & { id: string })[];
  readonly rows: (type: string) => readonly IndexRow[];
  /** FHIR id of a record of Cura's. */
  readonly idOf: (record: string, curaId: string | undefined) => string | undefined;
  readonly curaIds: (record: string) => readonly string[];
  readonly house: TestHouse;
}

interface Stored {
  readonly id: string;
  readonly view: number;
  readonly patient: string | null;
  readonly content: string;
  readonly columns: Record<string, unknown>;
}

export async function loadWorld(house: TestHouse): Promise<World> {
  const { db } = house.ports;
  const { rooms } = house.service;
  const loaded = new Map<string, readonly Stored[]>();
  for (const room of rooms) {
    const { rows } = await db.query<Stored>(
      `select id, view, patient, content, to_jsonb(t) - 'content' as columns from ${tableOf(room)} t`,
    );
    loaded.set(room.type, rows);
  }
  const known = await db.query<{ record: string; cura_id: string; id: string }>(
    'select record, cura_id, id from cura_record where not deleted',
  );
  const ids = new Map(known.rows.map((row) => [`${row.record}/${row.cura_id}`, row.id]));
  const staffRows = (type: string) => (loaded.get(type) ?? []).filter(({ view }) => view & 1);
  return {
    house,
    rooms,
    resources: (type) => staffRows(type).map(({ content }) => JSON.parse(content)),
    rows: (type) => (loaded.get(type) ?? []).map((row) => ({ ...row, type })),
    curaIds: (record) =>
      known.rows.filter((row) => row.record === record).map(({ cura_id }) => cura_id),
    idOf: (record, curaId) => ids.get(`${record}/${curaId}`),
  };
}

/** Values under which a row is found by a parameter. */
export function valuesOf(room: Room, { columns }: IndexRow, name: string): string[] {
  const values = columns[columnOf(room.search[name]?.within ?? name)];
  return Array.isArray(values) ? values.map(String) : [];
}

/** Start and end of what a date parameter covers, epoch milliseconds; undefined when the row has no date. */
export function spanOf(
  row: IndexRow,
  name: string,
): { readonly from: number; readonly to: number } | undefined {
  const [from, to] = ['from', 'to'].map((end) => row.columns[`${columnOf(name)}_${end}`]);
  if (typeof from !== 'string' || typeof to !== 'string') return undefined;
  return { from: epochMs(from), to: epochMs(to) };
}

const epochMs = (text: string): number => {
  if (text === 'infinity') return Number.POSITIVE_INFINITY;
  return text === '-infinity' ? Number.NEGATIVE_INFINITY : Date.parse(text);
};
