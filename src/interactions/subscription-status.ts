/** `$status` and `$events` of the Subscriptions R5 Backport. */
import type { Subscription } from '@medplum/fhirtypes';
import { searchset } from '../fhir/bundle.ts';
import { badRequest } from '../fhir/outcome.ts';
import type { OperationParameter } from '../resources/operation.ts';
import { backportOperation, type Content, contents } from '../resources/subscription/backport.ts';
import { eventsOf, runsById, type Standing } from '../resources/subscription/run.ts';
import type { Desk, Told } from './exchange.ts';
import { looksAt } from './look.ts';
import { inputOf } from './operation.ts';
import { type Given, givenIn, textIn, textsIn } from './operation-input.ts';
import { idAt } from './place.ts';
import type { GeneralOperation } from './route.ts';
import type { Row } from './row.ts';
import { notification, type Said, statusOf } from './subscription-notification.ts';
import { ownOnes } from './subscription-own.ts';
import { toldNow } from './subscription-seen.ts';

const parameter = (
  name: string,
  type: string,
  max: string,
  documentation: OperationParameter['documentation'],
): OperationParameter => ({ name, use: 'in', min: 0, max, type, documentation });

const returned: OperationParameter = {
  ...{ name: 'return', use: 'out', min: 1, max: '1', type: 'Bundle' },
  documentation: {
    da: 'En Bundle, hvis første post er abonnementets tilstand.',
    en: 'A Bundle whose first entry is the state of the subscription.',
  },
};

/** A Subscription of the caller's, with how far it has come. */
interface Own {
  readonly row: Row;
  readonly resource: Subscription;
  readonly run: Standing | undefined;
}

const saidOf = ({ base }: Desk, { resource, run }: Own, kind: Said['kind']): Said => ({
  ...{ base, id: resource.id ?? '', type: run?.type ?? '', status: resource.status, kind },
  ...{ events: run?.events ?? 0, content: run?.content ?? 'empty', error: resource.error },
});

async function own(desk: Desk, ids: readonly string[] | undefined): Promise<Own[]> {
  const rows = await ownOnes(desk, ids);
  const found = await runsById(
    desk.call.ports.db,
    rows.map(({ id }) => id),
  );
  const runs = new Map(found.map((run) => [run.id, run]));
  return rows.map((row) => ({
    ...{ row, resource: JSON.parse(row.content) as Subscription, run: runs.get(row.id) },
  }));
}

const looked = (all: readonly Own[]) =>
  looksAt(all.map(({ row }) => ({ type: 'Subscription', id: row.id, patient: row.patient })));

const givenTo = (
  desk: Desk,
  { room, asking, operation }: Parameters<GeneralOperation['run']>[1],
): Given => {
  if (!room) throw new TypeError(`$${operation.code} is asked of Subscription`);
  return givenIn(operation, inputOf(desk, room, asking, operation));
};

/** What was asked, as an address that asks it again. */
function addressOf(address: string, asked: Readonly<Record<string, readonly string[]>>): string {
  const all = Object.entries(asked).flatMap(([name, values]) =>
    values.map((value): [string, string] => [name, value]),
  );
  return all.length === 0 ? address : `${address}?${new URLSearchParams(all)}`;
}

async function status(desk: Desk, asked: Parameters<GeneralOperation['run']>[1]): Promise<Told> {
  const given = givenTo(desk, asked);
  const { room, id } = asked;
  const named = textsIn(given, 'id');
  const ids = id !== undefined && room ? [idAt(room, id)] : named.length > 0 ? named : undefined;
  const wanted = id === undefined ? textsIn(given, 'status') : [];
  const all = (await own(desk, ids)).filter(
    ({ resource }) => wanted.length === 0 || wanted.includes(resource.status),
  );
  const entries = all.map((one) => ({
    fullUrl: `${desk.base}/Subscription/${one.row.id}/$status`,
    content: JSON.stringify({ ...statusOf(saidOf(desk, one, 'query-status')), id: one.row.id }),
    mode: 'match' as const,
  }));
  const address = `${desk.base}/Subscription${id === undefined ? '' : `/${id}`}/$status`;
  const links = [
    { relation: 'self' as const, url: addressOf(address, { id: named, status: wanted }) },
  ];
  return {
    status: 200,
    body: searchset({ entries, total: all.length, links }),
    looks: looked(all),
  };
}

