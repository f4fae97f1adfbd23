/** https://hl7.org/fhir/R4/http.html#read */
import { gone, notFound } from '../fhir/outcome.ts';
import type { Call, Room } from '../resources/define.ts';
import { deletion, type Row, refuseEnded, refuseMissing, versionOf, visibleRow } from './row.ts';

/** The current version. 404 without a hint, 410 once deleted. */
export async function read(call: Call, room: Room, id: string): Promise<Row> {
  return (await visibleRow(call, room, id)) ?? refuseMissing(call, room, id);
}

/** The citizen of a resource that the caller may see, or could see before it was deleted. 404 for all else. */
export async function whoseIs(call: Call, room: Room, id: string): Promise<string | null> {
  const known = (await visibleRow(call, room, id)) ?? (await deletion(call, room, id));
  if (known) return known.patient;
  await refuseEnded(call, room, id);
  throw notFound(room.type, id);
}

/** One version of a resource that the caller can see now, or could see before it was deleted. 410 for a deletion. */
export async function vread(call: Call, room: Room, id: string, version: number): Promise<Row> {
  const now = await visibleRow(call, room, id);
  if (now?.version === version) return now;
  const patient = now ? now.patient : await whoseIs(call, room, id);
  const row = await versionOf(call, room, patient, { id, version });
  const address = `${id}/_history/${version}`;
  if (!row) throw notFound(room.type, address);
  if (row.content === null) throw gone(room.type, address);
  return { ...row, content: row.content };
}
