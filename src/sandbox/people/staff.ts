import names from '../../../fixtures/sandbox/names.json' with { type: 'json' };
import units from '../../../fixtures/sandbox/units.json' with { type: 'json' };
import type { Ydelsestype } from '../../cura/care-records.ts';
import type { Lokation, Medarbejder } from '../../cura/place-records.ts';
import { randomFor } from './random.ts';
import { corridorOf, type Stamp, type Town } from './town.ts';

/** Somebody who works, where, and what for. */
export interface Member {
  readonly index: number;
  readonly record: Medarbejder;
  readonly services: readonly Ydelsestype[];
  /** The own room, or the citizens' homes. */
  readonly placeId: string;
  readonly room: Lokation | undefined;
  /** Place in the turns at weekends; undefined: works on weekdays only. */
  readonly weekendTurn: number | undefined;
}

export const positions = units.stillinger;
const authorisation = 'BCDFGHJKLMNPQRSTVWXYZ0123456789';
const functions = {
  sygeplejerske: 'sygeplejerske',
  fysioterapeut: 'fysioterapeut',
  ergoterapeut: 'ergoterapeut',
  sosu: 'sosu',
  forebyggelse: 'forebyggelse',
  diaetist: 'diaetist',
} as const satisfies { readonly [F in Medarbejder['funktion']]: F };

function functionOf(name: string): Medarbejder['funktion'] {
  return functions[name as keyof typeof functions];
}

function ascii(name: string): string {
  const letters: Record<string, string> = { æ: 'ae', ø: 'oe', å: 'aa' };
  return name.toLowerCase().replace(/[æøå]/g, (letter) => letters[letter] ?? '');
}

function record(seed: number, index: number, stamp: Stamp): Medarbejder {
  const random = randomFor(seed, 'medarbejder', index);
  const position = positions[index % positions.length] ?? random.pick(positions);
  const fornavn = random.pick(names.personale.fornavn);
  const efternavn = random.pick(names.personale.efternavn);
  const letters = Array.from({ length: 5 }, () => random.pick([...authorisation]));
  const number = String(index + 1).padStart(3, '0');
  return {
    id: `med-${number}`,
    ...stamp,
    fornavn,
    efternavn,
    titel: position.titel,
    funktion: functionOf(position.funktion),
    ...(position.funktion !== 'forebyggelse' && { autorisationsId: letters.join('') }),
    enhedId: position.enhedId,
    telefon: `+450012${String(1000 + index).slice(-4)}`,
    email: `${ascii(fornavn)}.${ascii(efternavn)}.${number}@sandby.example`,
    aktiv: true,
    ...(index % 5 === 4 && { internNote: 'Går på deltid fra næste måned.' }),
  };
}

/** `nth` counts the members of the unit, so that each has a room of one's own. */
function roomOf(unitId: string, nth: number, stamp: Stamp): Lokation | undefined {
  const corridor = corridorOf(unitId);
  if (corridor === undefined) return undefined;
  const floor = corridor.floorId.slice(-1);
  const number = `${floor}.${String(corridor.firstRoom + nth).padStart(2, '0')}`;
  return {
    id: `${corridor.floorId}-${number}`,
    ...stamp,
    navn: `Lokale ${number}`,
    art: 'lokale',
    overordnetId: corridor.floorId,
    enhedId: unitId,
    lokalenummer: number,
    vejvisning: `${corridor.way} ${number}`,
  };
}

/** The first `count` members of staff; the same ones, whatever the count. */
export function staff(seed: number, count: number, town: Town, stamp: Stamp): Member[] {
  const inUnit = new Map<string, number>();
  let turn = 0;
  return Array.from({ length: count }, (_, index) => {
    const member = record(seed, index, stamp);
    const nth = inUnit.get(member.enhedId) ?? 0;
    inUnit.set(member.enhedId, nth + 1);
    const offered = positions[index % positions.length]?.ydelsestyper ?? [];
    const room = roomOf(member.enhedId, nth, stamp);
    return {
      index,
      record: member,
      services: town.services.filter(({ id }) => offered.includes(id)),
      placeId: room?.id ?? 'lok-hjem',
      room,
      weekendTurn: offered.includes('yt-saar') ? turn++ : undefined,
    };
  });
}
