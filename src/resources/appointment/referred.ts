import type { Identifier } from '@medplum/fhirtypes';
import { isRelated } from '../../access/relation.ts';
import { actorFor } from '../../access/scope.ts';
import { identifierSystem } from '../../fhir/canonical.ts';
import { unprocessable } from '../../fhir/outcome.ts';
import { personToken } from '../../store/person-token.ts';
import { viewBit } from '../../store/shape.ts';
import type { Call } from '../define.ts';
import type { Input } from '../operation.ts';
import { namedIn } from './input.ts';

const curaSystem = identifierSystem('cura/');

/** A number that Cura gave, such as `https://…/fhir/cura/<record>|<number>`. */
const byCuraSql = (table: string): string => `
  select r.id from cura_record c join ${table} r on r.id = c.id and r.view & $3 <> 0
  where c.record = $1 and c.cura_id = $2 and not c.deleted`;

const byIdentifierSql = (table: string): string => `
  select distinct r.id from ${table}_link l join ${table} r on r.id = l.id and r.view = l.view
  where l.param = 'identifier' and l.value = $2 and r.view & $3 <> 0 and ($1 = '' or r.p_identifier @> array[$1 || '|' || $2])`;

/** Ids of what has the identifier, as the caller sees it: none where the system is not known here. */
async function withIdentifier(
  { ports, grant }: Call,
  type: string,
  { system = '', value = '' }: Identifier,
): Promise<string[]> {
  const { table, key, columns } = ports.room(type);
  const isInside = grant.caller.kind === 'staff' || grant.caller.kind === 'system';
  const view = isInside ? viewBit.staff : viewBit.citizen;
  const ask = async (sql: string, asked: string, code: string): Promise<string[]> =>
    (await ports.db.query<{ id: string }>(sql, [asked, code, view])).rows.map(({ id }) => id);
  if (system.startsWith(curaSystem))
    return ask(byCuraSql(table), system.slice(curaSystem.length), value);
  if (!columns.some(({ name }) => name === 'p_identifier')) return [];
  return ask(byIdentifierSql(table), system, personToken(key, { system, code: value }).code ?? '');
}

/** Whether the caller may know of a citizen who was found by a number. */
async function mayKnow({ ports, grant }: Call, id: string): Promise<boolean> {
  if (grant.caller.kind === 'system') return true;
  if (grant.caller.kind === 'staff') return isRelated(ports.db, grant, id);
  return actorFor(grant, id, 'Appointment') !== undefined;
}

async function idsOf(call: Call, type: string, identifier: Identifier): Promise<string[]> {
  const ids = await withIdentifier(call, type, identifier);
  if (type !== 'Patient') return ids;
  const known = await Promise.all(ids.map((id) => mayKnow(call, id)));
  return ids.filter((_, at) => known[at]);
}

/** Ids of what the references of a parameter name, by id or identifier; undefined when none was given, none when none is known. */
export async function referredIn(
  call: Call & { readonly input: Input },
  name: string,
  type: string,
): Promise<string[] | undefined> {
  const named = namedIn(call.input, name, type);
  if (named.length === 0) return undefined;
  const all = await Promise.all(
    named.map((one) => (typeof one === 'string' ? [one] : idsOf(call, type, one))),
  );
  return [...new Set(all.flat())];
}

/** 422 when several citizens are to come together. */
export function assertOneCitizen({ values }: Input): void {
  const named = ['patient-reference', 'patient-resource'].map((name) => values.get(name) ?? []);
  const distinct = named.map((all) => new Set(all.map((one) => JSON.stringify(one))).size);
  if (Math.max(...distinct) <= 1) return;
  throw unprocessable(
    'group-booking-not-offered',
    { da: 'En aftale er for én borger.', en: 'An appointment is for one citizen.' },
    { expression: 'patient-reference' },
  );
}
