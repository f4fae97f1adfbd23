/** What a ledger row says of an AuditEvent, as expressions in SQL over the row `l`, for a reader. https://hl7.org/fhir/R4/auditevent.html */
import { codeSystem, identifierSystem } from '../../fhir/canonical.ts';
import { viewBit } from '../../store/shape.ts';
import { sqlText } from '../../store/sql-name.ts';

const terminology = 'http://terminology.hl7.org/CodeSystem';

export const systems = {
  type: `${terminology}/audit-event-type`,
  rest: 'http://hl7.org/fhir/restful-interaction',
  dicom: 'http://dicom.nema.org/resources/ontology/DCM',
  lifecycle: `${terminology}/iso-21089-lifecycle`,
  outcome: `${terminology}/audit-event-outcome`,
  purpose: `${terminology}/v3-ActReason`,
  participation: `${terminology}/v3-ParticipationType`,
  self: `${terminology}/v3-RoleCode`,
  role: codeSystem('actor-role'),
  operation: codeSystem('operation'),
  entity: `${terminology}/audit-entity-type`,
  object: `${terminology}/object-role`,
  resource: 'http://hl7.org/fhir/resource-types',
  request: 'https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType',
  client: identifierSystem('client'),
  caller: identifierSystem('caller'),
} as const;

/** One text or another. */
export const when = (test: string, value: string, otherwise?: string): string =>
  `case when ${test} then ${value}${otherwise === undefined ? '' : ` else ${otherwise}`} end`;

export const isLogin = `l.kind = 'unauthenticated'`;
export const isPurge = `l.kind = 'purge'`;
export const isOperation = `l.interaction like '$%'`;

const interactions = [
  ...['read', 'vread', 'update', 'patch', 'delete', 'create', 'history-instance', 'history-type'],
  ...['history-system', 'search-type', 'search-system', 'batch', 'transaction'],
];

/** Code of the interaction; what R4 has none for is an operation. */
export const interactionCode = `case when l.interaction in (${interactions.map(sqlText).join(', ')}) then l.interaction
  when l.interaction = 'search-compartment' then 'search' when l.interaction = 'metadata' then 'capabilities' else 'operation' end`;

/** What is seen is what was named. */
export const isRead = `(l.interaction in ('read', 'vread') or l.interaction like 'history-%')`;

/** A write is here when it was refused: what was written has its Provenance. */
export const action = `case when ${isRead} then 'R'
  when l.interaction = 'create' then 'C' when l.interaction in ('update', 'patch') then 'U' when l.interaction in ('delete', 'purge') then 'D' else 'E' end`;

/** Not by a bound in the pattern, which costs fifty times as much. */
const isId = (text: string): string =>
  `(${text} <> '' and length(${text}) <= 64 and ${text} !~ '[^A-Za-z0-9.-]')`;

/** What reached for something that is not there may name anything: only what can be a reference is shown as one. */
export const patient = when(
  `l.patient is not null and (l.kind <> 'refusal' or ${isId('l.patient')})`,
  `'Patient/' || l.patient`,
);
const named = when(
  `l.kind <> 'refusal'`,
  'l.targets',
  `array(select ref from unnest(l.targets) ref where ref ~ '^[A-Z][A-Za-z]+/' and ${isId(`split_part(ref, '/', 2)`)} and split_part(ref, '/', 3) = '')`,
);

/** What citizens reached for themselves is no news to them, whether or not it is there. */
export const isWhole = `(v.view <> ${viewBit.citizen} or l.kind = 'refusal' and l.agent = 'Patient/' || l.patient)`;

/** What a row names for this reader, in its order: that somebody looked is told, and not at what that the citizen may not know of. */
const shown = `(select ${when(
  isWhole,
  named,
  `array(select ref from unnest(${named}) with ordinality x (ref, place) where shown_to_citizen(ref) order by place)`,
)} as targets, ${when(`${isWhole} or l.query = ''`, 'l.query', 'asked_for_citizen(l.query)')} as query offset 0)`;

/**
 * Who may see a row: the auditor each, the citizen those about the citizen, a relative none. Of what was refused the citizen is told
 * when it was done by the house, or by somebody with a mandate: who else tried, and in vain, stays between them and the auditor.
 */
const isCitizens = `not (l.patient is null or l.kind in ('unauthenticated', 'purge')
  or l.kind = 'refusal' and l.mandate is null and l.capacity in ('self', 'relative', 'public') and l.agent <> 'Patient/' || l.patient)`;

/** Each row of the ledger `l` once for each reader `v`, with what is shown `s`. Kept apart by `offset`, so that it is worked out once. */
export const source = `ledger l join (values (${viewBit.staff}::smallint), (${viewBit.citizen}::smallint)) v (view)
  on v.view = ${viewBit.staff} or ${isCitizens} cross join lateral ${shown} s`;

export const targets = 's.targets';
export const query = 's.query';

/** Whoever has a resource here is named by it, others by kind and id. */
export const hasResource = `split_part(l.agent, '/', 1) in ('Patient', 'RelatedPerson', 'Practitioner', 'Device')`;
export const hasCaller = `not ${hasResource} and strpos(l.agent, '/') > 0`;
export const callerSystem = `${sqlText(`${systems.caller}/`)} || split_part(l.agent, '/', 1)`;
export const callerValue = `substr(l.agent, strpos(l.agent, '/') + 1)`;

export const isSelf = `l.capacity = 'self'`;
export const roleSystem = when(isSelf, sqlText(systems.self), sqlText(systems.role));
export const roleCode = when(isSelf, `'ONESELF'`, 'l.capacity');

interface Kind {
  readonly test: string;
  readonly type: readonly [system: string, code: string];
  readonly subtype: Kind['type'];
}

/** What a row is by its kind; all others are by what was asked. */
export const typeOf: Readonly<Record<string, Kind>> = {
  login: { test: isLogin, type: [systems.dicom, '110114'], subtype: [systems.dicom, '110122'] },
  purge: {
    test: isPurge,
    type: [systems.lifecycle, 'destroy'],
    subtype: [systems.lifecycle, 'destroy'],
  },
};
