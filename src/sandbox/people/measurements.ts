import type { Ydelsestype } from '../../cura/care-records.ts';
import type {
  Maaleplan,
  Maalevaerdi,
  Maaling,
  Traeningsprogram,
  Traeningsudfoerelse,
} from '../../cura/dialogue-records.ts';
import type { CuraRecords } from '../../cura/records.ts';
import { addDays, formatInstant, wallToInstant } from '../../fhir/instant.ts';
import type { Diary } from './appointments.ts';
import { grantOf } from './grants.ts';
import { citizenId, type Register } from './person.ts';
import { randomFor } from './random.ts';

/** So many of the first citizens measure and train at home. */
const measuring = 3;
const days = 14;
/** Whose plan has limits of its own. */
const ownLimits = 1;
const first = Array.from({ length: measuring }, (_, index) => index);

const number = (index: number): string => citizenId(index).slice('borger-'.length);

/** Whoever of the staff, the same for the same citizen. */
const staffFor = ({ members }: Diary, index: number) => {
  const member = members[index % members.length]?.record;
  if (!member) throw new RangeError('the town has no staff');
  return { medarbejderId: member.id, enhedId: member.enhedId };
};

/** A blood pressure each morning and evening, for two weeks from the first day on. */
const measurementPlans = ({ stamp, today }: Register, diary: Diary): Maaleplan[] =>
  first.map((index) => ({
    id: `mp-${number(index)}`,
    ...stamp,
    borgerId: citizenId(index),
    type: 'blodtryk',
    ...staffFor(diary, index),
    ...{ gangePrDag: 2, hverDag: 1 },
    fra: addDays(today, -days),
    til: addDays(today, days),
    vejledning: 'Sid i ro i fem minutter, før du måler.',
    ...(index === ownLimits && {
      graenser: [
        { art: 'systolisk', lav: 100, hoej: 150, enhed: 'mm[Hg]' } as const,
        { art: 'diastolisk', hoej: 95, enhed: 'mm[Hg]' } as const,
      ],
    }),
    status: 'aktiv',
    oprettet: stamp.aendret,
  }));

function pressure(random: ReturnType<typeof randomFor>): Maalevaerdi[] {
  const diastolic = 72 + random.below(18);
  return [
    { art: 'systolisk', vaerdi: diastolic + 42 + random.below(22), enhed: 'mm[Hg]' },
    { art: 'diastolisk', vaerdi: diastolic, enhed: 'mm[Hg]' },
  ];
}

/** What the first citizens have measured: blood pressures by their plan, and a weight each week. */
const measurements = ({ seed, stamp, today }: Register): Maaling[] =>
  first.flatMap((index) =>
    Array.from({ length: days }, (_, nth) => addDays(today, nth - days)).flatMap((date, nth) => {
      const random = randomFor(seed, 'maaling', index, nth);
      const own = {
        ...stamp,
        borgerId: citizenId(index),
        maalt: formatInstant(wallToInstant(date, '07:30')),
        status: 'endelig',
        kilde: 'borger',
      } as const;
      const weight: Maaling = {
        id: `ma-${number(index)}-v${nth}`,
        ...own,
        type: 'vaegt',
        vaerdier: [{ art: 'vaerdi', vaerdi: 60 + random.below(300) / 10, enhed: 'kg' }],
      };
      const blood: Maaling = {
        id: `ma-${number(index)}-b${nth}`,
        ...own,
        type: 'blodtryk',
        vaerdier: pressure(random),
        maaleplanId: `mp-${number(index)}`,
      };
      return nth % 7 === 0 ? [blood, weight] : [blood];
    }),
  );

/** A programme of exercises for each of them, by the granted service where there is one. */
const programmes = (
  { seed, stamp, today }: Register,
  diary: Diary,
  services: readonly Ydelsestype[],
): Traeningsprogram[] =>
  first.map((index) => {
    const ydelseId = services.map((service) => grantOf(seed, index, service)).find(Boolean);
    return {
      id: `tp-${number(index)}`,
      ...stamp,
      borgerId: citizenId(index),
      ...(ydelseId !== undefined && { ydelseId }),
      ...staffFor(diary, index),
      navn: 'Styrke og balance hjemme',
      fra: addDays(today, -days),
      oevelser: [
        {
          noegle: 'rejs-saet',
          navn: 'Rejs-sæt-dig',
          beskrivelse: 'Rejs dig fra en stol uden at bruge armene.',
          video: 'https://video.sandby.example/rejs-saet',
          gentagelser: '3 x 10',
          gangePrUge: 5,
        },
        { noegle: 'tandem', navn: 'Stå med fødderne i forlængelse', gangePrUge: 3 },
      ],
      status: 'aktiv',
      oprettet: stamp.aendret,
    };
  });

/** What they have done of it. */
const exercisesDone = ({ stamp, today }: Register): Traeningsudfoerelse[] =>
  first.flatMap((index) =>
    [2, 4, 6].map((ago) => ({
      id: `tu-${number(index)}-${ago}`,
      ...stamp,
      borgerId: citizenId(index),
      traeningsprogramId: `tp-${number(index)}`,
      noegle: 'rejs-saet',
      udfoert: formatInstant(wallToInstant(addDays(today, -ago), '18:00')),
      status: 'udfoert' as const,
    })),
  );

/** What is measured and trained at home, each type after those it refers to. */
export function* homeBatches(
  register: Register,
  diary: Diary,
  services: readonly Ydelsestype[],
): Generator<HomeBatch> {
  yield { type: 'maaleplan', records: measurementPlans(register, diary) };
  yield { type: 'maaling', records: measurements(register) };
  yield { type: 'traeningsprogram', records: programmes(register, diary, services) };
  yield { type: 'traeningsudfoerelse', records: exercisesDone(register) };
}

type HomeType = 'maaleplan' | 'maaling' | 'traeningsprogram' | 'traeningsudfoerelse';
type HomeBatch = {
  [T in HomeType]: { readonly type: T; readonly records: readonly CuraRecords[T][] };
}[HomeType];
