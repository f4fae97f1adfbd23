/** What a document is made of: the Composition, what it refers to, and what that refers to in turn. */
import type { About } from '../access/scope.ts';
import { unprocessable } from '../fhir/outcome.ts';
import { forwards } from '../store/include.ts';
import { askNarrowly } from '../store/narrow.ts';
import { binder, textList } from '../store/predicate.ts';
import { referencesOf } from './everything-outside.ts';
import type { Desk } from './exchange.ts';
import { reachOf } from './finding.ts';

/** A resource of a document, as it is stored. */
export interface Part {
  readonly type: string;
  readonly id: string;
  readonly content: string;
  readonly patient: string | null;
}

/** Resources of one document. */
const mostParts = 1_000;

const tooLarge = () =>
  unprocessable('too-costly', {
    da: `Dokumentet ville rumme over ${mostParts} ressourcer.`,
    en: `The document would hold over ${mostParts} resources.`,
  });

/** What the caller sees of these; the rest is left out as if it were not there. */
async function readAll(
  desk: Desk,
  about: About,
  wanted: ReadonlyMap<string, readonly string[]>,
): Promise<readonly Part[]> {
  const { bind, values } = binder();
  const reading = { reach: reachOf(desk, about), next: [], bind };
  const served = desk.rooms.filter(({ type }) => wanted.has(type));
  const arms = served.flatMap(({ type }) => {
    const refs = `unnest(${textList(wanted.get(type) ?? [], bind)}) ref`;
    return forwards(type, refs, reading) ?? [];
  });
  if (arms.length === 0) return [];
  const text = `select type, id, content, patient from (${arms.join('\nunion all\n')}) part order by type, id`;
  return (await askNarrowly<Part>(desk.call.ports.db, text, values)).rows;
}

/** The Composition first, then everything that it leads to, each once: nearer ones before farther ones. 422 when it is too much. */
export async function partsOf(desk: Desk, first: Part): Promise<readonly Part[]> {
  const about: About = first.patient === null ? 'any' : { named: first.patient };
  const parts = [first];
  const known = new Set([`${first.type}/${first.id}`]);
  let fresh: readonly Part[] = parts;
  while (fresh.length > 0) {
    const refs = referencesOf(
      fresh.map(({ content }) => content),
      desk.base,
    );
    const wanted = [...refs].map(
      ([type, all]) => [type, all.filter((one) => !known.has(one))] as const,
    );
    for (const [, all] of wanted) for (const ref of all) known.add(ref);
    if (known.size > 4 * mostParts) throw tooLarge();
    fresh = await readAll(desk, about, new Map(wanted.filter(([, all]) => all.length > 0)));
    parts.push(...fresh);
    if (parts.length > mostParts) throw tooLarge();
  }
  return parts;
}
