import type { Database } from '../../src/store/database.ts';

/** Citizens, staff and relatives of the ledger; one citizen is looked at as often as forty others. */
export interface Crowd {
  readonly rows: number;
  readonly citizens: number;
}

/** Years that the rows are spread over. */
const years = 5;
const end = Date.UTC(2026, 10, 24);
export const start = end - years * 365 * 86_400_000;
const staff = 2_000;
const appointmentsEach = 50;

/** `md5` as a UUID. */
const uuid = (text: string): string => `md5(${text})::uuid::text`;

export const idOf = { patient: 'p', staff: 's', relative: 'r', consent: 'c' } as const;

/** The id of one of a kind by its number, as SQL. */
export const idText = (kind: keyof typeof idOf | 'appointment', number: string): string =>
  uuid(`'${kind === 'appointment' ? 'a' : idOf[kind]}' || ${number}`);

/** Of ten looks six are by the citizen, two by a relative and two by staff; of a hundred one is refused. */
const fillText = `insert into ledger (commitment, nonce, id, kind, at, request, agent, capacity, patient, mandate, interaction, query,
    targets, shown, purpose, policy, client, network, outcome, digest)
  select sha256(n::text::bytea), decode(md5(n::text), 'hex'),
    lpad(to_hex($3::bigint + n * $4::bigint), 12, '0') || substr(md5(n::text), 1, 20),
    case when n % 100 = 9 then 'refusal' else 'access' end, to_timestamp(($3::bigint + n * $4::bigint) / 1000.0), 'req-' || to_hex(n),
    case when who < 6 then 'Patient/' || patient when who < 8 then 'RelatedPerson/' || ${idText('relative', 'p')}
      else 'Practitioner/' || ${idText('staff', `(n * 7919 % ${staff})`)} end,
    case when who < 6 then 'self' when who < 8 then 'relative' else 'staff' end, patient,
    case when who in (6, 7) then 'Consent/' || ${idText('consent', 'p')} || '/_history/1' end,
    case when n % 3 = 0 then 'read' else 'search-type' end, 'Appointment?patient=' || patient,
    case when n % 3 = 0 then array['Appointment/' || ${idText('appointment', `p || '-' || (n % ${appointmentsEach})`)}]
      else array(select 'Appointment/' || ${idText('appointment', `p || '-' || ((n + k) % ${appointmentsEach})`)} from generate_series(0, 5) k) end,
    case when n % 3 = 0 then 1 else 6 end, case when who < 6 then 'PATRQT' when who < 8 then 'FAMRQT' else 'CAREMGT' end, null,
    'self-service', '192.0.2.' || (n % 250), case when n % 100 = 9 then '4' else '0' end, null
  from (select n, n % 10 as who, p, ${idText('patient', 'p')} as patient
    from (select n, case when n % 500 = 0 then 0 else (n * 2654435761 % $5)::int end as p
      from generate_series($1::bigint, $2::bigint) n) drawn) named`;

/** The Provenance by which it is known whose an appointment or a mandate is, for as many citizens. */
const provenanceText = `with made as (
    select ${uuid(`'v' || kind || p || '-' || n`)} as id, kind || '/' || ref as target, ${idText('patient', 'p')} as patient from (
      select p, n, 'Appointment' as kind, ${idText('appointment', `p || '-' || n`)} as ref
        from generate_series(0, $1 - 1) p, generate_series(0, ${appointmentsEach - 1}) n
      union all select p, 0, 'Consent', ${idText('consent', 'p')} from generate_series(0, $1 - 1) p) one),
  heads as (insert into provenance (id, view, version, last_updated, patient, sort, content)
    select id, 7, 1, now(), patient, now(), '{}' from made)
  insert into provenance_link select 'target', target, now(), id, 7 from made`;

const batch = 200_000;

interface Index {
  readonly name: string;
  readonly text: string;
}

/** Fills the ledger; indexes are built once, at the end. Asked by the owner. */
export async function fillLedger(owner: Database, { rows, citizens }: Crowd): Promise<void> {
  const { rows: indexes } = await owner.query<Index>(
    `select indexname as name, indexdef as text from pg_indexes where tablename = 'ledger' and indexname not like '%_pkey'`,
  );
  for (const { name } of indexes) await owner.query(`drop index ${name}`);
  const step = Math.floor((end - start) / rows);
  for (let from = 1; from <= rows; from += batch)
    await owner.query(fillText, [from, Math.min(rows, from + batch - 1), start, step, citizens]);
  for (const { text } of indexes) await owner.query(text);
  await owner.query(provenanceText, [citizens]);
  await owner.query('vacuum analyze');
}
