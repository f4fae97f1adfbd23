/** Checkpoints on their way to the witness: each is shown until the witness has said something. */
import type { Database } from '../store/database.ts';
import type { Ledger } from './checkpoint-log.ts';
import type { Verdict } from './witness.ts';

interface Letter {
  readonly size: number;
  readonly jws: string;
}

const waiting = `select size, jws from witness_letter join checkpoint using (size)
  where sent_at is null and refused_at is null order by size`;

const settle = `update witness_letter set sent_at = case when $2::text is null then to_timestamp($3 / 1000.0) end,
  refused_at = case when $2::text is not null then to_timestamp($3 / 1000.0) end, refusal = $2
  where size = $1 and sent_at is null and refused_at is null`;

/** The witness holds something that our tree does not go on from: rows were altered, or the tree was made anew. */
interface Refusal {
  readonly size: number;
  readonly at: number;
  /** In the witness's words. */
  readonly held: string;
}

/** It has said so since then, and has kept nothing since. */
export interface Alarm extends Refusal {
  readonly since: number;
}

const refusalOf = ({ size }: Letter, at: number, said: Verdict): Refusal[] =>
  said.kept ? [] : [{ size, at, held: said.held }];

/**
 * Shows the witness what it has not seen, oldest first. Gives what it refused. Safe to run twice: the witness is shown the
 * very same. Throws `WitnessUnavailable`, and then what is left waits.
 */
export async function sendLetters({ db, now, witness }: Ledger): Promise<readonly Refusal[]> {
  if (!witness) return [];
  const { rows } = await db.query<Letter>(waiting);
  const refused: Refusal[] = [];
  for (const letter of rows) {
    const said = await witness.show(letter.jws);
    const at = now();
    await db.query(settle, [letter.size, said.kept ? null : said.held, at]);
    refused.push(...refusalOf(letter, at, said));
  }
  return refused;
}

/** What the witness has, as far as we were told. Times in epoch milliseconds. */
export interface WitnessState {
  readonly kind: 'http' | 'file' | 'none';
  /** The newest checkpoint that it kept. */
  readonly kept?: { readonly size: number; readonly at: number };
  /** Checkpoints that it is still to be shown. */
  readonly waiting: number;
  /** The newest that it refused; over once it keeps a later one, as that it does only when the tree goes on from what it has. */
  readonly alarm?: Alarm;
}

const stateSql = `with kept as (select max(size) as size, max(sent_at) as at from witness_letter where sent_at is not null),
  refused as (
    select l.size, refused_at as at, refusal as held, min(refused_at) over () as since from witness_letter l, kept
    where refused_at is not null and l.size > coalesce(kept.size, 0) order by l.size desc limit 1)
  select (select count(*) from witness_letter where sent_at is null and refused_at is null) as waiting,
    kept.size as "keptSize", kept.at as "keptAt", refused.*
  from kept left join refused on true`;

interface StateRow {
  readonly waiting: number;
  readonly keptSize: number | null;
  readonly keptAt: number | null;
  readonly size: number | null;
  readonly at: number | null;
  readonly held: string | null;
  readonly since: number | null;
}

const alarmIn = ({ size, at, held, since }: StateRow): Alarm | undefined =>
  size === null || at === null || since === null
    ? undefined
    : { size, at, held: held ?? '', since };

/** What is known of the witness. */
export async function witnessState({
  db,
  witness,
}: Pick<Ledger, 'witness'> & { readonly db: Pick<Database, 'query'> }): Promise<WitnessState> {
  const { rows } = await db.query<StateRow>(stateSql);
  const [row] = rows;
  const alarm = row && alarmIn(row);
  return {
    ...{ kind: witness?.kind ?? 'none', waiting: row?.waiting ?? 0 },
    ...(row?.keptSize != null &&
      row.keptAt != null && { kept: { size: row.keptSize, at: row.keptAt } }),
    ...(alarm && { alarm }),
  };
}
