import { searchset } from '../fhir/bundle.ts';
import { render } from '../fhir/outcome.ts';
import type { Room } from '../resources/define.ts';
import type { Answer } from '../resources/operation.ts';
import { type Asking, type Desk, etagOf, type Look, type Told } from './exchange.ts';
import { looksAt } from './look.ts';
import { read } from './read.ts';
import type { Row } from './row.ts';
import { tellSeveral } from './tell-several.ts';

/** One version, as it is stored. */
export const tellRow = (row: Row, looks: readonly Look[], status = 200): Told => ({
  ...{ status, body: row.content, looks },
  ...{ etag: etagOf(row.version), lastModified: row.lastUpdated },
});

/** A write answers with what stands, also when nothing was changed and no Provenance says so. */
const shownBy = (room: Room, row: Row): Look[] =>
  looksAt([{ ...row, type: room.type }]).map((look) => ({ ...look, interaction: 'read' }));

const bundled = (desk: Desk, room: Room, row: Row, { status, issues = [] }: Answer): Told => {
  const fullUrl = `${desk.base}/${room.type}/${row.id}`;
  const entries = [{ fullUrl, content: row.content, mode: 'match' as const }];
  return {
    status,
    body: searchset({
      ...{ entries, total: 1, links: [] },
      ...(issues.length > 0 && { outcome: render(issues, desk.call.language) }),
    }),
    looks: status === 201 ? [] : shownBy(room, row),
  };
};

const allWell = (desk: Desk): string => JSON.stringify(render([], desk.call.language));

/** Where the version is that a write made. */
const locationOf = (desk: Desk, room: Room, { id, version }: Row): string =>
  `${desk.base}/${room.type}/${id}/_history/${version}`;

/** The own view of what now stands, nothing, or a word: as the caller prefers. */
function preferred(desk: Desk, { prefer }: Asking, told: Told): Told {
  const { body: _, ...bare } = told;
  if (prefer.return === 'minimal') return bare;
  return prefer.return === 'OperationOutcome' ? { ...bare, body: allWell(desk) } : told;
}

/** What a write gave. */
export const tellWritten = (
  desk: Desk,
  room: Room,
  asking: Asking,
  { status, row }: { readonly status: number; readonly row: Row },
): Told =>
  preferred(desk, asking, {
    ...tellRow(row, status === 201 ? [] : shownBy(room, row), status),
    ...(status === 201 && { location: locationOf(desk, room, row) }),
  });

/** What a conditional create found in place of making another. */
export const tellFound = (
  desk: Desk,
  room: Room,
  asking: Asking,
  row: Row,
  looks: readonly Look[],
): Told =>
  preferred(desk, asking, { ...tellRow(row, looks), location: locationOf(desk, room, row) });

/** What a deletion gave: `version` ends the history, and is undefined where nothing was to be deleted. */
export function tellRemoved(desk: Desk, { prefer }: Asking, version: number | undefined): Told {
  const etag = version === undefined ? {} : { etag: etagOf(version) };
  if (prefer.return !== 'OperationOutcome') return { status: 204, ...etag, looks: [] };
  return { status: 200, ...etag, body: allWell(desk), looks: [] };
}

/** What a write or an operation of a room gave, as an answer. */
export async function tell(desk: Desk, room: Room, asking: Asking, answer: Answer): Promise<Told> {
  const headers = answer.headers ?? {};
  if (answer.several)
    return { ...(await tellSeveral(desk, room, answer.several, answer.status)), headers };
  if (!answer.stored) {
    const body = answer.body === undefined ? {} : { body: JSON.stringify(answer.body) };
    return { status: answer.status, ...body, headers, looks: [] };
  }
  const { resourceType, id } = answer.stored.resource;
  // An operation may make a resource of another type than it is asked of.
  const made = desk.rooms.find(({ type }) => type === resourceType) ?? room;
  const row = await read(desk.call, made, id);
  const told = answer.bundled
    ? bundled(desk, made, row, answer)
    : tellWritten(desk, made, asking, { status: answer.status, row });
  return { ...told, headers };
}
