import { normalise } from '../../fhir/search-value.ts';
import type { Call } from '../define.ts';
import type { Input } from '../operation.ts';
import { textsInput } from './input.ts';

/** A place, and all that lies in it. */
const withinSql = `
with recursive inside as (
  select id from location where view & 1 <> 0 and (id = any($1::text[])
    or exists (select from unnest(p_name || p_address) as n, unnest($2::text[]) as w where starts_with(n, w)))
  union select l.id from inside i join location_link k on k.param = 'partof' and k.value = 'Location/' || i.id
  join location l on l.id = k.id and l.view = k.view where l.view & 1 <> 0)
select id from inside order by id`;

async function inside(
  { ports }: Call,
  ids: readonly string[],
  names: readonly string[],
): Promise<string[]> {
  const { rows } = await ports.db.query<{ id: string }>(withinSql, [ids, names], {
    name: 'find-places',
  });
  return rows.map(({ id }) => id);
}

/** Places that are asked for by reference, by the beginning of a name or an address, or by both at once: rooms of a building too. */
export async function placesAsked(
  call: Call & { readonly input: Input },
  ids: readonly string[] | undefined,
): Promise<readonly string[] | undefined> {
  const names = textsInput(call.input, 'location-string').map(normalise).filter(Boolean);
  const byId = ids && (await inside(call, ids, []));
  const byName = names.length > 0 ? await inside(call, [], names) : undefined;
  return byId && byName ? byId.filter((id) => byName.includes(id)) : (byId ?? byName);
}
