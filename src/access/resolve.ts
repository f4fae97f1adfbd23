import { type Issue, issue } from '../fhir/outcome.ts';
import type { Asks, Caller, Grant } from './grant.ts';
import { resolvePerson } from './resolve-person.ts';

const staffSql = `
select 'Practitioner/' || r.id as reference from cura_record r where r.record = 'medarbejder' and r.cura_id = $1 and not r.deleted
union all
select 'Organization/' || o.id from organization o where o.view & 1 <> 0 and o.p_identifier && $2::text[]
union all
select 'HealthcareService/' || h.id from healthcare_service h join organization o on o.view & 1 <> 0 and o.p_identifier && $2::text[]
where h.view & 1 <> 0 and h.p_organization && array['Organization/' || o.id]`;

async function staff(
  db: Asks,
  caller: Extract<Caller, { kind: 'staff' }>,
  now: number,
): Promise<Grant> {
  const { rows } = await db.query<{ reference: string }>(
    staffSql,
    [caller.employee, caller.units],
    { name: 'grant-staff' },
  );
  const references = rows.map(({ reference }) => reference);
  const practitioner = references.find((reference) => reference.startsWith('Practitioner/'));
  return {
    caller,
    at: now,
    mandates: [],
    units: references.filter((reference) => reference !== practitioner),
    ...(practitioner && { practitioner: practitioner.slice('Practitioner/'.length) }),
  };
}

const associationSql = `select 'Organization/' || o.id as reference from organization o
  where o.view & 1 <> 0 and o.p_identifier && $1::text[] and o.p_active && '{true}'`;

/** An association is whoever has its number among those that Cura knows. */
async function association(
  db: Asks,
  caller: Extract<Caller, { id: string }>,
  now: number,
): Promise<Grant> {
  const { rows } = await db.query<{ reference: string }>(
    associationSql,
    [[`http://cvr.dk|${caller.id}`]],
    { name: 'grant-association' },
  );
  return { caller, at: now, mandates: [], units: rows.map(({ reference }) => reference) };
}

/**
 * What the caller may do at this moment. Looked up for each request, so that a mandate ended a moment ago is ended. Of what the
 * login alone shows it knows what has been stored: `grantOf` of `sync` stores it first.
 */
export async function resolveGrant(db: Asks, caller: Caller, now: number): Promise<Grant> {
  if (caller.kind === 'person') return (await resolvePerson(db, caller, now)).grant;
  if (caller.kind === 'staff') return staff(db, caller, now);
  if (caller.kind === 'association') return association(db, caller, now);
  return { caller, at: now, mandates: [], units: [] };
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
