/** Records that name others which were born here: those keep the ids that they were born with. */
import { writableTypes } from '../cura/schemas.ts';
import type { Context } from '../mapping/mapping.ts';
import type { Transaction } from '../store/database.ts';
import { inboundContext } from './identity.ts';

/** Every text under a member that names another record, such as `traadId`, at any depth. */
function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([member, one]) => {
    if (typeof one !== 'string') return namesIn(one);
    return member.endsWith('Id') ? [one] : [];
  });
}

/** What can be born here and be named by others: all that is written to Cura but citizens. */
const types = writableTypes.filter((type) => type !== 'borger');

/** A UUID of version 7 is one of ours; one that follows from an id of Cura's has version 5. */
const namedSql = `select record, cura_id as "curaId", id from cura_record
  where record = any($1::text[]) and cura_id = any($2::text[]) and substr(id, 15, 1) = '7'`;

/** For reading records: ids of Cura's are turned, but for those of records that were born here. */
export async function inboundContextOf(
  tx: Pick<Transaction, 'query'>,
  namespace: string,
  deliveries: readonly { readonly record: unknown }[],
): Promise<Context> {
  const usual = inboundContext(namespace);
  const names = new Set(deliveries.flatMap(({ record }) => namesIn(record)));
  if (names.size === 0) return usual;
  const { rows } = await tx.query<{ record: string; curaId: string; id: string }>(
    namedSql,
    [types, [...names]],
    { name: 'born-here' },
  );
  if (rows.length === 0) return usual;
  const born = new Map(rows.map(({ record, curaId, id }) => [`${record}/${curaId}`, id]));
  return {
    ...usual,
    fhirId: (record, curaId) => born.get(`${record}/${curaId}`) ?? usual.fhirId(record, curaId),
  };
}
