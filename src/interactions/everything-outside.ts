/** What the resources of a compartment refer to outside of it. */
import type { Room } from '../resources/define.ts';
import { forwards } from '../store/include.ts';
import { askNarrowly } from '../store/narrow.ts';
import { binder, textList } from '../store/predicate.ts';
import type { Compartment, Piece } from './everything-statement.ts';
import type { Desk } from './exchange.ts';
import { reachOf } from './finding.ts';

/** Behind `"re`: an `f` is rarer than what stands before it, and so is found sooner. */
const opening = 'ference":"';

/** The addresses in references of a stored resource: found in the text, where nobody's words have bare quotes. */
function collect(content: string, into: Set<string>, passedOver: string): void {
  for (let at = content.indexOf(opening); at >= 0; at = content.indexOf(opening, at)) {
    const isReference = content.startsWith('"re', at - 3);
    at += opening.length;
    if (!isReference || content.startsWith(passedOver, at)) continue;
    const end = content.indexOf('"', at);
    into.add(content.slice(at, end));
    at = end;
  }
}

const relative = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/.*)?$/;

/** The references of some resources by type, each once and in order; those that begin like `passedOver` are left out. */
export function referencesOf(
  contents: readonly string[],
  base: string,
  passedOver = '\n',
): Map<string, string[]> {
  const all = new Set<string>();
  for (const content of contents) collect(content, all, passedOver);
  const byType = new Map<string, Set<string>>();
  for (const one of all) {
    const local = one.startsWith(`${base}/`) ? one.slice(base.length + 1) : one;
    const [, type, id] = relative.exec(local) ?? [];
    if (type === undefined) continue;
    byType.set(type, (byType.get(type) ?? new Set()).add(`${type}/${id}`));
  }
  return new Map([...byType].map(([type, refs]) => [type, [...refs].sort()]));
}

/** One statement asks for no more. */
const mostRefs = 1_000;

/** What the caller sees of these, and is nobody's. */
async function readSome(
  desk: Desk,
  { about }: Compartment,
  wanted: readonly (readonly [string, readonly string[]])[],
): Promise<Piece[]> {
  const { bind, values } = binder();
  const reading = { reach: reachOf(desk, about), next: [], bind };
  const arms = wanted.flatMap(([type, refs]) => {
    const list = `unnest(${textList(refs, bind)}) ref`;
    return forwards(type, list, reading) ?? [];
  });
  if (arms.length === 0) return [];
  const text = `select type, id, content from (${arms.join('\nunion all\n')}) outside where patient is null order by type, id`;
  return (await askNarrowly<Piece>(desk.call.ports.db, text, values)).rows;
}

/** Types of which nothing lies in the compartment, or not only. */
const isOutside = ({ room, members }: Compartment, { type, access }: Room): boolean =>
  type !== room.type &&
  (!members.some((one) => one.type === type) || (access.kind === 'compartment' && !!access.shared));

/** What these resources refer to outside of the compartment, as far as the caller sees it: each once, by type and id. */
export async function readOutside(
  desk: Desk,
  at: Compartment,
  pieces: readonly Piece[],
  types: readonly string[],
): Promise<Piece[]> {
  const refs = referencesOf(
    pieces.map(({ content }) => content),
    desk.base,
    `${at.room.type}/`,
  );
  const asked = desk.rooms
    .filter((room) => isOutside(at, room) && (types.length === 0 || types.includes(room.type)))
    .map(({ type }) => [type, refs.get(type) ?? []] as const);
  const found: Piece[] = [];
  for (let from = 0; ; from += mostRefs) {
    const some = asked
      .map(([type, all]) => [type, all.slice(from, from + mostRefs)] as const)
      .filter(([, all]) => all.length > 0);
    if (some.length === 0) return found;
    found.push(...(await readSome(desk, at, some)));
  }
}
