/** Which mappings `$transform` goes by. */
import type { Resource } from '@medplum/fhirtypes';
import { badRequest, quote } from '../fhir/outcome.ts';
import type { Room } from '../resources/define.ts';
import type { RoomMapping } from '../resources/room-mapping.ts';

/** A mapping, with the room that it is of. */
export interface Candidate {
  readonly room: Room;
  readonly mapping: RoomMapping;
}

type Chosen = readonly [Candidate, ...Candidate[]];

const candidatesOf = (rooms: readonly Room[]): Candidate[] =>
  rooms.flatMap((room) => room.mappings.map((mapping) => ({ room, mapping })));

const namesOf = (all: readonly Candidate[], of: (one: Candidate) => string): string =>
  [...new Set(all.map(of))].sort().join(', ');

const recordOf = ({ mapping }: Candidate): string => mapping.record;

const unknownType = (type: string, all: readonly Candidate[]) => {
  const names = namesOf(all, recordOf);
  return badRequest(
    'unknown-record-type',
    {
      da: `Posttypen ${quote(type)} kan ikke vises her. Her kan: ${names}.`,
      en: `The record type ${quote(type)} is not possible here. Valid are: ${names}.`,
    },
    { expression: 'record-type' },
  );
};

const typeMissing = (all: readonly Candidate[]) => {
  const names = namesOf(all, recordOf);
  return badRequest(
    'parameter-missing',
    {
      da: `Parameteren record-type er påkrævet: ${names}.`,
      en: `The parameter record-type is required: ${names}.`,
    },
    { expression: 'record-type' },
  );
};

const notMapped = (type: string, all: readonly Candidate[]) => {
  const names = namesOf(all, ({ room }) => room.type);
  return badRequest(
    'not-mapped',
    {
      da: `${quote(type)} kommer ikke fra Cura. Det gør: ${names}.`,
      en: `${quote(type)} does not come from Cura. These do: ${names}.`,
    },
    { expression: 'resource' },
  );
};

/** The mappings of a record, or the one of a resource. 400 where there is none, or more than one and nothing chooses. */
export function candidatesFor(
  rooms: readonly Room[],
  {
    type,
    resource,
  }: { readonly type?: string | undefined; readonly resource?: Resource | undefined },
): Chosen {
  const all = candidatesOf(rooms);
  const ofType = resource ? all.filter(({ room }) => room.type === resource.resourceType) : all;
  if (resource && ofType.length === 0) throw notMapped(resource.resourceType, all);
  const found = type === undefined ? ofType : ofType.filter((one) => recordOf(one) === type);
  const [first, ...others] = found;
  if (!first) throw unknownType(type ?? '', ofType);
  if (type === undefined && (!resource || others.length > 0)) throw typeMissing(ofType);
  return [first, ...others];
}
