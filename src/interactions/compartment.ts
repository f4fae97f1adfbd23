/** https://hl7.org/fhir/R4/compartmentdefinition.html */
import { compartmentCriteria, isCompartment, membersOf } from '../fhir/compartment.ts';
import { fail, issue, quote } from '../fhir/outcome.ts';
import type { Criterion } from '../fhir/search-criterion.ts';
import type { Room } from '../resources/define.ts';
import { assertOn } from './closed.ts';
import { searchMembers } from './compartment-all.ts';
import type { Asking, Desk, Entries, Told } from './exchange.ts';
import { idAt } from './place.ts';
import type { Place } from './route.ts';
import { answerSearch, entriesOfForm, type Searching } from './search.ts';

/** A room where the resources of citizens lie in the compartment of one each. */
const ofCitizens = ({ type, patient }: Room): boolean =>
  type === 'Patient' && patient !== undefined;

/** Rooms of which nothing is a citizen's have R4's compartments as they are published. */
const asPublished = ({ type, access, own }: Room): boolean =>
  isCompartment(type) && access.kind === 'open' && own !== undefined;

/** Whether resources of this room have compartments to search in. */
export const hasCompartments = (room: Room): boolean => ofCitizens(room) || asPublished(room);

/** The rooms in the compartments of this one. */
export function membersOfRoom(room: Room, rooms: readonly Room[]): Room[] {
  const searchable = rooms.filter(
    ({ interactions, closed }) => !closed && interactions.includes('search-type'),
  );
  if (ofCitizens(room))
    return searchable.filter(
      ({ patient, access }) => patient !== undefined && access.kind === 'compartment',
    );
  if (!asPublished(room) || !isCompartment(room.type)) return [];
  const members = membersOf(room.type);
  return searchable.filter(({ type }) => members.has(type));
}

/** What lies in the compartment of an id: all of these hold, or any one of those. */
export function withinOf(room: Room, member: Room, id: string): Pick<Searching, 'all' | 'any'> {
  if (ofCitizens(room)) {
    const values = [{ reference: `Patient/${id}` }];
    return { all: [{ kind: 'reference', name: 'patient', values }] };
  }
  const any: readonly Criterion[] | undefined = isCompartment(room.type)
    ? compartmentCriteria(room.type, member.type, id)
    : undefined;
  return { any: any ?? [] };
}

const noMember = (room: Room, member: string, members: readonly Room[]) => {
  const names = [...members.map(({ type }) => type), '*'].join(', ');
  return fail(
    404,
    issue({
      code: 'not-supported',
      key: 'not-in-compartment',
      text: {
        da: `${quote(member)} ligger ikke under ${room.type}. Der ligger: ${names}.`,
        en: `${quote(member)} does not lie in the compartment of ${room.type}. What does: ${names}.`,
      },
    }),
  );
};

interface Given {
  readonly entries: Entries;
  readonly inUrl: boolean;
}

async function answer(desk: Desk, room: Room, asking: Asking, place: Place, given: Given) {
  const id = idAt(room, place.id);
  const { member: wanted = '' } = place;
  const members = membersOfRoom(room, desk.rooms);
  const address = `${room.type}/${id}/${wanted}`;
  const asked = { asking, address, ...given } as const;
  if (wanted === '*') {
    const within = (member: Room) => withinOf(room, member, id);
    const about = ofCitizens(room) ? { named: id } : 'self';
    // Who looked is asked for by itself: it changes with this very question.
    const kept = members.filter(({ from }) => from === undefined);
    return searchMembers(desk, { ...asked, room, about, members: kept, within });
  }
  const member = members.find(({ type }) => type === wanted);
  if (!member) {
    assertOn(desk, [wanted]);
    throw noMember(room, wanted, members);
  }
  return answerSearch(desk, { ...asked, room: member, ...withinOf(room, member, id) });
}

/** `GET Patient/1/Appointment`, `GET Patient/1/*`. */
export const searchMember = (desk: Desk, room: Room, asking: Asking, place: Place): Promise<Told> =>
  answer(desk, room, asking, place, { entries: asking.query, inUrl: true });

/** `POST Patient/1/Appointment/_search`. */
export const searchMemberByForm = (
  desk: Desk,
  room: Room,
  asking: Asking,
  place: Place,
): Promise<Told> =>
  answer(desk, room, asking, place, { entries: entriesOfForm(asking), inUrl: false });
