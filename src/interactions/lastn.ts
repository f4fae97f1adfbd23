/** https://hl7.org/fhir/R4/observation-operation-lastn.html */
import type { Parameters, Resource } from '@medplum/fhirtypes';
import { searchset } from '../fhir/bundle.ts';
import { badRequest, fail, issue, render } from '../fhir/outcome.ts';
import { assertReadable } from '../fhir/search-query.ts';
import type { Room } from '../resources/define.ts';
import type { OperationParameter } from '../resources/operation.ts';
import { askNarrowly } from '../store/narrow.ts';
import { askedOf } from './asked.ts';
import { aboutOf } from './capacity.ts';
import type { Asking, Desk, Entries } from './exchange.ts';
import { type Last, newestSql } from './lastn-statement.ts';
import { askedText } from './look.ts';
import { asEntry, listIn } from './operation-input.ts';
import { linksOf, type Page } from './page.ts';
import { assertOnly, unreadable } from './place.ts';
import type { GeneralOperation } from './route.ts';
import { looksOf } from './search.ts';

/** Of each kind. */
const mostOfKind = 100;
/** Of an answer: what is more is asked for by code or category. */
const mostShown = 1_000;

const asInSearch = {
  da: 'Som i en søgning; patient eller subject er påkrævet, og andre søgeparametre kan også stå.',
  en: 'As in a search; patient or subject is required, and other search parameters may stand too.',
};

const parameter: readonly OperationParameter[] = [
  {
    ...{ name: 'max', use: 'in', min: 0, max: '1', type: 'positiveInt' },
    documentation: {
      da: `Hvor mange af hver slags, 1 til ${mostOfKind}; 1, når intet er sagt.`,
      en: `How many of each kind, 1 to ${mostOfKind}; 1 unless said.`,
    },
  },
  ...['patient', 'subject', 'category', 'code'].map(
    (name): OperationParameter => ({
      ...{ name, use: 'in', min: 0, max: '*', type: 'string' },
      documentation: asInSearch,
    }),
  ),
  {
    ...{ name: 'return', use: 'out', min: 1, max: '1', type: 'Bundle' },
    documentation: {
      da: 'De nyeste af hver slags; er flere fra samme tid, er de der alle.',
      en: 'The newest of each kind; where several are of the same time, all of those.',
    },
  },
];

/** The parameters of a search, in the address, a form or Parameters. 400 for another body. */
function entriesIn(asking: Asking): Entries {
  assertReadable(asking.query, 'GET');
  const body = asking.method === 'POST' ? asking.body(['resource', 'form']) : undefined;
  if (body?.kind === 'form') return [...asking.query, ...body.entries];
  if (body?.kind !== 'resource') return asking.query;
  const resource = body.resource as Resource;
  if (resource.resourceType !== 'Parameters')
    throw badRequest(
      'resource-type',
      { da: '$lastn tager imod Parameters.', en: '$lastn takes Parameters.' },
      { expression: 'resourceType' },
    );
  return [...asking.query, ...listIn(resource as Parameters).map(asEntry)];
}

/** Controls shape the pages of a search: this has none. 400 naming what may stand. */
function assertNoControls(room: Room, entries: Entries): void {
  const shaping =
    /^_(?:sort|count|total|summary|elements|include|revinclude|contained|page)(?::|$)/;
  const found = entries.filter(([name]) => shaping.test(name));
  if (found.length > 0) assertOnly(found, ['max', ...Object.keys(room.search)]);
}

function maxIn(entries: Entries): number {
  const all = entries.filter(([name]) => name === 'max');
  assertOnly(all, ['max']);
  const text = all[0]?.[1] ?? '1';
  if (!/^[1-9]\d{0,2}$/.test(text) || Number(text) > mostOfKind)
    throw unreadable('max', `1-${mostOfKind}`);
  return Number(text);
}

const noSubject = () =>
  badRequest(
    'parameter-missing',
    {
      da: 'En af parametrene patient, subject er påkrævet.',
      en: 'One of the parameters patient, subject is required.',
    },
    { expression: 'patient' },
  );

const tooMany = () =>
  fail(
    422,
    issue({
      code: 'too-costly',
      key: 'too-costly',
      text: {
        da: `Svaret ville have over ${mostShown} ressourcer; bed om færre med max, code eller category.`,
        en: `The answer would hold over ${mostShown} resources; ask for fewer by max, code or category.`,
      },
    }),
  );

interface Asked {
  readonly max: number;
  readonly asked: ReturnType<typeof askedOf>;
}

function askedIn(desk: Desk, room: Room, asking: Asking): Asked {
  const all = entriesIn(asking);
  assertNoControls(room, all);
  const [max, entries] = [maxIn(all), all.filter(([name]) => name !== 'max')];
  const inUrl = asking.method === 'GET';
  const page: Page = { address: `${room.type}/$lastn`, entries, inUrl };
  const asked = askedOf(desk, room, page, asking.prefer.lenient);
  const isNamed = asked.query.criteria.some(
    ({ kind, ...one }) =>
      kind === 'reference' && 'name' in one && ['patient', 'subject'].includes(one.name),
  );
  if (!isNamed) throw noSubject();
  const shown = all.filter(([name]) => name === 'max');
  return {
    max,
    asked: { ...asked, page: { ...page, entries: [...shown, ...asked.page.entries] } },
  };
}

async function newest(desk: Desk, room: Room, { max, asked }: Asked): Promise<readonly Last[]> {
  const { criteria } = asked.query;
  const about = aboutOf(desk.call.grant, room, criteria);
  const limit = mostShown + 1;
  const { text, values } = newestSql(desk, { room, about, criteria, max, limit });
  const { rows } = await askNarrowly<Last>(desk.call.ports.db, text, values);
  if (rows.length > mostShown) throw tooMany();
  return rows;
}

const run: GeneralOperation['run'] = async (desk, { room, asking }) => {
  if (!room) throw new TypeError('$lastn is asked of a type');
  const asked = askedIn(desk, room, asking);
  const { query, page } = asked.asked;
  const rows = await newest(desk, room, asked);
  const links = await linksOf(desk, page, { hasPrevious: false, hasNext: false });
  const found = rows.map((row) => ({ ...row, type: room.type, mode: 'match' as const, keys: [] }));
  const entries = found.map(({ id, content, mode }) => ({
    ...{ fullUrl: `${desk.base}/${room.type}/${id}`, content, mode },
  }));
  const { warnings, criteria } = query;
  const outcome = warnings.length > 0 && { outcome: render(warnings, desk.call.language) };
  const body = searchset({ entries, total: rows.length, links, ...outcome });
  const about = aboutOf(desk.call.grant, room, criteria);
  const looks = looksOf(
    desk,
    { room, about, criteria, query: askedText(page.address, page.entries) },
    found,
  );
  return { status: 200, body, looks };
};

/** The newest observations of each kind about somebody. */
export const lastnOperation: GeneralOperation = {
  code: 'lastn',
  title: { da: 'De nyeste målinger af hver slags', en: 'The newest observations of each kind' },
  definition: 'http://hl7.org/fhir/OperationDefinition/Observation-lastn',
  types: ['Observation'],
  ...{ onSystem: false, onType: true, onInstance: false, affectsState: false },
  parameter,
  run,
};
