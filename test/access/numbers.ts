import type { TestHouse } from '../house.ts';

/** CPR numbers and replacement numbers of everybody in Cura. */
export async function numbersOf({ sync }: TestHouse): Promise<ReadonlySet<string>> {
  const page = { max: 1_000 };
  const [citizens, relatives] = [
    (await sync.cura.list('borger', page)).poster,
    (await sync.cura.list('paaroerende', page)).poster,
  ];
  const all = [
    ...citizens.flatMap(({ cpr, ecpr }) => [cpr, ecpr]),
    ...relatives.map(({ cpr }) => cpr),
  ];
  return new Set(all.filter((one) => one !== undefined));
}

/** Numbers of the set that stand in a text, with or without their bar, whatever stands around them. */
export function numbersIn(text: string, numbers: ReadonlySet<string>): string[] {
  const candidates = text.matchAll(/(?=(\d{6})-?([\dA-Z]{3}\d))/g);
  return [...candidates]
    .map(([, date, rest]) => `${date}${rest}`)
    .filter((one) => numbers.has(one));
}

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

/** Every row of every table of every schema, as `schema.table` and one text for each column; bytes are shown as text where they are text. */
export async function dump(
  { ports: { db } }: TestHouse,
  visit: (table: string, row: Readonly<Record<string, string | null>>) => void,
): Promise<number> {
  const { rows: columns } = await db.query<Column>(
    `select format('%I.%I', table_schema, table_name) as table, column_name as column, data_type as type
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const tables = Map.groupBy(columns, ({ table }) => table);
  for (const [table, all] of tables) {
    const shown = all.map(({ column, type }) =>
      type === 'bytea' ? `encode("${column}", 'escape') as "${column}"` : `"${column}"::text`,
    );
    const { rows } = await db.query<Record<string, string | null>>(
      `select ${shown.join(', ')} from ${table}`,
    );
    for (const row of rows) visit(table, row);
  }
  return tables.size;
}
