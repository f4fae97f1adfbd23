import type { Resource } from '@medplum/fhirtypes';
import { uuidv5 } from '../fhir/id.ts';
import type { Context } from '../mapping/mapping.ts';
import type { Transaction } from '../store/database.ts';

/** Our FHIR id of a Cura record. */
export const fhirId = (namespace: string, record: string, curaId: string): string =>
  uuidv5(namespace, `${record}/${curaId}`);

/** Devices that act on their own account. */
export const deviceId = (
  namespace: string,
  name: 'cura' | 'samspil' | 'sms-link' | 'calendar-feed',
): string => uuidv5(namespace, `device/${name}`);

const rememberedMax = 200_000;
const remembered = new Map<string, Map<string, Map<string, string>>>();

function within<V>(map: Map<string, Map<string, V>>, key: string): Map<string, V> {
  const found = map.get(key) ?? new Map<string, V>();
  map.set(key, found);
  return found;
}

/** As `fhirId`, but makes each hash once: they cost more than the rest of a mapping. */
function rememberedId(namespace: string): Context['fhirId'] {
  const records = within(remembered, namespace);
  return (record, curaId) => {
    const ids = records.get(record) ?? within(records, record);
    const found = ids.get(curaId);
    if (found !== undefined) return found;
    if (ids.size >= rememberedMax) ids.clear();
    const made = fhirId(namespace, record, curaId);
    ids.set(curaId, made);
    return made;
  };
}

/** For reading: ids of Cura's are turned, none of ours can be. */
export const inboundContext = (namespace: string): Context => ({
  fhirId: rememberedId(namespace),
  curaId: () => undefined,
});

const referencesOf = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(referencesOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    (key === 'reference' || key === 'url') && typeof part === 'string'
      ? [part.split('/')[1] ?? '']
      : referencesOf(part),
  );
};

/** For writing: knows the Cura ids of everything that the resource refers to, and its own. */
export async function outboundContext(
  db: Pick<Transaction, 'query'>,
  namespace: string,
  resource: Resource,
): Promise<Context> {
  const { rows } = await db.query<{ record: string; cura_id: string; id: string }>(
    'select record, cura_id, id from cura_record where id = any($1::text[])',
    [[resource.id, ...referencesOf(resource)]],
    { name: 'cura-ids' },
  );
  const known = new Map(rows.map(({ record, cura_id, id }) => [`${record}/${id}`, cura_id]));
  return {
    fhirId: rememberedId(namespace),
    curaId: (record, id) => known.get(`${record}/${id}`),
  };
}
