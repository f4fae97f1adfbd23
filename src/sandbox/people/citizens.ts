import type { Borger, Relation } from '../../cura/person-records.ts';
import { addDays } from '../../fhir/instant.ts';
import { inventCpr } from './cpr.ts';
import {
  address,
  citizenId,
  givenName,
  type Household,
  mandate,
  phone,
  type Register,
  relative,
  surname,
} from './person.ts';
import { type Random, randomFor } from './random.ts';
import type { MandateRole } from './role.ts';

const daysOfYear = 365;
const notes = [
  'Ringer selv ved afbud.',
  'Hører dårligt, tal tydeligt.',
  'Nøgleboks ved bagdøren.',
  'Bor alene efter hoftebrud.',
];

/** Most are old, some are not. */
function birthDate(today: string, random: Random): string {
  const years = random.chance(0.85) ? 66 + random.below(30) : 18 + random.below(48);
  return addDays(today, -years * daysOfYear - random.below(daysOfYear));
}

function wish(random: Random, nummer: string, registreret: string): Pick<Borger, 'paamindelse'> {
  if (random.chance(0.25)) return {};
  const kanal = random.pick(['sms', 'sms', 'sms', 'nemsms', 'ingen'] as const);
  const oensket = kanal !== 'ingen';
  return { paamindelse: { kanal, oensket, ...(oensket && { nummer }), registreret } };
}

/** Two neighbours in the list are a couple now and then: one surname, one address, from numbers that both share. */
function home(seed: number, index: number) {
  const shared = randomFor(seed, 'husstand', Math.floor(index / 2));
  const couple = shared.chance(0.4);
  const random = couple ? shared : randomFor(seed, 'hjem', index);
  return { couple, efternavn: surname(random), adresse: address(random) };
}

function citizenOf(register: Register, index: number): Borger {
  const { seed, stamp, today, cprTaken } = register;
  const random = randomFor(seed, 'borger', index);
  const { couple, efternavn, adresse } = home(seed, index);
  const female = couple ? index % 2 === 0 : random.chance(0.58);
  const foedselsdato = birthDate(today, random);
  const telefon = phone(random);
  return {
    id: citizenId(index),
    ...stamp,
    cpr: inventCpr(foedselsdato, female, random, cprTaken),
    ...givenName(female, random),
    efternavn,
    koen: female ? 'kvinde' : 'mand',
    foedselsdato,
    adresse,
    beskyttet: random.chance(0.01),
    telefon,
    sprog: 'da',
    ...wish(random, telefon, stamp.aendret),
    ...(random.chance(0.3) && { internNote: random.pick(notes) }),
  };
}

/** What a relative has been given; most often nothing. */
function givenMandate(random: Random): MandateRole | undefined {
  const kind = random.below(10);
  if (kind < 3) return { art: 'fuldmagt', rettigheder: ['se', 'handle'], untilDays: 400 };
  if (kind < 5) return { art: 'fuldmagt', rettigheder: ['se'], untilDays: 200 };
  if (kind < 6) return { art: 'fuldmagt', rettigheder: ['se', 'handle'], untilDays: -14 };
  return undefined;
}

function childRole(register: Register, citizen: Borger, random: Random) {
  const female = random.chance(0.6);
  const relation: Relation = female ? 'datter' : 'soen';
  const born = addDays(
    citizen.foedselsdato ?? register.today,
    (24 + random.below(12)) * daysOfYear,
  );
  const efternavn = random.chance(0.6) ? citizen.efternavn : surname(random);
  return { relation, born, female, fornavn: givenName(female, random).fornavn, efternavn };
}

function householdOf(
  register: Register,
  citizen: Borger,
  index: number,
  spouse?: Borger,
): Household {
  const random = randomFor(register.seed, 'paaroerende', index);
  const roles = [
    ...(spouse ? [spouseRole(spouse)] : []),
    ...(random.chance(0.7) ? [childRole(register, citizen, random)] : []),
  ].filter(({ born }) => born < addDays(register.today, -18 * daysOfYear));
  const relatives = roles.map((role, nth) => relative(register, citizen, nth, role));
  const mandates = relatives.flatMap((holder) => {
    const given = givenMandate(random);
    return given ? [mandate(register, holder, given)] : [];
  });
  return { citizen, relatives, mandates };
}

function spouseRole({ cpr, fornavn, efternavn, koen, foedselsdato }: Borger) {
  return {
    relation: 'aegtefaelle' as const,
    fornavn,
    efternavn,
    female: koen === 'kvinde',
    born: foedselsdato ?? '',
    ...(cpr !== undefined && { cpr }),
  };
}

/** The citizens from `from` up to, not including, `to`; both even, so that no couple is parted. */
export function households(register: Register, from: number, to: number): Household[] {
  const count = Math.max(0, to - from);
  const citizens = Array.from({ length: count }, (_, nth) => citizenOf(register, from + nth));
  return citizens.map((citizen, nth) => {
    const index = from + nth;
    const other = index % 2 === 0 ? nth + 1 : nth - 1;
    const spouse = home(register.seed, index).couple ? citizens[other] : undefined;
    return householdOf(register, citizen, index, spouse);
  });
}
