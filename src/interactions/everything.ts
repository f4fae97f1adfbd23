/** https://hl7.org/fhir/R4/patient-operation-everything.html */
import { createHash } from 'node:crypto';
import { searchset } from '../fhir/bundle.ts';
import { badRequest, unprocessable } from '../fhir/outcome.ts';
import type { Room } from '../resources/define.ts';
import { assertOn } from './closed.ts';
import { membersOfRoom } from './compartment.ts';
import { knowsOfChanges, shownTag, tagsOf } from './compartment-tag.ts';
import type { Mark } from './cursor.ts';
import { entriesOf, everythingParameters, type Wanted, wantedIn } from './everything-asked.ts';
import { readOutside } from './everything-outside.ts';
import {
  type Compartment,
  type Piece,
  type Read,
  readCompartment,
} from './everything-statement.ts';
import type { Asking, Desk, Told } from './exchange.ts';
import { looksAt } from './look.ts';
import { endsOf, linksOf, openPage, type Page } from './page.ts';
import { idAt } from './place.ts';
import type { GeneralOperation } from './route.ts';
import { refuseMissing } from './row.ts';
import { sealedIn } from './search.ts';

const oneCitizen = () =>
  unprocessable('one-citizen', {
    da: 'Nævn én borger: Patient/[id]/$everything. Alle borgeres data på én gang gives kun ved $export, og kun til systemer.',
    en: 'Name one citizen: Patient/[id]/$everything. The data of all citizens at once is given by $export only, and to systems only.',
  });

const nobody = () =>
  badRequest('one-citizen', {
    da: 'Du har ingen egne data her. Nævn den borger, du handler for: Patient/[id]/$everything.',
    en: 'You have no data of your own here. Name the citizen for whom you act: Patient/[id]/$everything.',
  });

/** At the level of the type a person asks for the own data, or that of the citizen whom the login was made for. */
function ownId({ call: { grant } }: Desk): string {
  if (grant.caller.kind !== 'person') throw oneCitizen();
  const id = grant.caller.patient ?? grant.self;
  if (id === undefined) throw nobody();
  return id;
}

/**
 * Rooms that are shown of what stands elsewhere, as the accesses are of the ledger, change at every look: they come when they are
 * named, and with the own data at the level of the type, which is the citizen's right of access and not what an app synchronises by.
 */
const isWanted =
  ({ types }: Wanted, isOwnExport: boolean) =>
  ({ type, from }: Room): boolean =>
    types.length === 0 ? from === undefined || isOwnExport : types.includes(type);

/** The one capacity of the request. */
function compartmentOf(desk: Desk, room: Room, id: string | undefined, wanted: Wanted) {
  const { caller, self } = desk.call.grant;
  const whose = id === undefined ? ownId(desk) : idAt(room, id);
  const named = caller.kind === 'person' ? (caller.patient ?? whose) : whose;
  const isOwnExport = id === undefined && whose === self;
  const members = membersOfRoom(room, desk.rooms).filter(isWanted(wanted, isOwnExport));
  return { room, id: whose, about: { named }, members } satisfies Compartment;
}

const markOf = (piece: Piece | undefined): Mark | undefined =>
  piece && { type: piece.type, id: piece.id, keys: [] };

interface Answer {
  readonly read: Read;
  readonly outside: readonly Piece[];
  readonly page: Page;
}

/** To citizens the version of the compartment tells of every change, and what lies outside is looked at; elsewhere all is. */
function tagFor(
  desk: Desk,
  { room, id, members }: Compartment,
  answer: Answer,
  isPaged: boolean,
): string {
  const { read, outside, page } = answer;
  const extra = [page.address, page.entries, page.walking ?? null];
  const contents = (pieces: readonly Piece[]) => pieces.map(({ content }) => content);
  const isTold = room.patient !== undefined && knowsOfChanges(desk.call.grant, id);
  if (!isTold || read.version === undefined || members.some(({ from }) => from))
    return shownTag(desk, contents([...read.pieces, ...outside]), extra, isPaged);
  const hash = createHash('sha256');
  for (const content of contents(outside)) hash.update(content);
  const tags = tagsOf(desk, id, read.version, [extra, hash.digest('base64url')]);
  return isPaged ? tags.paged : tags.plain;
}

async function tell(desk: Desk, asking: Asking, at: Compartment, answer: Answer): Promise<Told> {
  const { read, outside, page } = answer;
  const { pieces, more } = read;
  const ends = endsOf(page, more, markOf(pieces.at(0)), markOf(pieces.at(-1)));
  const links = await linksOf(desk, page, ends);
  const entryOf = (mode: 'match' | 'include') => (piece: Piece) => ({
    ...{ fullUrl: `${desk.base}/${piece.type}/${piece.id}`, content: piece.content, mode },
  });
  const isWhole = !page.walking && !more;
  const body = searchset({
    entries: [...pieces.map(entryOf('match')), ...outside.map(entryOf('include'))],
    links,
    ...(isWhole && { total: pieces.length }),
  });
  const patient = at.room.patient ? at.id : null;
  const shown = [...pieces, ...outside].map(({ type, id }) => ({ type, id, patient }));
  return {
    ...{ status: 200, body },
    ...(asking.method === 'GET' && { etag: tagFor(desk, at, answer, sealedIn(links)) }),
    looks: looksAt(shown, patient === null ? [] : [patient]),
  };
}

const run: GeneralOperation['run'] = async (desk, { room, id, asking, operation }) => {
  if (!room) throw new TypeError('$everything is asked of a type');
  const address = id === undefined ? `${room.type}/$everything` : `${room.type}/${id}/$everything`;
  const entries = entriesOf(desk, room, asking, operation);
  const page = await openPage(desk, address, entries, asking.method === 'GET');
  const served = desk.rooms.map(({ type }) => type);
  const wanted = wantedIn(operation, page.entries, served);
  assertOn(desk, wanted.types);
  const at = compartmentOf(desk, room, id, wanted);
  const read = await readCompartment(desk, at, { wanted, walking: page.walking });
  if (read.version === undefined) return refuseMissing(desk.call, room, at.id);
  const outside = await readOutside(desk, at, read.pieces, wanted.types);
  return tell(desk, asking, at, { read, outside, page });
};

/** Everything that is known of one citizen, as far as the caller may see it: also the citizen's own data export. */
export const everythingOperation: GeneralOperation = {
  code: 'everything',
  title: { da: 'Alt om en borger', en: 'Everything about a citizen' },
  definition: 'http://hl7.org/fhir/OperationDefinition/Patient-everything',
  types: ['Patient'],
  ...{ onSystem: false, onType: true, onInstance: true, affectsState: false },
  parameter: everythingParameters,
  run,
};
