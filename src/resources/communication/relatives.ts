/** Which relatives are told of a citizen's appointments: those with a mandate of Cura's that holds now. */
import type { ConsentRow, Relation } from '../../access/consent-row.ts';
import { mandateIn } from '../../access/mandate.ts';
import type { Transaction } from '../../store/database.ts';

interface Row extends Omit<ConsentRow, 'consent' | 'relatedPerson'> {
  readonly patient: string;
  readonly relatedPerson: string;
  readonly person: Buffer | null;
  readonly made: boolean;
  readonly gone: boolean;
  readonly born: number | null;
  readonly dead: boolean | null;
  readonly consent: string | null;
  readonly checkedAt: number | null;
}

/** Every RelatedPerson of these citizens with every Consent that names it, stops among them. */
const relativeSql = `
select rp.patient, rp.id as "relatedPerson", coalesce(rp.person, lr.person) as person, lr.person is not null as made,
  exists (select from patient q where q.person = coalesce(rp.person, lr.person) and q.p_deceased && '{true}') as gone,
  p.p_birthdate_from as born, p.p_deceased && '{true}' as dead,
  c.id as consent, c.version, c.p_provision_type as type, c.p_category as category, c.p_action as action, c.p_matter as matter,
  c.p_provision_class as classes, c.p_kept_back as kept, c.p_mandate_source as source,
  c.p_period_from <= to_timestamp($2 / 1000.0) and c.p_period_to > to_timestamp($2 / 1000.0) as timely, c.p_period_to as until,
  (select checked_at from sync_state where name = 'feed') as "checkedAt"
from related_person rp
join patient p on p.id = rp.patient and p.view & 1 <> 0
left join login_relative lr on lr.related_person = rp.id
left join consent c on c.patient = rp.patient and c.view & 1 <> 0 and c.p_status && '{active}'
  and c.p_actor && array['RelatedPerson/' || rp.id]
where rp.patient = any($1::text[]) and rp.view & 1 <> 0`;

const consentsOf = (rows: readonly Row[]): ConsentRow[] =>
  rows.flatMap(({ consent, ...rest }) => (consent === null ? [] : [{ ...rest, consent }]));

const idsOf = (rows: readonly Row[]): string[] => [
  ...new Set(rows.map(({ relatedPerson }) => relatedPerson)),
];

function relationOf(rows: readonly [Row, ...Row[]]): Relation {
  const [{ patient, born, dead, checkedAt }] = rows;
  return {
    ...{ patient, giver: '', born, dead: dead ?? false, checkedAt, consents: consentsOf(rows) },
    known: idsOf(rows.filter(({ made }) => !made)),
    made: idsOf(rows.filter(({ made }) => made))[0],
  };
}

/** One person, however many RelatedPersons of the citizen that is. */
const personOf = ({ patient, person, relatedPerson }: Row): string =>
  `${patient} ${person?.toString('hex') ?? relatedPerson}`;

/** References of the relatives who may see the appointments of these citizens at `now`, by citizen. */
export async function mandatedRelatives(
  db: Pick<Transaction, 'query'>,
  patients: readonly string[],
  now: number,
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (patients.length === 0) return new Map();
  const { rows } = await db.query<Row>(relativeSql, [patients, now], { name: 'told-relatives' });
  const mandates = [...Map.groupBy(rows, personOf).values()]
    .filter((all) => !all.some(({ gone }) => gone))
    .flatMap((all) => mandateIn(relationOf(all as [Row, ...Row[]]), [], now) ?? [])
    .filter(({ rights, denied }) => rights.includes('see') && !denied.includes('Appointment'));
  return new Map(
    [...Map.groupBy(mandates, ({ patient }) => patient)].map(([patient, all]) => [
      patient,
      all.map(({ relatedPerson }) => `RelatedPerson/${relatedPerson}`),
    ]),
  );
}
