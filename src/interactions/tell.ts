import { searchset } from '../fhir/bundle.ts';
import { render } from '../fhir/outcome.ts';
import type { Answer, Room } from '../resources/define.ts';
import { type Asking, type Desk, etagOf, type Look, type Told } from './exchange.ts';
import { read } from './read.ts';
import type { Row } from './row.ts';

/** One version, as it is stored. */
export const tellRow = (row: Row, looks: readonly Look[], status = 200): Told => ({
  ...{ status, body: row.content, looks },
  ...{ etag: etagOf(row.version), lastModified: row.lastUpdated },
});

const bundled = (desk: Desk, room: Room, row: Row, status: number): Told => {
  const fullUrl = `${desk.base}/${room.type}/${row.id}`;
  const entries = [{ fullUrl, content: row.content, mode: 'match' as const }];
  return { status, body: searchset({ entries, total: 1, links: [] }), looks: [] };
};

/** What a write gave, as the caller prefers to hear it: the own view of what now stands, nothing, or a word. */
function tellWritten(desk: Desk, room: Room, asking: Asking, row: Row, status: number): Told {
  const address = `${desk.base}/${room.type}/${row.id}/_history/${row.version}`;
  const told: Told = {
    ...tellRow(row, [], status),
    ...(status === 201 && { location: address }),
  };
  const { body: _, ...bare } = told;
  if (asking.prefer.return === 'minimal') return bare;
  if (asking.prefer.return === 'OperationOutcome')
    return { ...bare, body: JSON.stringify(render([], desk.call.language)) };
  return told;
}

/** What a write or an operation of a room gave, as an answer. */
export async function tell(desk: Desk, room: Room, asking: Asking, answer: Answer): Promise<Told> {
  const headers = answer.headers ?? {};
  if (!answer.stored) {
    const body = answer.body === undefined ? {} : { body: JSON.stringify(answer.body) };
    return { status: answer.status, ...body, headers, looks: [] };
  }
  const row = await read(desk.call, room, answer.stored.resource.id);
  const told = answer.bundled
    ? bundled(desk, room, row, answer.status)
    : tellWritten(desk, room, asking, row, answer.status);
  return { ...told, headers };
}