/** How a Subscription stands. */
export const statusOperation: GeneralOperation = {
  code: 'status',
  title: { da: 'Abonnementets tilstand', en: 'Status of subscriptions' },
  definition: backportOperation('status'),
  types: ['Subscription'],
  ...{ onSystem: false, onType: true, onInstance: true, affectsState: false },
  parameter: [
    parameter('id', 'string', '*', {
      da: 'Abonnementer, der spørges til; alle ens egne uden.',
      en: 'The subscriptions asked about; all of one’s own without it.',
    }),
    parameter('status', 'code', '*', {
      da: 'Kun abonnementer med en af disse tilstande.',
      en: 'Only subscriptions in one of these states.',
    }),
    returned,
  ],
  run: status,
};

const mostEvents = 100;

function numberOf(given: Given, name: string, otherwise: number): number {
  const text = textIn(given, name);
  if (text === undefined) return otherwise;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw badRequest(
    'parameter-value',
    { da: `${name} er et helt tal.`, en: `${name} is a whole number.` },
    { expression: name },
  );
}

function contentOf(given: Given, otherwise: Content): Content {
  const text = textIn(given, 'content');
  if (text === undefined) return otherwise;
  const found = contents.find((one) => one === text);
  if (found) return found;
  throw badRequest(
    'parameter-value',
    { da: `content er ${contents.join(', ')}.`, en: `content is ${contents.join(', ')}.` },
    { expression: 'content' },
  );
}

async function events(desk: Desk, asked: Parameters<GeneralOperation['run']>[1]): Promise<Told> {
  const given = givenTo(desk, asked);
  const { room, id = '' } = asked;
  const [mine] = await own(desk, room ? [idAt(room, id)] : []);
  const { ports } = desk.call;
  if (!mine?.run) throw new TypeError('A Subscription does not run.');
  const { run } = mine;
  const window = {
    after: numberOf(given, 'eventsSinceNumber', 1) - 1,
    until: numberOf(given, 'eventsUntilNumber', Number.MAX_SAFE_INTEGER),
    most: mostEvents,
  };
  const found = await eventsOf(ports.db, run.id, window);
  const told = await toldNow(desk, run, found);
  const said = { ...saidOf(desk, mine, 'query-event'), content: contentOf(given, run.content) };
  const shown = said.content === 'empty' ? [] : told.flatMap(({ row }) => row ?? []);
  const now = ports.now();
  return {
    status: 200,
    body: notification(said, { told, mark: `${now}`, now }),
    looks: [...looked([mine]), ...looksAt(shown.map((row) => ({ ...row, type: run.type })))],
  };
}

/** What was told, or should have been, told again. */
export const eventsOperation: GeneralOperation = {
  code: 'events',
  title: { da: 'Tidligere hændelser', en: 'Earlier events' },
  definition: backportOperation('events'),
  types: ['Subscription'],
  ...{ onSystem: false, onType: false, onInstance: true, affectsState: false },
  parameter: [
    parameter('eventsSinceNumber', 'string', '1', {
      da: 'Fra og med denne hændelse.',
      en: 'From this event on, itself included.',
    }),
    parameter('eventsUntilNumber', 'string', '1', {
      da: 'Til og med denne hændelse.',
      en: 'Up to this event, itself included.',
    }),
    parameter('content', 'code', '1', {
      da: 'Hvor meget der vises; som abonnementet siger, når intet er sagt.',
      en: 'How much is shown; as the subscription says when nothing is said.',
    }),
    returned,
  ],
  run: events,
};
