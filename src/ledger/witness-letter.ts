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
export interface Alarm {
  readonly size: number;
  readonly at: number;
  /** In the witness's words. */
  readonly held: string;
}

const alarmOf = ({ size }: Letter, at: number, said: Verdict): Alarm[] =>
  said.kept ? [] : [{ size, at, held: said.held }];

/**
 * Shows the witness what it has not seen, oldest first. Gives the alarms that this raised. Safe to run twice: the witness is shown the
 * very same. Throws `WitnessUnavailable`, and then what is left waits.
 */
export async function sendLetters({ db, now, witness }: Ledger): Promise<readonly Alarm[]> {
  if (!witness) return [];
  const { rows } = await db.query<Letter>(waiting);
  const alarms: Alarm[] = [];
  for (const letter of rows) {
    const said = await witness.show(letter.jws);
    const at = now();
    await db.query(settle, [letter.size, said.kept ? null : said.held, at]);
    alarms.push(...alarmOf(letter, at, said));
  }
  return alarms;
}

/** What the witness has, as far as we were told. Times in epoch milliseconds. */
export interface WitnessState {
  readonly kind: 'http' | 'file' | 'none';
  /** The newest checkpoint that it kept. */
  readonly kept?: { readonly size: number; readonly at: number };
  /** Checkpoints that it is still to be shown. */
  readonly waiting: number;
  /** The newest that it refused. */
  readonly alarm?: Alarm;
}

const stateSql = `select
  (select count(*) from witness_letter where sent_at is null and refused_at is null) as waiting,
  (select max(size) from witness_letter where sent_at is not null) as "keptSize",
  (select max(sent_at) from witness_letter) as "keptAt",
  size, refused_at as at, refusal as held
  from (select 1) as one left join lateral
    (select * from witness_letter where refused_at is not null order by size desc limit 1) as refused on true`;

interface StateRow {
  readonly waiting: number;
  readonly keptSize: number | null;
  readonly keptAt: number | null;
  readonly size: number | null;
  readonly at: number | null;
  readonly held: string | null;
}

/** What is known of the witness. */
export async function witnessState({
  db,
  witness,
}: Pick<Ledger, 'witness'> & { readonly db: Pick<Database, 'query'> }): Promise<WitnessState> {
  const { rows } = await db.query<StateRow>(stateSql);
  const { waiting = 0, keptSize, keptAt, size, at, held } = rows[0] ?? ({} as Partial<StateRow>);
  return {
    ...{ kind: witness?.kind ?? 'none', waiting },
    ...(keptSize != null && keptAt != null && { kept: { size: keptSize, at: keptAt } }),
    ...(size != null && { alarm: { size, at: at ?? 0, held: held ?? '' } }),
  };
}
