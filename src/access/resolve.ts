import { codeSystem } from '../fhir/canonical.ts';
import { instantToWall } from '../fhir/instant.ts';
import { type Issue, issue } from '../fhir/outcome.ts';
import type { Asks, Caller, Grant, Mandate } from './grant.ts';

/** How old Cura's word on a mandate may be. */
const maxLagMs = 15 * 60_000;
const adultYears = 15;

/** Custody ends on the 15th birthday; the other kinds end with their period alone. */
const custody = 'custody';

interface PersonRow {
  readonly kind: 'self' | 'mandate';
  readonly patient: string;
  readonly born: number | null;
  readonly dead: boolean;
  readonly relatedPerson: string | null;
  readonly consent: string | null;
  readonly version: number | null;
  readonly mandateKind: readonly string[] | null;
  readonly actions: readonly string[] | null;
  readonly matters: readonly string[] | null;
  readonly denied: boolean;
  readonly checkedAt: number | null;
}

/** The caller's own Patient and every mandate that holds at $2, in one statement. A local stop for a relative ends all of that relative's mandates. */
const personSql = `
select 'self' as kind, p.id as patient, p.p_birthdate_from as born, coalesce(p.p_deceased && '{true}', false) as dead,
  null as "relatedPerson", null as consent, null::int as version, null::text[] as "mandateKind", null::text[] as actions,
  null::text[] as matters, false as denied, null::timestamptz as "checkedAt"
from patient p where p.person = $1
union all
select 'mandate', c.patient, p.p_birthdate_from, coalesce(p.p_deceased && '{true}', false),
  rp.id, c.id, c.version, c.p_category, c.p_action, c.p_matter,
  exists (select from consent d where d.patient = c.patient and d.view & 1 <> 0 and d.p_provision_type && '{deny}'
    and d.p_status && '{active}' and d.p_actor && c.p_actor),
  (select checked_at from sync_state where name = 'feed')
from related_person rp
join consent c on c.patient = rp.patient and c.view & 1 <> 0 and c.p_actor @> array['RelatedPerson/' || rp.id]
join patient p on p.id = c.patient and p.view & 1 <> 0
where rp.person = $1 and c.p_status && '{active}' and c.p_provision_type && '{permit}'
  and c.p_period_from <= to_timestamp($2 / 1000.0) and c.p_period_to > to_timestamp($2 / 1000.0)`;

const isAdult = (born: number | null, now: number): boolean | undefined => {
  if (born === null) return undefined;
  const [year = '', rest = ''] = instantToWall(born).date.split(/-(.*)/);
  return `${Number(year) + adultYears}-${rest}` <= instantToWall(now).date;
};

/** The code of our mandate-kind system among the categories. */
const kindOf = ({ mandateKind }: PersonRow): string => {
  const prefix = `${codeSystem('mandate-kind')}|`;
  return (mandateKind ?? []).find((token) => token.startsWith(prefix))?.slice(prefix.length) ?? '';
};

/** Kinds that reach as far as the deed says: without a word of personal matters they give nothing here. */
const limitedByDeed: readonly string[] = ['future-power-of-attorney', 'guardianship'];
const personalMatters = `${codeSystem('mandate-matter')}|personal`;

/** A mandate that names matters must name the personal ones, which include health. */
const coversHealth = (row: PersonRow): boolean => {
  const matters = row.matters ?? [];
  return matters.length === 0
    ? !limitedByDeed.includes(kindOf(row))
    : matters.includes(personalMatters);
};

const rights = ['see', 'act'] as const;

const mandateOf = (row: PersonRow): Mandate => ({
  patient: row.patient,
  relatedPerson: row.relatedPerson ?? '',
  consent: row.consent ?? '',
  consentVersion: row.version ?? 0,
  kind: kindOf(row),
  rights: rights.filter((code) => row.actions?.includes(code)),
  source: 'cura',
  denied: [],
});

const holds = (row: PersonRow, now: number): boolean => {
  if (row.kind !== 'mandate' || row.dead || row.denied || !coversHealth(row)) return false;
  if (row.checkedAt === null || now - row.checkedAt > maxLagMs) return false;
  return kindOf(row) !== custody || isAdult(row.born, now) === false;
};

async function person(
  db: Asks,
  caller: Extract<Caller, { kind: 'person' }>,
  now: number,
): Promise<Grant> {
  const { rows } = await db.query<PersonRow>(personSql, [caller.hash, now], {
    name: 'grant-person',
  });
  // A token made for one citizen is good for that citizen alone, whoever else the caller may act for.
  const meant = rows.filter(({ patient }) => patient === (caller.patient ?? patient));
  const self = meant.find(
    (row) => row.kind === 'self' && !row.dead && isAdult(row.born, now) !== false,
  );
  return {
    caller,
    ...(self && { self: self.patient }),
    mandates: merged(meant.filter((row) => holds(row, now)).map(mandateOf)),
    units: [],
  };
}

/** One mandate a citizen: that with the most rights. */
const merged = (mandates: readonly Mandate[]): Mandate[] => {
  const best = new Map<string, Mandate>();
  for (const mandate of mandates) {
    const known = best.get(mandate.patient);
    if (!known || known.rights.length < mandate.rights.length) best.set(mandate.patient, mandate);
  }
  return [...best.values()];
};

const staffSql = `
select 'Practitioner/' || r.id as reference from cura_record r where r.record = 'medarbejder' and r.cura_id = $1 and not r.deleted
union all
select 'Organization/' || o.id from organization o where o.view & 1 <> 0 and o.p_identifier && $2::text[]
union all
select 'HealthcareService/' || h.id from healthcare_service h join organization o on o.view & 1 <> 0 and o.p_identifier && $2::text[]
where h.view & 1 <> 0 and h.p_organization && array['Organization/' || o.id]`;

async function staff(db: Asks, caller: Extract<Caller, { kind: 'staff' }>): Promise<Grant> {
  const { rows } = await db.query<{ reference: string }>(
    staffSql,
    [caller.employee, caller.units],
    { name: 'grant-staff' },
  );
  const references = rows.map(({ reference }) => reference);
  const practitioner = references.find((reference) => reference.startsWith('Practitioner/'));
  return {
    caller,
    mandates: [],
    units: references.filter((reference) => reference !== practitioner),
    ...(practitioner && { practitioner: practitioner.slice('Practitioner/'.length) }),
  };
}

/** What the caller may do at this moment. Looked up for each request, so that a mandate ended a moment ago is ended. */
export async function resolveGrant(db: Asks, caller: Caller, now: number): Promise<Grant> {
  if (caller.kind === 'person') return person(db, caller, now);
  if (caller.kind === 'staff') return staff(db, caller);
  return { caller, mandates: [], units: [] };
}

/** Why a person may not act for the citizen named; the same whether that citizen exists or not. */
export const noMandate: Issue = issue({
  code: 'forbidden',
  key: 'no-mandate',
  text: {
    da: 'Du har ikke adgang til denne borgers oplysninger. En pårørende kan bede om en fuldmagt på borger.dk.',
    en: 'You have no access to this citizen. A relative can ask for a power of attorney at borger.dk.',
  },
  expression: 'patient',
});
