import type { Aftale, Ydelsestype } from '../../cura/care-records.ts';
import type { Udfoerer } from '../../cura/post.ts';
import { formatInstant, wallToInstant } from '../../fhir/instant.ts';
import { clock } from './calendar.ts';
import { grantOf } from './grants.ts';
import { citizenId } from './person.ts';
import { type Random, randomFor } from './random.ts';
import type { WorkSlot } from './roster.ts';
import type { Member } from './staff.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayHours = 24;

/** What one appointment is made of. `number` counts all appointments of the town from 1. */
export interface Booking {
  readonly seed: number;
  readonly now: number;
  readonly number: number;
  readonly member: Member;
  readonly slot: WorkSlot;
  readonly citizenIndex: number;
  /** Given: it is what staff would expect; not given: some were cancelled or missed. */
  readonly uneventful?: boolean;
}

const remarks = [
  'Tag venligst din medicinliste med.',
  'Husk indendørs sko.',
  'Du må gerne tage en pårørende med.',
  'Mød op 5 minutter før.',
];
const staffNotes = [
  'Latexallergi, brug nitrilhandsker.',
  'Kan blive vred, gå evt. to.',
  'Mistanke om begyndende demens, drøft med egen læge.',
];

/** One of the member's services that the citizen may have; by turns. */
function serviceFor({ seed, member, slot, citizenIndex }: Booking): Ydelsestype | undefined {
  const { services } = member;
  const turn = slot.nth + slot.day.number + services.length * 10_000;
  const inTurn = services.map((_, at) => services[(turn + at) % services.length]);
  const may = (service: Ydelsestype | undefined) =>
    service !== undefined &&
    (!service.kraeverYdelse || grantOf(seed, citizenIndex, service) !== undefined);
  return inTurn.find(may) ?? services[0];
}

function statusAt(booking: Booking, start: number, slut: number, random: Random) {
  const chance = booking.uneventful ? 0 : random.next();
  if (start > booking.now) return chance < 0.94 ? 'planlagt' : 'aflyst';
  if (slut > booking.now) return 'ankommet';
  if (chance < 0.86) return 'gennemfoert';
  return chance < 0.94 ? 'aflyst' : chance < 0.99 ? 'udeblevet' : 'fejlregistreret';
}

function cancellation(now: number, start: number, deadlineHours: number, random: Random) {
  const at = Math.min(now, start - (1 + random.below(72)) * hourMs);
  return {
    aflysning: {
      aarsag: random.pick(['borger', 'borger', 'sygdom', 'transport', 'personale'] as const),
      tidspunkt: formatInstant(at),
      sent: at > start - deadlineHours * hourMs,
    },
  };
}

function texts(random: Random): Pick<Aftale, 'bemaerkning' | 'internNote'> {
  const bemaerkning = random.chance(0.3) ? { bemaerkning: random.pick(remarks) } : {};
  return { ...bemaerkning, ...(random.chance(0.1) && { internNote: random.pick(staffNotes) }) };
}

function placeOf({ form, lokationId }: Ydelsestype, member: Member) {
  if (form === 'video' || form === 'telefon') return {};
  return { lokationId: lokationId ?? member.placeId };
}

function marks({ member: { record }, now }: Booking, start: number, random: Random) {
  const made = Math.min(now, start) - (1 + random.below(30 * dayHours)) * hourMs;
  const by: Udfoerer = {
    art: 'medarbejder',
    navn: `${record.fornavn} ${record.efternavn}`,
    referenceId: record.id,
  };
  return { version: 1, aendret: formatInstant(made), oprettet: formatInstant(made), aendretAf: by };
}

/** The appointment in that slot, as staff booked it. */
export function appointment(booking: Booking): Aftale {
  const { seed, member, slot, citizenIndex, number } = booking;
  const random = randomFor(seed, 'aftale', number);
  const service = serviceFor(booking);
  if (service === undefined) throw new RangeError(`${member.record.id} offers nothing`);
  const begins = clock(slot.startMinutes + service.bufferFoerMinutter);
  const start = wallToInstant(slot.day.date, begins);
  const slut = start + service.varighedMinutter * minuteMs;
  const status = statusAt(booking, start, slut, random);
  const ydelseId = grantOf(seed, citizenIndex, service);
  return {
    id: `aft-${String(number).padStart(7, '0')}`,
    ...marks(booking, start, random),
    borgerId: citizenId(citizenIndex),
    ydelsestypeId: service.id,
    ...(ydelseId !== undefined && { ydelseId }),
    medarbejderId: member.record.id,
    ...placeOf(service, member),
    start: formatInstant(start),
    slut: formatInstant(slut),
    status,
    ...(status === 'aflyst' && cancellation(booking.now, start, service.afbudsfristTimer, random)),
    ...texts(random),
  };
}
