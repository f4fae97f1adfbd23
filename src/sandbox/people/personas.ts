import type { Authority } from '../identity/authority.ts';
import { cast } from './cast.ts';
import { castHouseholds, strangerCpr } from './cast-households.ts';
import { citizenId, type Household, type Register } from './person.ts';
import type { RelativeRole } from './role.ts';
import { staff } from './staff.ts';
import { readTown } from './town.ts';

/** The identity brokers by which people come. */
export type Broker = 'nemlogin' | 'signicat' | 'kombit';

/** Who the national login says that somebody may act for. */
export interface Mandator {
  readonly cpr: string;
  readonly name?: string;
  readonly rights: readonly ('se' | 'handle')[];
  /** By parental authority, not by fuldmagt. */
  readonly custody?: true;
}

/** Somebody to log in as. What a persona lacks is absent: a relative is no citizen, the auditor has no CPR number. */
export interface Persona {
  /** What its municipality has agreed with the brokers; that of the sandbox's own if absent. */
  readonly authority?: Authority;
  readonly name: string;
  readonly cpr?: string;
  readonly borgerId?: string;
  readonly paaroerendeId?: string;
  readonly medarbejderId?: string;
  readonly mandators?: readonly Mandator[];
  readonly role?: 'staff' | 'auditor' | 'system' | 'association';
  /** SOR numbers. */
  readonly units?: readonly string[];
  /** Absent: KOMBIT's for staff and auditors, NemLog-in for all others. */
  readonly broker?: Broker;
  /** NSIS level of assurance; absent: Substantial. */
  readonly level?: 'Low' | 'High';
  /** `uuid`: the login tells the CPR number's UUID only. */
  readonly shows?: 'uuid';
  /** Name and address protection: a broker that knows of it tells no name. */
  readonly protected?: true;
  /** Of an association, or of the company that holds a fuldmagt. */
  readonly cvr?: string;
}

const nameOf = (person: { fornavn: string; efternavn: string }) =>
  `${person.fornavn} ${person.efternavn}`;

const broughtBy: Readonly<Record<string, Broker>> = {
  brokercitizen: 'signicat',
  brokerprotected: 'signicat',
  brokerrelative: 'signicat',
};

const viaOf = (key: string): Pick<Persona, 'broker'> =>
  broughtBy[key] ? { broker: broughtBy[key] } : {};

function citizenPersona(key: string, { citizen }: Household): Persona {
  const { id, cpr } = citizen;
  return {
    name: nameOf(citizen),
    borgerId: id,
    ...(cpr !== undefined && { cpr }),
    ...viaOf(key),
    ...(key === 'uuidonly' && { shows: 'uuid' }),
    ...(citizen.beskyttet && { protected: true }),
  };
}

/** The national login knows fuldmagter and custody, not guardians; the dead have no proxy. */
function mandatorsOf({ citizen }: Household, { mandate, login }: RelativeRole): Mandator[] {
  const custody = mandate?.art === 'foraeldremyndighed';
  const lasts = (custody || mandate?.art === 'fuldmagt') && (mandate.untilDays ?? 1) > 0;
  const rights = login ?? (lasts ? mandate.rettigheder : []);
  const { cpr, doed } = citizen;
  if (rights.length === 0 || cpr === undefined || doed !== undefined) return [];
  return [{ cpr, name: nameOf(citizen), rights, ...(custody && { custody }) }];
}

function relativePersona(household: Household, role: RelativeRole, nth: number): Persona {
  const found = household.relatives[nth];
  const self = cast.findIndex(({ key }) => key === role.actor);
  const mandators = mandatorsOf(household, role);
  return {
    name: nameOf(role),
    ...(found?.cpr !== undefined && { cpr: found.cpr }),
    ...(self >= 0 && { borgerId: citizenId(self) }),
    ...(found && { paaroerendeId: found.id }),
    ...(mandators.length > 0 && { mandators }),
    ...viaOf(role.key),
  };
}

/** Place of each staff persona among the staff. */
const staffPlaces = {
  ...{ staff: 0, otherstaff: 1, nurse: 3, therapist: 6, caseofficer: 7 },
  dietitian: 9,
} as const;

function staffPersonas(seed: number): Record<string, Persona> {
  const stamp = { version: 1, aendret: '2026-01-01T00:00:00+01:00' } as const;
  const town = readTown(stamp);
  const members = staff(seed, 1 + Math.max(...Object.values(staffPlaces)), town, stamp);
  const personaAt = (place: number): Persona => {
    const record = members[place]?.record;
    if (!record) throw new RangeError('the town has no such staff');
    const { sor } = town.units.find(({ id }) => id === record.enhedId) ?? {};
    const units = sor === undefined ? [] : [sor];
    return { name: nameOf(record), medarbejderId: record.id, role: 'staff', units };
  };
  return Object.fromEntries(
    Object.entries(staffPlaces).map(([key, place]) => [key, personaAt(place)]),
  );
}

/** Logins of those who are in the town already, and of some whom it does not know. */
function furtherPersonas(
  { citizen, neighbour }: Record<string, Persona>,
  register: Register,
): Record<string, Persona> {
  const name = citizen?.name ?? '';
  const mandators: Mandator[] = [{ cpr: citizen?.cpr ?? '', name, rights: ['se', 'handle'] }];
  return {
    ...(neighbour && { lowlevel: { ...neighbour, level: 'Low' } }),
    ticketstranger: { name: 'Frederik Aagesen', cpr: strangerCpr(register), mandators },
    company: { name: 'Sandby Rådgivning ApS', cvr: '99994363', mandators },
    association: { name: 'Sandby Seniorgymnastik', cvr: '99994371', role: 'association' },
  };
}

/** Those whom tests and demonstrations log in as, by name; they are among the people that `generate` makes of the same seed. */
export function personas(seed: number): Record<string, Persona> {
  const stamp = { version: 1, aendret: '2026-01-01T00:00:00+01:00' } as const;
  const register: Register = { seed, stamp, today: '2026-01-01', cprTaken: new Set() };
  const found: Record<string, Persona> = {};
  for (const [index, household] of castHouseholds(register).entries()) {
    const role = cast[index];
    if (role === undefined) continue;
    found[role.key] = citizenPersona(role.key, household);
    for (const [nth, one] of (role.relatives ?? []).entries()) {
      const persona = relativePersona(household, one, nth);
      const mandators = [...(found[one.key]?.mandators ?? []), ...(persona.mandators ?? [])];
      const earlier = found[one.key] ?? persona;
      found[one.key] = { ...earlier, ...(mandators.length > 0 && { mandators }) };
    }
  }
  return {
    ...found,
    ...furtherPersonas(found, register),
    ...staffPersonas(seed),
    auditor: { name: 'Revisor i Sandby Kommune', role: 'auditor' },
    system: { name: 'Samspil', role: 'system' },
  };
}
