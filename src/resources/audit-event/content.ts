/** What of a ledger row is shown, as expressions in SQL over the row `l`. https://hl7.org/fhir/R4/auditevent.html */
import { sqlText } from '../../store/sql-name.ts';
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
  isSelf,
  patient,
  query,
  systems,
  targets,
  typeOf,
  when,
} from './row.ts';

type Fields = Readonly<Record<string, string | undefined>>;

/** A JSON object whose members are expressions; those that are null are left out in the end. */
const object = (fields: Fields): string =>
  `json_build_object(${Object.entries(fields)
    .flatMap(([name, value]) => (value === undefined ? [] : [sqlText(name), value]))
    .join(', ')})`;

const list = (...items: readonly string[]): string => `json_build_array(${items.join(', ')})`;
const reference = (text: string): string => object({ reference: text });

/** What is the same in every row is written out: an object is dearer to build than to repeat. */
const fixed = (value: unknown): string => `${sqlText(JSON.stringify(value))}::json`;
const coded = (system: string, code: string) => ({ system, code });
const concept = (system: string, code: string): string => fixed({ coding: [coded(system, code)] });

const caller = object({ identifier: object({ system: callerSystem, value: callerValue }) });
const who = `case when ${hasResource} then ${reference('l.agent')} when ${hasCaller} then ${caller} end`;

const user = object({
  type: concept(systems.participation, 'IRCP'),
  role: when(
    isSelf,
    fixed([{ coding: [coded(systems.self, 'ONESELF')] }]),
    list(object({ coding: list(object({ system: sqlText(systems.role), code: 'l.capacity' })) })),
  ),
  who,
  requestor: 'true',
});

/** DICOM names the ends by where the data go: of a read the client is the destination, of a query the source. */
const endOf = (ofRead: string, ofQuery: string): string =>
  when(isRead, concept(systems.dicom, ofRead), concept(systems.dicom, ofQuery));

const client = object({
  type: endOf('110152', '110153'),
  who: when(
    'l.client is not null',
    object({ identifier: object({ system: sqlText(systems.client), value: 'l.client' }) }),
  ),
  requestor: isLogin,
  network: when('l.network is not null', object({ address: 'l.network', type: `'2'` })),
});

/** Named by what it is: its Device is the source, and an agent by reference is somebody else. */
const server = object({
  type: endOf('110153', '110152'),
  who: fixed({ identifier: { system: systems.caller, value: 'samspil' } }),
  requestor: 'false',
});

const time = (at: string): string =>
  `to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const systemObject = fixed(coded(systems.entity, '2'));
const roleOf = (code: string): string => fixed(coded(systems.object, code));

const target = object({ what: reference('ref') });
const readTarget = object({ what: reference('ref'), type: systemObject, role: roleOf('4') });

/** Every kind of entity, in the order in which they are shown: the text of its JSON, or null. */
const entities: readonly string[] = [
  when(
    `${patient} is not null`,
    object({
      what: reference(patient),
      type: fixed(coded(systems.entity, '1')),
      role: roleOf('1'),
    }),
  ),
  `(select string_agg((case when ${isRead} then ${readTarget} else ${target} end)::text, ',') from unnest(${targets}) ref)`,
  when(
    `${query} <> '' and not ${isRead}`,
    object({
      type: systemObject,
      role: roleOf('24'),
      query: `translate(encode(convert_to(${query}, 'UTF8'), 'base64'), E'\\n', '')`,
    }),
  ),
  when(
    'l.mandate is not null',
    object({ what: reference('l.mandate'), type: fixed(coded(systems.resource, 'Consent')) }),
  ),
  when(
    'l.request is not null',
    object({
      what: object({ identifier: object({ value: 'l.request' }) }),
      type: fixed(coded(systems.request, 'XrequestId')),
    }),
  ),
  when(
    isLogin,
    object({
      type: systemObject,
      detail: list(object({ type: `'requests'`, valueString: 'l.shown::text' })),
    }),
  ),
];

/** As one array; to gather them by a query would cost as much as all the rest. */
const entity = `('[' || nullif(concat_ws(',', ${entities.map((one) => `(${one})::text`).join(', ')}), '') || ']')::json`;

/** By kind, with what makes the text of each; the rest of a `case` follows. */
const byKind = (element: 'type' | 'subtype', made: (coding: object) => unknown): string =>
  Object.values(typeOf)
    .map((kind) => `when ${kind.test} then ${fixed(made(coded(...kind[element])))}`)
    .join(' ');

const type = `case ${byKind('type', (coding) => coding)} else ${fixed(coded(systems.type, 'rest'))} end`;

const operation = object({ system: sqlText(systems.operation), code: 'substr(l.interaction, 2)' });
const subtype = `case ${byKind('subtype', (coding) => [coding])}
  when ${isOperation} then ${list(fixed(coded(systems.rest, 'operation')), operation)}
  else ${list(object({ system: sqlText(systems.rest), code: interactionCode }))} end`;

const agents = `case when ${isLogin} then ${list(client, server)}
  when l.client is null and l.network is null then ${list(user, server)}
  else ${list(user, client, server)} end`;

/** The AuditEvent of a row, as the bytes that are answered; `observer` is the reference of the Device that wrote the row down. */
export const contentOf = (profile: string, observer: string): string =>
  `json_strip_nulls(${object({
    resourceType: `'AuditEvent'`,
    id: 'l.id',
    meta: object({
      versionId: `'1'`,
      lastUpdated: time('l.at'),
      profile: fixed([profile]),
    }),
    type,
    subtype,
    action,
    period: when(
      isLogin,
      object({ start: time('l.at'), end: time(`(l.at + interval '1 minute')`) }),
    ),
    recorded: time('l.at'),
    outcome: 'l.outcome',
    outcomeDesc: when(`l.outcome <> '0'`, 'l.kind'),
    purposeOfEvent: when(
      'l.purpose is not null',
      list(
        object({ coding: list(object({ system: sqlText(systems.purpose), code: 'l.purpose' })) }),
      ),
    ),
    agent: agents,
    source: object({ observer: reference(observer) }),
    entity,
  })})::text`;
