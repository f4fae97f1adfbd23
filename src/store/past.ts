/** What is shown of earlier versions: as the views of now have it, and no more than is shown of the version that stands. */
import type { Resource } from '@medplum/fhirtypes';
import { parseStored } from '../fhir/json.ts';
import { type Representation, representations, serialise } from './bytes.ts';
import type { Database, Transaction } from './database.ts';
import type { Project, Shape } from './shape.ts';
import type { StoredRoom } from './stored-room.ts';

const batch = 500;

interface Past {
  readonly id: string;
  readonly version: number;
  readonly content: string;
  readonly lastUpdated: number;
  /** As PostgreSQL writes it: to the microsecond. */
  readonly at: string;
  readonly patient: string | null;
  /** The newest version as staff see it. */
  readonly newest: string | null;
}

/** The views of an earlier version. */
function viewsThen(shape: Shape, newest: string | null): Shape {
  const { past, views = {} } = shape;
  if (!past || newest === null) return shape;
  const now = parseStored<Resource>(newest);
  const narrowed =
    (view: Project = (resource) => resource): Project =>
    (resource) => {
      const seen = view(resource);
      return seen && past(seen as never, now as never);
    };
  const { citizen, proxy = citizen } = views;
  return { ...shape, views: { citizen: narrowed(citizen), proxy: narrowed(proxy) } };
}

/** The rows that an earlier version has by the views of now. */
const shownOf = ({ shape }: StoredRoom, row: Past) => {
  const { content, version, lastUpdated, newest, ...past } = row;
  const shown: readonly Representation[] = representations(
    viewsThen(shape, newest),
    parseStored(content),
  );
  return shown.map(({ view, resource }) => ({
    ...{ ...past, version, view, content: serialise(resource, version, lastUpdated) },
  }));
};

/** Puts these versions into the history anew. */
async function remake(tx: Transaction, room: StoredRoom, rows: readonly Past[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `delete from ${room.table}_history h using unnest($1::text[], $2::int[]) x(id, version)
     where h.id = x.id and h.version = x.version and h.content is not null`,
    [rows.map(({ id }) => id), rows.map(({ version }) => version)],
  );
  const made = rows.flatMap((row) => shownOf(room, row));
  await tx.query(
    `insert into ${room.table}_history (id, version, view, last_updated, patient, content)
     select id, version, view, at::timestamptz, patient, content
     from unnest($1::text[], $2::int[], $3::int[], $4::text[], $5::text[], $6::text[]) x(id, version, view, at, patient, content)`,
    (['id', 'version', 'view', 'at', 'patient', 'content'] as const).map((name) =>
      made.map((row) => row[name]),
    ),
  );
}

const newest = (table: string): string =>
  `coalesce((select n.content from ${table} n where n.id = h.id and n.view & 1 <> 0), (select n.content from ${table}_history n
    where n.id = h.id and n.view & 1 <> 0 and n.content is not null order by n.version desc limit 1))`;

const versions = ({ table, shape }: StoredRoom, test: string): string =>
  `select id, version, content, last_updated as "lastUpdated", last_updated::text as at, patient,
     ${shape.past ? newest(table) : 'null'} as newest from ${table}_history h
   where ${test} and view & 1 <> 0 and content is not null order by id, version`;

/** Earlier versions show no more than the one that stands now, in the transaction that wrote it. */
export async function narrowPast(
  tx: Transaction,
  room: StoredRoom,
  ids: readonly string[],
): Promise<void> {
  if (!room.shape.past || ids.length === 0) return;
  const { rows } = await tx.query<Past>(`${versions(room, 'id = any($1::text[])')} for update`, [
    ids,
  ]);
  await remake(tx, room, rows);
}

/** Makes the views of earlier versions behind a version again; gives the last that it did. */
async function nextPast(
  tx: Transaction,
  room: StoredRoom,
  after: Pick<Past, 'id' | 'version'>,
): Promise<Past | undefined> {
  const { rows } = await tx.query<Past>(
    `${versions(room, '(id, version) > ($1, $2::int)')} limit ${batch} for update`,
    [after.id, after.version],
  );
  await remake(tx, room, rows);
  return rows.at(-1);
}

/** A deletion is told to those who see what was deleted. */
const reviewEnds = ({ table }: StoredRoom): string => `
  with ended as (delete from ${table}_history h where content is null and exists (
      select from ${table}_history p where p.id = h.id and p.version = h.version - 1 and p.content is not null)
    returning id, version, last_updated),
  once as (select distinct id, version, last_updated from ended)
  insert into ${table}_history (id, version, view, last_updated, patient, content)
  select p.id, o.version, p.view, o.last_updated, p.patient, null
  from once o join ${table}_history p on p.id = o.id and p.version = o.version - 1 and p.content is not null`;

/** What depends on more than the resource is shown of earlier versions as it is now. */
export async function reviewPast(db: Database, room: StoredRoom): Promise<void> {
  let last: Pick<Past, 'id' | 'version'> | undefined = { id: '', version: 0 };
  while (last) {
    const after: Pick<Past, 'id' | 'version'> = last;
    last = await db.transaction((tx) => nextPast(tx, room, after));
  }
  await db.query(reviewEnds(room));
}
