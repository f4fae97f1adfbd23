import insight from '../../../fixtures/sandbox/insight.json' with { type: 'json' };
import type { Ydelsestype } from '../../cura/care-records.ts';
import { checkRecord } from '../../cura/check.ts';
import type { CuraRecords } from '../../cura/records.ts';
import { addDays } from '../../fhir/instant.ts';
import { cast } from './cast.ts';
import { documentsOf, type InsightRecords } from './documents.ts';
import { grantOf } from './grants.ts';
import { citizenId, type Register } from './person.ts';

/** One citizen of whom more is known than appointments, and the unit and person that know it. */
export interface Known {
  readonly register: Register;
  readonly index: number;
  /** The digits of the citizen's id, which those of the records begin with. */
  readonly number: string;
  readonly borgerId: string;
  readonly ydelseId: string;
  readonly enhedId: string;
  readonly medarbejderId: string;
}

type Staff = readonly { readonly record: { readonly id: string; readonly enhedId: string } }[];

/** Enough for the stories: the town stays small. */
const mostKnown = 6;

/** The unit is one that grants the citizen a service, so that no relation comes of what is made here. */
function knownOf(
  register: Register,
  index: number,
  services: readonly Ydelsestype[],
  members: Staff,
): Known[] {
  const service = services.find((one) => grantOf(register.seed, index, one) !== undefined);
  const member = members.find(({ record }) => record.enhedId === service?.enhedId);
  if (!service || !member || cast[index]?.kind === 'dead') return [];
  const borgerId = citizenId(index);
  const number = borgerId.slice('borger-'.length);
  const ydelseId = grantOf(register.seed, index, service) ?? '';
  const { id: medarbejderId, enhedId } = member.record;
  return [{ register, index, number, borgerId, ydelseId, enhedId, medarbejderId }];
}

const nth = <V>(all: readonly V[], at: number): V => {
  const found = all[at % all.length];
  if (found === undefined) throw new RangeError('nothing to choose from');
  return found;
};

const before = ({ register: { today } }: Known, days: number): string => addDays(today, -days);

function conditionsOf(one: Known) {
  const { number, borgerId, medarbejderId, register, index } = one;
  const shared = { ...register.stamp, borgerId, medarbejderId };
  return [
    checkRecord('tilstand', {
      ...{ id: `til-${number}-1`, ...shared, ...nth(insight.tilstande, index) },
      ...{ status: 'aktuel', fra: before(one, 90) },
    }),
    checkRecord('tilstand', {
      ...{ id: `til-${number}-2`, ...shared, ...nth(insight.tilstande, index + 1) },
      ...{ status: 'afsluttet', fra: before(one, 300), til: before(one, 120) },
      ...(index % 2 === 1 && { fritaget: 'vaerge' }),
    }),
  ];
}

const courseOf = (one: Known) =>
  checkRecord('forloeb', {
    ...{ id: `for-${one.number}`, ...one.register.stamp, ...nth(insight.forloeb, one.index) },
    ...{ borgerId: one.borgerId, enhedId: one.enhedId, medarbejderId: one.medarbejderId },
    ...{ status: 'aktiv', fra: before(one, 80), tilstandIds: [`til-${one.number}-1`] },
  });

const goalOf = (one: Known) =>
  checkRecord('maal', {
    ...{ id: `maal-${one.number}`, ...one.register.stamp, tekst: nth(insight.maal, one.index) },
    ...{ borgerId: one.borgerId, borgersMaal: one.index % 2 === 0, ydelseId: one.ydelseId },
    ...{ tilstandId: `til-${one.number}-1`, fra: before(one, 60), til: before(one, -60) },
    status: 'aktiv',
  });

const aidOf = (one: Known) =>
  checkRecord('hjaelpemiddel', {
    ...{ id: `hjm-${one.number}`, ...one.register.stamp, ...nth(insight.hjaelpemidler, one.index) },
    ...{ borgerId: one.borgerId, ydelseId: one.ydelseId, ejerEnhedId: one.enhedId },
    ...{ serienummer: `S-${one.number}`, udleveret: before(one, 200), status: 'udlaant' },
  });

const inquiryOf = (one: Known) =>
  checkRecord('henvendelse', {
    ...{ id: `hen-${one.number}`, ...one.register.stamp, ...nth(insight.henvendelser, one.index) },
    ...{ borgerId: one.borgerId, enhedId: one.enhedId, fra: one.index === 1 ? 'A2' : 'A1' },
    ...{ modtaget: `${before(one, 20)}T19:40:00Z`, svarSenest: `${before(one, 13)}T11:00:00Z` },
    ...{ status: one.index === 2 ? 'modtaget' : 'behandles', internNote: 'Kendt i forvejen.' },
  });

const caseOf = (one: Known) =>
  checkRecord('sag', {
    ...{ id: `sag-${one.number}`, ...one.register.stamp, borgerId: one.borgerId },
    ...{ sagsnummer: `2026-${one.number}`, titel: nth(insight.henvendelser, one.index).emne },
    ...{ enhedId: one.enhedId, medarbejderId: one.medarbejderId },
    ...{ henvendelseId: `hen-${one.number}`, lovgrundlag: 'serviceloven', status: 'oplyses' },
    ...{ oprettet: `${before(one, 19)}T08:10:00Z`, fristDato: before(one, -14) },
    notater: insight.notater.map((tekst, at) => ({
      ...{ tidspunkt: `${before(one, 19 - 5 * at)}T09:00:00Z`, tekst },
      medarbejderId: one.medarbejderId,
    })),
    internNote: 'Afklar boligforhold.',
  });

/** Those of whom more is known than appointments. */
export const knownIn = (
  register: Register,
  services: readonly Ydelsestype[],
  members: Staff,
): Known[] =>
  cast.flatMap((_, index) => knownOf(register, index, services, members)).slice(0, mostKnown);

/** What the municipality has written of some citizens, and what they have asked for, by record type. */
export function insightOf(
  register: Register,
  services: readonly Ydelsestype[],
  members: Staff,
): InsightRecords {
  const all = knownIn(register, services, members);
  const inquired = all.filter(({ index }) => index !== 2);
  return {
    tilstand: all.flatMap(conditionsOf),
    maal: all.map(goalOf),
    forloeb: all.map(courseOf),
    henvendelse: all.map(inquiryOf),
    sag: inquired.map(caseOf),
    ...documentsOf(all),
    hjaelpemiddel: all.map(aidOf),
  };
}

/** As batches, each type after those it refers to. */
export type InsightBatch = {
  [T in keyof InsightRecords]: { readonly type: T; readonly records: readonly CuraRecords[T][] };
}[keyof InsightRecords];

export function* insightBatches(records: InsightRecords): Generator<InsightBatch> {
  for (const [type, some] of Object.entries(records))
    yield { type, records: some } as unknown as InsightBatch;
}
