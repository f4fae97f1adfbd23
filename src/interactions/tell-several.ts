import { outcomeUrl } from '../fhir/bundle.ts';
import { FhirError, render } from '../fhir/outcome.ts';
import type { Room } from '../resources/define.ts';
import type { Answer } from '../resources/operation.ts';
import type { Desk, Told } from './exchange.ts';
import { looksAt } from './look.ts';
import { read } from './read.ts';
import type { Row } from './row.ts';

type Several = NonNullable<Answer['several']>;

const matched = ({ base }: Desk, type: string, { id, content }: Row): string =>
  `{"fullUrl":${JSON.stringify(`${base}/${type}/${id}`)},"resource":${String(content)},"search":{"mode":"match"}}`;

function refused({ call }: Desk, { issues }: FhirError, place: number): string {
  const resource = render(issues, call.language);
  const fullUrl = outcomeUrl(resource, place);
  return JSON.stringify({ fullUrl, resource, search: { mode: 'outcome' } });
}

/** What several writes came to, one entry each: the caller's own view of what stands, or an OperationOutcome. */
export async function tellSeveral(
  desk: Desk,
  room: Room,
  several: Several,
  status: number,
): Promise<Told> {
  const rows: Row[] = [];
  const entries: string[] = [];
  for (const one of several) {
    if (one instanceof FhirError) entries.push(refused(desk, one, entries.length));
    else {
      const row = await read(desk.call, room, one.resource.id);
      rows.push(row);
      entries.push(matched(desk, room.type, row));
    }
  }
  const looks = looksAt(rows.map((row) => ({ ...row, type: room.type })));
  return {
    status,
    body: `{"resourceType":"Bundle","type":"searchset","total":${rows.length},"entry":[${entries.join()}]}`,
    looks: status === 201 ? [] : looks.map((look) => ({ ...look, interaction: 'read' })),
  };
}
