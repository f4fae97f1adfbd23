import type { Borger } from '../../cura/person-records.ts';
import { addDays } from '../../fhir/instant.ts';
import { cast } from './cast.ts';
import { inventCpr } from './cpr.ts';
import {
  address,
  citizenId,
  type Household,
  mandate,
  phone,
  type Register,
  relative,
} from './person.ts';
import { randomFor } from './random.ts';
import type { CitizenRole, RelativeRole } from './role.ts';

/** X-eCPR: its digits look like a date of birth and are none. */
const ecpr = '1208781NK4';
const daysSinceDeath = 20;

function identity(register: Register, role: CitizenRole, index: number) {
  if (role.kind === 'ecpr') return { ecpr };
  const random = randomFor(register.seed, 'cpr', index);
  const cpr = inventCpr(role.born, role.female, random, register.cprTaken);
  return { cpr, foedselsdato: role.born };
}

function wish(role: CitizenRole, nummer: string, registreret: string): Pick<Borger, 'paamindelse'> {
  const oensket = role.key === 'citizen' || role.key === 'neighbour';
  return { paamindelse: { kanal: 'sms', oensket, nummer, registreret } };
}

function citizenOf(register: Register, role: CitizenRole, index: number): Borger {
  const random = randomFor(register.seed, 'rolle', index);
  const telefon = phone(random);
  const { aendret } = register.stamp;
  return {
    id: citizenId(index),
    ...register.stamp,
    ...identity(register, role, index),
    fornavn: role.fornavn,
    efternavn: role.efternavn,
    koen: role.female ? 'kvinde' : 'mand',
    ...(role.kind === 'dead' && { doed: addDays(register.today, -daysSinceDeath) }),
    adresse: address(random),
    beskyttet: role.kind === 'protected',
    telefon,
    sprog: role.kind === 'ecpr' ? 'en' : 'da',
    ...wish(role, telefon, aendret),
    ...(role.key === 'citizen' && { internNote: 'Datteren ringer ofte. Hunden skal være i bur.' }),
  };
}

/** The citizens of the cast with their relatives and mandates, before all others. Roles that are one person share a CPR. */
export function castHouseholds(register: Register): Household[] {
  const citizens = cast.map((role, index) => citizenOf(register, role, index));
  const known = new Map(cast.map(({ key }, index) => [key, citizens[index]?.cpr]));
  const person = (citizen: Borger, role: RelativeRole, nth: number) => {
    const cpr = known.get(role.actor ?? role.key);
    const one = relative(register, citizen, nth, { ...role, ...(cpr !== undefined && { cpr }) });
    known.set(role.key, one.cpr);
    return one;
  };
  return citizens.map((citizen, index) => {
    const roles = cast[index]?.relatives ?? [];
    const relatives = roles.map((role, nth) => person(citizen, role, nth));
    const mandates = roles.flatMap((role, nth) => {
      const holder = relatives[nth];
      return holder && role.mandate ? [mandate(register, holder, role.mandate)] : [];
    });
    return { citizen, relatives, mandates };
  });
}

/** The CPR number of a proxy whom Cura does not know. Taken after those of the cast and before all others. */
export const strangerCpr = ({ seed, cprTaken }: Register): string =>
  inventCpr('1982-04-29', false, randomFor(seed, 'cpr', 'ticketstranger'), cprTaken);
