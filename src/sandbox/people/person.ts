import names from '../../../fixtures/sandbox/names.json' with { type: 'json' };
import streets from '../../../fixtures/sandbox/streets.json' with { type: 'json' };
import type { Borger, Fuldmagt, Paaroerende } from '../../cura/person-records.ts';
import type { Adresse } from '../../cura/post.ts';
import { addDays } from '../../fhir/instant.ts';
import { inventCpr } from './cpr.ts';
import { type Random, randomFor } from './random.ts';
import type { MandateRole, RelativeRole } from './role.ts';
import type { Stamp } from './town.ts';

/** What all people of one town share while they are made, in order. */
export interface Register {
  readonly seed: number;
  readonly stamp: Stamp;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly cprTaken: Set<string>;
}

/** One citizen with those who may act or not. */
export interface Household {
  readonly citizen: Borger;
  readonly relatives: readonly Paaroerende[];
  readonly mandates: readonly Fuldmagt[];
}

export function citizenId(index: number): string {
  return `borger-${String(index + 1).padStart(5, '0')}`;
}

/** Starts with 00, as no Danish number does: a message that escapes the sandbox reaches nobody. */
export function phone(random: Random): string {
  return `+4500${String(random.below(1_000_000)).padStart(6, '0')}`;
}

export function address(random: Random): Adresse {
  const { postnr, by } = random.pick(streets.byer);
  const floor = random.chance(0.3) ? `, ${1 + random.below(4)}. ${random.pick(['tv', 'th'])}` : '';
  return { vej: `${random.pick(streets.veje)} ${1 + random.below(98)}${floor}`, postnr, by };
}

/** A first name, perhaps with a middle name, such as the elderly and some of the young have. */
export function givenName(female: boolean, random: Random) {
  const fornavn = random.pick(female ? names.kvinde : names.mand);
  const mellemnavn = random.pick(names.mellem);
  return { fornavn, ...(mellemnavn !== '' && { mellemnavn }) };
}

export function surname(random: Random): string {
  return random.pick(names.efter);
}

/** A relative of the citizen, known to Cura by CPR as well as by name. */
export function relative(
  { seed, stamp, cprTaken }: Register,
  citizen: Borger,
  nth: number,
  role: Omit<RelativeRole, 'key'> & { readonly cpr?: string },
): Paaroerende {
  const id = `${citizen.id.replace('borger', 'paar')}-${nth + 1}`;
  const random = randomFor(seed, id);
  const cpr = role.cpr ?? inventCpr(role.born, role.female, random, cprTaken);
  return {
    id,
    ...stamp,
    borgerId: citizen.id,
    cpr,
    fornavn: role.fornavn,
    efternavn: role.efternavn,
    relation: role.relation,
    telefon: phone(random),
    ...(random.chance(0.3) && { internNote: 'Ring helst efter kl. 16.' }),
  };
}

/** The mandate that the citizen gave the relative, or that an authority did. */
export function mandate(
  { seed, stamp, today }: Register,
  { id, borgerId }: Paaroerende,
  { art, rettigheder, omfatter = ['personlige'], untilDays }: MandateRole,
): Fuldmagt {
  const number = id.slice('paar-'.length);
  const random = randomFor(seed, 'fuldmagt', id);
  const from = addDays(today, -100 - random.below(600));
  return {
    id: `fm-${number}`,
    ...stamp,
    borgerId,
    paaroerendeId: id,
    art,
    rettigheder,
    omfatter,
    gyldigFra: from,
    ...(untilDays !== undefined && { gyldigTil: addDays(today, untilDays) }),
    reference: `SB-${number}`,
    status: 'aktiv',
    oprettet: `${from}T10:00:00Z`,
  };
}
