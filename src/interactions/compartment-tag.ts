/** ETags of what is answered from one citizen's compartment. */
import { createHash } from 'node:crypto';
import type { Grant } from '../access/grant.ts';
import type { Room } from '../resources/define.ts';
import { compartmentState } from '../store/compartment.ts';
import { endingsOf } from '../store/ends.ts';
import { askNarrowly } from '../store/narrow.ts';
import { binder } from '../store/predicate.ts';
import { cursorLifeMs } from './cursor.ts';
import type { Desk } from './exchange.ts';

const digest = (parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);

/** As whom the caller sees: an answer of one capacity is none of another. `patient` when it is about one citizen. */
function capacityOf({ caller, self, mandates, units, practitioner }: Grant, patient?: string) {
  const used = mandates.filter((one) => patient === undefined || one.patient === patient);
  return [
    ...[caller.kind, patient === undefined ? (self ?? null) : self === patient],
    ...[practitioner ?? null, units.toSorted()],
    used.map((one) => [one.consent, one.consentVersion, one.relatedPerson].join()).sort(),
    caller.scopes.map((one) => Object.values(one)),
  ];
}

/**
 * Whether the version of a compartment may be told, which changes with all that the citizen may see. Others may name a citizen
 * of whom they see less, or more, or nothing: it would say that there is such a one, and when something is done for them.
 */
export const knowsOfChanges = ({ self }: Grant, patient: string): boolean => self === patient;

/** Sealed links end: an answer that holds some is another after half their life. */
const lifeOf = ({ call }: Desk): number => Math.floor((call.ports.now() * 2) / cursorLifeMs);

/** The ETag of a compartment's version; `extra` is all else that the answer depends on, as JSON. */
export const tagOf = (desk: Desk, patient: string, version: string, extra: unknown): string =>
  `W/"${version}-${digest([capacityOf(desk.call.grant, patient), desk.call.language, desk.base, extra])}"`;

/** Both ETags that an answer may have: without sealed links, and with them. */
export const tagsOf = (desk: Desk, patient: string, version: string, extra: unknown) => ({
  plain: tagOf(desk, patient, version, extra),
  paged: tagOf(desk, patient, version, [extra, lifeOf(desk)]),
});

/** The state of a citizen's compartment at the moment of the request, as far as it shows in these rooms. */
export async function versionNow(
  { call: { ports, grant } }: Desk,
  patient: string,
  rooms: readonly Room[],
): Promise<string> {
  const { bind, values } = binder();
  const stored = rooms.map(({ type }) => ports.room(type));
  const state = compartmentState(bind(patient), endingsOf(stored, grant.at, bind));
  const { rows } = await askNarrowly<{ version: string }>(
    ports.db,
    `select ${state} as version`,
    values,
  );
  return rows[0]?.version ?? '0';
}

/** What the store writes begins with type, id, version and time, which tell it from all else: that much is enough to compare. */
const headLength = 240;

/** The ETag of an answer that also holds what lies elsewhere: of the versions that are shown. */
export function shownTag(
  desk: Desk,
  shown: readonly string[],
  extra: unknown,
  hasSealedLinks: boolean,
): string {
  const heads = shown.map((content) => content.slice(0, headLength));
  const { grant, language } = desk.call;
  const life = hasSealedLinks && lifeOf(desk);
  return `W/"${digest([capacityOf(grant), language, desk.base, life, extra, heads])}"`;
}
