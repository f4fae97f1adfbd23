import { checkRecord } from '../../cura/check.ts';
import type { Afsnit } from '../../cura/insight-records.ts';
import type { CuraRecords } from '../../cura/records.ts';
import { addDays } from '../../fhir/instant.ts';
import type { Known } from './insight.ts';

type InsightType =
  | 'tilstand'
  | 'maal'
  | 'forloeb'
  | 'henvendelse'
  | 'sag'
  | 'helhedsvurdering'
  | 'journalnotat'
  | 'hjaelpemiddel';

/** Records of citizens by their type, in the order in which they refer to each other. */
export type InsightRecords = { readonly [T in InsightType]: readonly CuraRecords[T][] };

const sections: readonly Afsnit[] = [
  {
    noegle: 'funktionsevne',
    overskrift: 'Funktionsevne',
    tekst: 'Klarer sig selv indendørs.\nBruger rollator udenfor.',
  },
  {
    noegle: 'oensker',
    overskrift: 'Borgerens ønsker',
    tekst: 'Vil gerne blive boende og selv kunne handle ind.',
    aaben: true,
  },
  {
    noegle: 'intern',
    overskrift: 'Til personalet',
    tekst: 'Uenighed i familien om, hvor meget hjælp der er brug for.',
    aaben: false,
  },
];

const shared = ({ register, borgerId, medarbejderId, enhedId }: Known) => ({
  ...register.stamp,
  ...{ borgerId, medarbejderId, enhedId },
});

const assessmentOf = (one: Known) =>
  checkRecord('helhedsvurdering', {
    ...{ id: `hel-${one.number}`, ...shared(one), titel: 'Helhedsvurdering' },
    ...{ dato: addDays(one.register.today, -40), forloebId: `for-${one.number}` },
    ...{ afsnit: sections, status: 'endelig' },
  });

const draftOf = (one: Known) =>
  checkRecord('helhedsvurdering', {
    ...{ id: `hel-${one.number}-udkast`, ...shared(one), titel: 'Ny helhedsvurdering' },
    ...{ dato: one.register.today, status: 'udkast' },
    afsnit: [{ noegle: 'vurdering', overskrift: 'Vurdering', tekst: 'Ikke færdig endnu.' }],
  });

/** Of every third citizen one note is kept from the citizen, and of another third from whoever acts for the citizen. */
const exempt = [{}, { fritaget: 'borger' }, { fritaget: 'vaerge' }] as const;

const noteOf = (one: Known, nth: number) =>
  checkRecord('journalnotat', {
    ...{ id: `jou-${one.number}-${nth}`, ...shared(one), emne: 'Besøg i hjemmet' },
    ...{ tidspunkt: `${addDays(one.register.today, -7 * nth)}T10:15:00Z`, status: 'endelig' },
    afsnit: [
      { noegle: 'observation', overskrift: 'Observation', tekst: 'Såret er tørt og rent.' },
      { noegle: 'handling', overskrift: 'Handling', tekst: 'Ny forbinding om tre dage.' },
    ],
    ...(nth === 2 && exempt[(one.index + 1) % exempt.length]),
  });

/** Assessments and care notes; the first citizen has a draft beside. */
export const documentsOf = (
  all: readonly Known[],
): Pick<InsightRecords, 'helhedsvurdering' | 'journalnotat'> => ({
  helhedsvurdering: [...all.map(assessmentOf), ...all.slice(0, 1).map(draftOf)],
  journalnotat: all.flatMap((one) => [noteOf(one, 1), noteOf(one, 2)]),
});
