/** Looks at a citizen by staff and machines in the fields of MinLog2, the national log that citizens read. */
import { formatUtc } from '../fhir/instant.ts';
import { personSystems } from '../store/person-token.ts';

/** One look; an identifier stands beside the name of where it is from. */
export interface MinLogRecord {
  readonly SystemName: string;
  readonly Activity: string;
  readonly Reason: string;
  readonly Criticality: string;
  readonly FromDateTime: string;
  readonly ToDateTime: string;
  readonly OrganisationId: string;
  readonly OrganisationIdSource: string;
  readonly PersonIdentifier: string;
  readonly PersonIdentifierSource: string;
  readonly UserPersonIdentifier: string;
  readonly UserPersonIdentifierSource: string;
  readonly UserPersonName: string;
  readonly UserRole: string;
  /** Of the row in our own log: the same however often a record is sent. */
  readonly CorrelationId: string;
}

/** Whose log it is. */
export interface MinLogOrganisation {
  readonly cvr: string;
  readonly name: string;
}

/** A row of the ledger with what the store knows of the two persons at this moment. */
export interface LookRow {
  readonly id: string;
  readonly at: number;
  readonly agent: string;
  readonly capacity: string;
  readonly interaction: string;
  readonly targets: readonly string[];
  readonly purpose: string | null;
  readonly number: string | null;
  readonly name: string | null;
  readonly identifier: { readonly system?: string; readonly value?: string } | null;
}

/** Staff and machines that looked at somebody. */
export const isMinLogged = `l.kind = 'access' and l.capacity in ('staff', 'system') and l.patient is not null`;

/** The columns of a look; `number` is read off the Patient here, at the last step, and kept nowhere. $1 is `numberSystems`. */
export const lookColumns = `l.id, l.at, l.agent, l.capacity, l.interaction, l.targets, l.purpose,
  (select i->>'value' from patient p, json_array_elements(p.content::json->'identifier') i
   where p.id = l.patient and p.view & 1 <> 0 and i->>'system' = any($1::text[]) limit 1) as number,
  (select coalesce(n->>'text', concat_ws(' ', (select string_agg(g, ' ') from json_array_elements_text(n->'given') g), n->>'family'))
   from practitioner s, json_array_elements(s.content::json->'name') n
   where s.id = substr(l.agent, 14) and s.view & 1 <> 0 limit 1) as name,
  (select i from practitioner s, json_array_elements(s.content::json->'identifier') i
   where s.id = substr(l.agent, 14) and s.view & 1 <> 0 limit 1) as identifier`;

/** Systems of the number by which a person is known there. */
export const numberSystems: readonly string[] = personSystems;

const typesOf = (targets: readonly string[]): string =>
  [...new Set(targets.map((target) => target.split('/')[0]))].join(', ');

/** The record of a look; undefined when the citizen is not known here any more. */
export function minLogRecord(
  row: LookRow,
  { cvr, name }: MinLogOrganisation,
): MinLogRecord | undefined {
  if (row.number === null) return undefined;
  const at = formatUtc(row.at);
  return {
    SystemName: 'Samspil',
    Activity: `${row.interaction} ${typesOf(row.targets)}`.trim(),
    Reason: row.purpose ?? '',
    Criticality: 'normal',
    ...{ FromDateTime: at, ToDateTime: at },
    ...{ OrganisationId: cvr, OrganisationIdSource: 'CVR' },
    ...{ PersonIdentifier: row.number, PersonIdentifierSource: 'CPR' },
    UserPersonIdentifier: row.identifier?.value ?? row.agent,
    UserPersonIdentifierSource: row.identifier?.system ?? 'Samspil',
    UserPersonName: row.name ?? (row.capacity === 'system' ? name : ''),
    UserRole: row.capacity,
    CorrelationId: row.id,
  };
}
