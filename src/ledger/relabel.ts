/** Keeps what is told of an act from whom its target is kept now, whatever was so when it was done. */
import type { Coding, Provenance } from '@medplum/fhirtypes';
import { codeSystem } from '../fhir/canonical.ts';
import { parseStored } from '../fhir/json.ts';
import type { Database, Transaction } from '../store/database.ts';
import { putAll } from '../store/put.ts';
import { viewBit } from '../store/shape.ts';
import type { StoredRoom } from '../store/stored-room.ts';

/** The labels by which an act is kept from a reader. */
export type Withheld = 'not-citizen' | 'not-guardian';

type Kept = Provenance & { id: string };

const system = codeSystem('access-label');

/** Labels as they stand in a resource. */
export const labelsOf = (withheld: readonly Withheld[]): Coding[] =>
  withheld.map((code) => ({ system, code }));

/** The act with these labels; none when it has them. */
function relabelled(act: Kept, withheld: readonly Withheld[]): Kept[] {
  const { security: before = [], ...meta } = act.meta ?? {};
  const own = before.filter((one) => one.system === system).map(({ code }) => code);
  if (own.join() === withheld.join()) return [];
  const security = [...before.filter((one) => one.system !== system), ...labelsOf(withheld)];
  return [{ ...act, meta: { ...meta, ...(security.length > 0 && { security }) } }];
}

const bare = (reference = ''): string => reference.split('/_history/')[0] ?? '';

/** Gives the acts on these targets (`Type/id`) the labels of now, in the transaction that changed them; `room` is that of Provenance. */
export async function relabel(
  tx: Transaction,
  room: StoredRoom,
  targets: ReadonlyMap<string, readonly Withheld[]>,
  now: number,
): Promise<void> {
  if (targets.size === 0) return;
  const { rows } = await tx.query<{ content: string }>(
    `select content from ${room.table} where view & ${viewBit.staff} <> 0 and id = any(array(
       select id from ${room.table}_link where param = 'target' and value = any($1::text[])))`,
    [[...targets.keys()]],
    { name: 'acts-on' },
  );
  const acts = rows.map(({ content }) => parseStored<Kept>(content));
  const labelled = acts.flatMap((act) =>
    relabelled(act, targets.get(bare(act.target[0]?.reference)) ?? []),
  );
  await putAll(tx, room, labelled, now);
}

const batch = 500;

interface Seen {
  readonly id: string;
  readonly citizen: boolean;
  readonly proxy: boolean;
}

const withheldNow = ({ citizen, proxy }: Seen): Withheld[] => [
  ...(citizen ? [] : (['not-citizen'] as const)),
  ...(proxy ? [] : (['not-guardian'] as const)),
];

/** What was deleted is kept from those whom its end is not told to. */
const endsSql = ({ table }: StoredRoom): string => `select h.id, h.view from ${table}_history h
  where h.id > $1 and h.content is null and not exists (select from ${table} r where r.id = h.id)
    and h.version = (select max(n.version) from ${table}_history n where n.id = h.id)`;

/** The same for a whole room, when it came to be shown to others. Safe to run twice. */
export async function relabelRoom(
  db: Database,
  room: StoredRoom,
  acts: StoredRoom,
  now: number,
): Promise<void> {
  const bit = (view: 'citizen' | 'proxy') => `bool_or(view & ${viewBit[view]} <> 0) as ${view}`;
  for (let after: string | undefined = ''; after !== undefined; )
    after = await db.transaction(async (tx) => {
      const { rows } = await tx.query<Seen>(
        `select id, ${bit('citizen')}, ${bit('proxy')} from (
           select id, view from ${room.table} where id > $1 union all ${endsSql(room)}) seen
         group by id order by id limit ${batch}`,
        [after],
      );
      const targets = rows.map(
        (row) => [`${room.shape.type}/${row.id}`, withheldNow(row)] as const,
      );
      await relabel(tx, acts, new Map(targets), now);
      return rows.at(-1)?.id;
    });
}
