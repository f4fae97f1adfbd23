/** Which versions of the past a caller may see, by the rules of the rooms alone. */
import type { Room } from '../../../src/resources/define.ts';
import type { Database } from '../../../src/store/database.ts';
import { tableOf } from '../../../src/store/shape.ts';
import type { Seer } from '../oracle.ts';

export interface Past {
  readonly id: string;
  readonly version: number;
  readonly view: number;
  readonly patient: string | null;
  readonly deleted: boolean;
  /** It carries a label of protection. */
  readonly restricted: boolean;
}

const columns = `id, version, view, patient, content is null as deleted,
  coalesce(content::jsonb #> '{meta,security}' @> '[{"code":"R"}]', false) as restricted`;

export const readPast = async (db: Database, room: Room): Promise<Past[]> =>
  (await db.query<Past>(`select ${columns} from ${tableOf(room)}_history`)).rows;

export const readStanding = async (db: Database, room: Room): Promise<Past[]> =>
  (await db.query<Past>(`select ${columns} from ${tableOf(room)}`)).rows;

/** In which view a seer sees what is this citizen's, or nobody's; undefined where in none. */
function viewOf(room: Room, seer: Seer, patient: string | null): number | undefined {
  if (seer.kind === 'staff' || seer.kind === 'system') return 1;
  if (seer.kind === 'auditor') return room.access.kind === 'open' ? 2 : 1;
  if (seer.kind === 'public') return room.access.kind === 'open' ? 2 : undefined;
  if (patient === null || patient === seer.self) return 2;
  const right = seer.rights.find((one) => one.patient === patient);
  return right && !right.denied.has(room.type) ? 4 : undefined;
}

/** Rooms of which only some rows are for persons, or only some of a relative's: what was deleted there is told to nobody. */
const narrowed = ['Slot', 'RelatedPerson', 'Consent', 'Provenance'];

/** Whose are no citizens, and who sees no unit's work. */
const untold: readonly Seer['kind'][] = ['auditor', 'public'];

/** Of what is gone: nothing to auditors or who is nobody, to staff what was nobody's, to the others what was theirs. */
function isGoneFor(room: Room, seer: Seer, one: Past, bit: number, all: readonly Past[]): boolean {
  if (narrowed.includes(room.type) || untold.includes(seer.kind)) return false;
  if (seer.kind === 'staff' && one.patient !== null) return false;
  const seen = all.filter(({ id, view }) => id === one.id && view & bit);
  const last = seen.reduce((a, b) => (b.version > a.version ? b : a), one);
  if (!last.deleted || last.patient !== one.patient) return false;
  return one.deleted || bit !== 4 || !seen.some(({ restricted }) => restricted);
}

/** The versions that a seer may see: those of what is seen now, unless it is protected by now; and the end of what was theirs. */
export function seenPast(
  room: Room,
  seer: Seer,
  { past, standing, kept }: { past: Past[]; standing: Past[]; kept: ReadonlySet<string> },
): Past[] {
  const now = Map.groupBy(standing, ({ id }) => id);
  return past.filter((one) => {
    const bit = viewOf(room, seer, one.patient);
    if (bit === undefined || !(one.view & bit)) return false;
    const stands = now.get(one.id);
    if (!stands) return isGoneFor(room, seer, one, bit, past);
    const seen = stands.find(({ id, view }) => view & bit && kept.has(`${id} ${view}`));
    return seen !== undefined && seen.patient === one.patient && !(bit === 4 && seen.restricted);
  });
}
