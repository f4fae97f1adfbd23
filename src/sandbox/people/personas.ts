import type { Borger } from '../../cura/person-records.ts';
import { addDays } from '../../fhir/instant.ts';
import { type CitizenRole, cast, type RelativeRole } from './cast.ts';
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
import { staff } from './staff.ts';
import { readTown } from './town.ts';

/** Somebody to log in as. What a persona lacks is absent: a relative is no citizen, the auditor has no CPR number. */
export interface Persona {
  readonly name: string;
  readonly cpr?: string;
  readonly borgerId?: string;
  readonly paaroerendeId?: string;
  readonly medarbejderId?: string;
  /** Who the national login says that the persona may act for. */
  readonly mandators?: readonly {
    readonly cpr: string;
    readonly rights: readonly ('se' | 'handle')[];
  }[];
  readonly role?: 'staff' | 'auditor' | 'system';
  /** SOR numbers. */
  readonly units?: readonly string[];
}

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
  const sameActor = ({ actor }: RelativeRole) => {
    const cpr = citizens[cast.findIndex(({ key }) => key === actor)]?.cpr;
    return cpr === undefined ? {} : { cpr };
  };
  return citizens.map((citizen, index) => {
    const roles = cast[index]?.relatives ?? [];
    const relatives = roles.map((role, nth) =>
      relative(register, citizen, nth, { ...role, ...sameActor(role) }),
    );
    const mandates = roles.flatMap((role, nth) => {
      const holder = relatives[nth];
      return holder && role.mandate ? [mandate(register, holder, role.mandate)] : [];
    });
    return { citizen, relatives, mandates };
  });
}

const nameOf = (person: { fornavn: string; efternavn: string }) =>
  `${person.fornavn} ${person.efternavn}`;

function citizenPersona({ citizen }: Household): Persona {
  const { id, cpr } = citizen;
  return { name: nameOf(citizen), borgerId: id, ...(cpr !== undefined && { cpr }) };
}

/** The national login knows fuldmagter only: guardians and parents are known to Cura, and the dead have no proxy. */
function mandatorsOf({ citizen }: Household, { mandate }: RelativeRole) {
  const lasts = mandate?.art === 'fuldmagt' && (mandate.untilDays ?? 1) > 0;
  if (!lasts || citizen.cpr === undefined || citizen.doed !== undefined) return {};
  return { mandators: [{ cpr: citizen.cpr, rights: mandate.rettigheder }] };
}

function relativePersona(household: Household, role: RelativeRole, nth: number): Persona {
  const found = household.relatives[nth];
  const self = cast.findIndex(({ key }) => key === role.actor);
  return {
    name: nameOf(role),
    ...(found?.cpr !== undefined && { cpr: found.cpr }),
    ...(self >= 0 && { borgerId: citizenId(self) }),
    ...(found && { paaroerendeId: found.id }),
    ...mandatorsOf(household, role),
  };
}

function staffPersonas(seed: number): Record<'staff' | 'otherstaff', Persona> {
  const stamp = { version: 1, aendret: '2026-01-01T00:00:00+01:00' } as const;
  const town = readTown(stamp);
  const [staffMember, otherstaff] = staff(seed, 2, town, stamp).map(({ record }): Persona => {
    const { sor } = town.units.find(({ id }) => id === record.enhedId) ?? {};
    const units = sor === undefined ? [] : [sor];
    return { name: nameOf(record), medarbejderId: record.id, role: 'staff', units };
  });
  if (!staffMember || !otherstaff) throw new RangeError('the town has no staff');
  return { staff: staffMember, otherstaff };
}

/** Those whom tests and demonstrations log in as, by name; they are among the people that `generate` makes of the same seed. */
export function personas(seed: number): Record<string, Persona> {
  const stamp = { version: 1, aendret: '2026-01-01T00:00:00+01:00' } as const;
  const register: Register = { seed, stamp, today: '2026-01-01', cprTaken: new Set() };
  const found: Record<string, Persona> = {};
  for (const [index, household] of castHouseholds(register).entries()) {
    const role = cast[index];
    if (role === undefined) continue;
    found[role.key] = citizenPersona(household);
    for (const [nth, one] of (role.relatives ?? []).entries()) {
      found[one.key] = relativePersona(household, one, nth);
    }
  }
  return {
    ...found,
    ...staffPersonas(seed),
    auditor: { name: 'Revisor i Sandby Kommune', role: 'auditor' },
    system: { name: 'Samspil', role: 'system' },
  };
}
