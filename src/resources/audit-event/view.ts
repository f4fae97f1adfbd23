/** The room's views over the ledger: the columns that searches ask of any room's tables. */
import { columnOf, type Standing, viewBit } from '../../store/shape.ts';
import { sqlText } from '../../store/sql-name.ts';
import { contentOf } from './content.ts';
import {
  action,
  callerSystem,
  callerValue,
  hasCaller,
  hasResource,
  interactionCode,
  isLogin,
  isOperation,
  isRead,
  patient,
  query,
  roleCode,
  roleSystem,
  source,
  systems,
  targets,
  typeOf,
} from './row.ts';

const table = 'audit_event';

/** Our own Device; known once the installation has been set up, and the same ever after. */
const observer = `(select value from installation where name = 'observer')`;

const forms = (system: string, code: string): string =>
  `array[${system} || '|' || ${code}, ${code}, ${system} || '|']`;
const plainForms = (code: string): string => `array['|' || ${code}, ${code}]`;
const fixed = ([system, code]: readonly [string, string]): string =>
  forms(sqlText(system), sqlText(code));

/** What rows of some kinds have, and all the others. */
const byKind = (element: 'type' | 'subtype', otherwise: string): string =>
  `case ${Object.values(typeOf)
    .map((kind) => `when ${kind.test} then ${fixed(kind[element])}`)
    .join(' ')} else ${otherwise} end`;

const mandate = `split_part(l.mandate, '/_history/', 1)`;
const none = 'null::text[]';

const agents = `case when ${hasResource} then array[l.agent] end`;
const entities = `array_remove(array[${patient}] || coalesce(${targets}, '{}') || ${mandate}, null)`;

/** The citizen concerned, and one who acted, if that was another. */
const patients = `array_remove(array[${patient}, case when l.agent like 'Patient/%' then l.agent end], null)`;

const identifiersOf = (param: string, all: string): string =>
  `array(select ${sqlText(`${param}:identifier:`)} || form from unnest(${all}) form)`;

/** What `:identifier`, and a version behind a reference, compare. */
const derived = [
  `case when ${hasCaller} then ${identifiersOf('agent', forms(callerSystem, callerValue))} end`,
  identifiersOf('agent', fixed([systems.caller, 'samspil'])),
  `case when not ${hasResource} then array['agent:some:'] end`,
  `case when l.client is not null then ${identifiersOf('agent', forms(sqlText(systems.client), 'l.client'))} end`,
  `case when l.request is not null then ${identifiersOf('entity', plainForms('l.request'))} end`,
  `case when l.mandate is not null then array['entity:version:' || l.mandate] end`,
  `case when l.request is not null and ${patient} is null and l.mandate is null and cardinality(${targets}) = 0
    then array['entity:some:'] end`,
].join(' || ');

/** The codes that a row has, each where its test holds; null when it has none. */
const gathered = (
  all: readonly (readonly [test: string, code: readonly [string, string]])[],
): string => all.map(([test, code]) => `case when ${test} then ${fixed(code)} end`).join(' || ');

/** By search parameter. */
const columns: Readonly<Record<string, string>> = {
  patient: `nullif(${patients}, '{}')`,
  agent: agents,
  'agent-role': `case when not ${isLogin} then ${forms(roleSystem, roleCode)} end`,
  entity: `nullif(${entities}, '{}')`,
  'entity-type': gathered([
    [`${patient} is not null`, [systems.entity, '1']],
    [
      `${isLogin} or case when ${isRead} then cardinality(${targets}) > 0 else ${query} <> '' end`,
      [systems.entity, '2'],
    ],
    ['l.mandate is not null', [systems.resource, 'Consent']],
    ['l.request is not null', [systems.request, 'XrequestId']],
  ]),
  'entity-role': gathered([
    [`${patient} is not null`, [systems.object, '1']],
    [`${isRead} and cardinality(${targets}) > 0`, [systems.object, '4']],
    [`not ${isRead} and ${query} <> ''`, [systems.object, '24']],
  ]),
  source: `array[${observer}]`,
  action: plainForms(action),
  outcome: plainForms('l.outcome'),
  type: byKind('type', fixed([systems.type, 'rest'])),
  subtype: byKind(
    'subtype',
    `${forms(sqlText(systems.rest), interactionCode)}
      || case when ${isOperation} then ${forms(sqlText(systems.operation), 'substr(l.interaction, 2)')} end`,
  ),
  purpose: `case when l.purpose is not null then ${forms(sqlText(systems.purpose), 'l.purpose')} end`,
  _tag: none,
  _security: none,
  _source: none,
};

const sqlOf = (profile: string): string => `
create view ${table} as select l.id, v.view, 1 as version, l.at as last_updated, l.patient, null::bytea as person,
  l.at as sort, ${contentOf(profile, observer)} as content,
  ${Object.entries({ ...columns, _profile: `array[${sqlText(profile)}]` })
    .map(([param, value]) => `${value} as ${columnOf(param)}`)
    .join(',\n  ')},
  l.agent as k_agent, l.outcome as k_outcome, l.targets as k_targets, ${mandate} as k_mandate, l.at as p_date_from, l.at + interval '1 millisecond' as p_date_to, ${derived} as derived, null::jsonb as parts
  from ${source} where l.kind <> 'write';
create view ${table}_history as select null::text collate "C" as id, null::integer as version, null::smallint as view,
  null::timestamptz as last_updated, null::text collate "C" as patient, null::text as content where false;
create or replace function ${table}_owners(ref text) returns setof text language plpgsql stable as $$ begin return query
  select substr(ref, 9) where starts_with(ref, 'Patient/')
  union select p.patient::text from provenance_link l join provenance p on p.id = l.id and p.view = l.view
    where l.param = 'target' and l.value = ref and p.patient is not null
  union select p.patient::text from provenance p where starts_with(ref, 'Provenance/') and p.id = substr(ref, 12)
  union select a.patient::text from ledger a where starts_with(ref, 'AuditEvent/') and a.id = substr(ref, 12); end $$;
`;

/**
 * As the column of the parameter says, at a fifth of the price: what is seen is asked of the rows that name it alone. What one reached
 * for oneself is found by its name only where it is shown: else being found would tell that it is there.
 */
const holds = (row: string, refs: string): string =>
  `(${row}.k_targets && ${refs} and (${row}.view <> ${viewBit.citizen} or exists (
    select from unnest(${row}.k_targets) one where one = any(${refs}) and shown_to_citizen(one))) or ${row}.k_mandate = any(${refs}) or 'Patient/' || ${row}.patient = any(${refs}))`;

/** The room as views. Every resource of a citizen has a Provenance that names both: by it the rows about a resource are found. */
export const standing = (profile: string): Standing => ({
  sql: sqlOf(profile),
  keys: { agent: 'k_agent', outcome: 'k_outcome' },
  owners: { entity: { owners: `${table}_owners`, holds } },
  width: `interval '1 millisecond'`,
});
