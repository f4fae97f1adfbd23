/** https://hl7.org/fhir/R4/http.html#read */

import type { Meta } from '@medplum/fhirtypes';
import { type HistoryEntry, historyBundle } from '../fhir/bundle.ts';
import { formatUtc } from '../fhir/instant.ts';
import { notFound } from '../fhir/outcome.ts';
import type { Call, Room } from '../resources/define.ts';
import { viewBit } from '../store/shape.ts';
import { type Row, refuseMissing, viewOf, visibleRow } from './row.ts';

/** The current version. 404 without a hint, 410 once deleted. */
export async function read(call: Call, room: Room, id: string): Promise<Row> {
  return (await visibleRow(call, room, id)) ?? refuseMissing(call, room, id);
}

/** A label of protection holds for what was written before it too. */
const isRestricted = ({ content }: Row): boolean => {
  const { meta } = JSON.parse(content) as { meta?: Meta };
  return meta?.security?.some(({ code }) => code === 'R') ?? false;
};

/** Where only some rows are open, or a relative may not see all of a row, earlier versions may have shown more. */
const pastIsClosed = ({ grant }: Call, room: Room, now: Row): boolean => {
  if (grant.caller.kind === 'staff' || grant.caller.kind === 'system') return false;
  if (room.access.kind === 'open') return room.access.persons !== undefined;
  return viewOf(grant, now.patient) === 'proxy' && isRestricted(now);
};

/** One version of a resource that the caller can see now. */
export async function vread(call: Call, room: Room, id: string, version: number): Promise<Row> {
  const now = await read(call, room, id);
  if (now.version === version) return now;
  const { rows } = pastIsClosed(call, room, now)
    ? { rows: [] }
    : await past(call, room, now, version);
  const [row] = rows;
  if (!row?.content) throw notFound(room.type, `${id}/_history/${version}`);
  return { ...row, content: row.content, patient: now.patient };
}

type PastRow = Omit<Row, 'content' | 'patient'> & { readonly content: string | null };

function past(call: Call, room: Room, now: Row, version?: number): Promise<{ rows: PastRow[] }> {
  const bit = viewBit[viewOf(call.grant, now.patient)];
  return call.ports.db.query<PastRow>(
    `select id, version, last_updated as "lastUpdated", content from ${call.ports.room(room.type).table}_history
     where id = $1 and view & $2::int <> 0 and ($3::int is null or version = $3) and patient is not distinct from $4
     order by version desc limit 1000`,
    [now.id, bit, version ?? null, now.patient],
  );
}

const entry = (room: Room, base: string, row: PastRow | Row): HistoryEntry => ({
  fullUrl: `${base}/${room.type}/${row.id}`,
  content: row.content === null ? null : Buffer.from(row.content),
  method: row.content === null ? 'DELETE' : row.version === 1 ? 'POST' : 'PUT',
  url: row.version === 1 ? room.type : `${room.type}/${row.id}`,
  version: row.version,
  lastModified: formatUtc(row.lastUpdated),
});

/** Every version that the caller may see, newest first. */
export async function historyOf(
  call: Call,
  room: Room,
  id: string,
  base: string,
): Promise<{ body: Buffer; now: Row }> {
  const now = await read(call, room, id);
  const { rows } = pastIsClosed(call, room, now) ? { rows: [] } : await past(call, room, now);
  const entries = [now, ...rows].map((row) => entry(room, base, row));
  const links = [{ relation: 'self', url: `${base}/${room.type}/${id}/_history` }] as const;
  return { body: historyBundle({ entries, total: entries.length, links }), now };
}
