/** What a citizen may know of now, asked inside PostgreSQL: for rows that name resources and are no resources themselves. */
import { columnOf, type Shape, tableOf, viewBit } from './shape.ts';
import { sqlText } from './sql-name.ts';

const seen = `bool_or(view & ${viewBit.citizen} <> 0)`;

/** A deletion ends the history for those who could see what was deleted. */
const branch = (shape: Shape): string => {
  const table = tableOf(shape);
  return `when ${sqlText(shape.type)} then return coalesce((select ${seen} from ${table} where id = wanted),
    (select ${seen} from ${table}_history where id = wanted and content is null));`;
};

const id = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** Which section of a document was asked for is told where the citizen sees that section. */
const sectionAsked = (shapes: readonly Shape[]): string => {
  const document = shapes.find(({ type, search }) => type === 'Composition' && 'section' in search);
  if (!document) return '';
  const { type } = document;
  return `if asked like '${type}/%/$section?code=%' and not exists (select from ${tableOf(document)} where id = split_part(asked, '/', 2)
    and view & ${viewBit.citizen} <> 0 and ${columnOf('section')} && array[substring(asked from 'code=(.*)$')])
  then asked := regexp_replace(asked, 'code=.*$', 'code=-'); end if;`;
};

/**
 * Makes `shown_to_citizen(reference)`: whether the citizen whose resource it is sees it, null when there is none; true of what is no
 * citizen's. And `asked_for_citizen(query)`: what was asked, without the ids and sections that the citizen does not see.
 */
export const shownFunctions = (shapes: readonly Shape[]): string => `
create or replace function shown_to_citizen(ref text) returns boolean language plpgsql stable as $$
declare wanted text collate "C" := split_part(ref, '/', 2);
begin case split_part(ref, '/', 1) when '' then return null;
  ${shapes
    .filter(({ patient, from }) => patient !== undefined && from === undefined)
    .map(branch)
    .join('\n  ')}
  else return true; end case; end $$;
create or replace function asked_for_citizen(asked text) returns text language plpgsql stable as $$
declare one text[]; about text := substring(asked from '^[A-Z][A-Za-z]*');
begin for one in select regexp_matches(asked, '(?:([A-Z][A-Za-z]*)/)?(${id})', 'g') loop
  if (case when one[1] is null then shown_to_citizen(about || '/' || one[2]) is false
    else shown_to_citizen(one[1] || '/' || one[2]) is not true end)
  then asked := replace(asked, one[2], '-'); end if; end loop;
  ${sectionAsked(shapes)}
  return asked; end $$;`;
