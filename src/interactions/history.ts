/** https://hl7.org/fhir/R4/http.html#history */
import { type HistoryEntry, historyBundle } from '../fhir/bundle.ts';
import { formatUtc } from '../fhir/instant.ts';
import type { Room } from '../resources/define.ts';
import { unnamed } from './capacity.ts';
import type { Mark } from './cursor.ts';
import type { Asking, Desk, Told } from './exchange.ts';
import { type Arm, armOf, armsOf } from './history-arm.ts';
import { type HistoryAsked, historyAsked, walkOf } from './history-asked.ts';
import { countVersions, type Version, versionsSql, type Window } from './history-row.ts';
import { looksAt } from './look.ts';
import { endsOf, linksOf } from './page.ts';
import { idAt } from './place.ts';
import { whoseIs } from './read.ts';
import type { Place } from './route.ts';
import { show } from './summary.ts';
import { inTransaction } from './write-desk.ts';

type Typed = Version & { readonly type: string };

/** What is told of versions: in what order, and what it counts as. */
interface Telling {
  /** Whose record was looked into, whatever was found. */
  readonly patient?: string | null | undefined;
  readonly total?: number | undefined;
}

const entryOf =
  (desk: Desk, { part }: HistoryAsked) =>
  ({ type, id, version, content, lastUpdated }: Typed): HistoryEntry => ({
    fullUrl: `${desk.base}/${type}/${id}`,
    content: content === null ? null : show(content, part, desk.definitions),
    method: content === null ? 'DELETE' : version === 1 ? 'POST' : 'PUT',
    url: content !== null && version === 1 ? type : `${type}/${id}`,
    version,
    lastModified: formatUtc(lastUpdated),
  });

const markOf = ({ type, id, version, at }: Typed): Mark => ({
  ...{ type, id },
  keys: [at, String(version)],
});

const versioned = ({ type, id, version, patient }: Typed) => ({
  type,
  id: `${id}/_history/${version}`,
  patient,
});

/** A page of what was found, which is one more than is asked for where there are more. */
async function tellVersions(
  desk: Desk,
  asked: HistoryAsked,
  found: readonly Typed[],
  telling: Telling,
): Promise<Told> {
  const { page, count } = asked;
  const more = found.length > count;
  const kept = found.slice(0, count);
  const shown = page.walking?.direction === 'previous' ? kept.reverse() : kept;
  const [first, last] = [shown.at(0), shown.at(-1)].map((one) => one && markOf(one));
  const links = await linksOf(desk, page, endsOf(page, more && count > 0, first, last));
  const whole = page.walking || more ? undefined : found.length;
  const total = telling.total ?? whole;
  const body = historyBundle({
    entries: shown.map(entryOf(desk, asked)),
    links,
    ...(total !== undefined && { total }),
  });
  return {
    status: 200,
    body,
    looks: looksAt(shown.map(versioned), telling.patient ? [telling.patient] : []),
  };
}

interface Walked {
  readonly asked: HistoryAsked;
  readonly room: Room;
  readonly arms: readonly Arm[];
  readonly window?: Window;
  readonly types?: readonly string[];
}

async function walk(desk: Desk, walked: Walked): Promise<Typed[]> {
  const { asked, room, arms, window = asked.window, types = [room.type] } = walked;
  if (arms.length === 0) return [];
  const { db, room: stored } = desk.call.ports;
  const { table } = stored(room.type);
  const { text, values } = versionsSql(table, arms, window, walkOf(asked, room.type, types));
  const { rows } = await db.query<Version>(text, values);
  return rows.map((row) => ({ ...row, type: room.type }));
}

/** Every version of a resource that the caller may see, newest first; also of one that was deleted. */
export async function historyOfInstance(
  desk: Desk,
  room: Room,
  asking: Asking,
  place: Place,
): Promise<Told> {
  const id = idAt(room, place.id);
  const asked = await historyAsked(desk, asking, `${room.type}/${id}/_history`, room.type);
  const patient = await whoseIs(desk.call, room, id);
  const arm = armOf(room, desk.call.grant, patient);
  const window = { ...asked.window, id };
  const { db, room: stored } = desk.call.ports;
  const found = await walk(desk, { asked, room, arms: arm ? [arm] : [], window });
  const isWhole = asked.page.walking === undefined && found.length <= asked.count;
  const total =
    isWhole || !arm ? found.length : await countVersions(db, stored(room.type).table, arm, window);
  return tellVersions(desk, asked, found, {
    ...{ patient, total },
  });
}

/** Every version of every resource of a type, as the histories of each give them together. */
export async function historyOfType(desk: Desk, room: Room, asking: Asking): Promise<Told> {
  const asked = await historyAsked(desk, asking, `${room.type}/_history`, room.type);
  const { grant } = desk.call;
  const arms = armsOf(room, grant, unnamed(grant, room));
  const found = await walk(desk, { asked, room, arms });
  return tellVersions(desk, asked, found, {});
}

const newestFirst =
  (types: readonly string[]) =>
  (a: Typed, b: Typed): number =>
    b.lastUpdated - a.lastUpdated ||
    types.indexOf(a.type) - types.indexOf(b.type) ||
    (a.id === b.id ? b.version - a.version : a.id < b.id ? 1 : -1);

/** Each room gives the first of its versions; of those the first are told. All are read of one moment. */
export async function historyOfSystem(desk: Desk, asking: Asking): Promise<Told> {
  const asked = await historyAsked(desk, asking, '_history');
  const { grant } = desk.call;
  const rooms = desk.rooms.filter(({ interactions }) => interactions.includes('history-type'));
  const types = rooms.map(({ type }) => type);
  const found = await inTransaction(
    desk,
    async (bound) => {
      const all: Typed[] = [];
      for (const room of rooms) {
        const arms = armsOf(room, grant, unnamed(grant, room));
        all.push(...(await walk(bound, { asked, room, arms, types })));
      }
      return all;
    },
    { isolation: 'repeatable read' },
  );
  found.sort(newestFirst(types));
  if (asked.page.walking?.direction === 'previous') found.reverse();
  return tellVersions(desk, asked, found.slice(0, asked.count + 1), {});
}
