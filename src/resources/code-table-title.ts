/** What each code table is of, in both languages, and what its codes mean. */
import { wordsFor } from '../../mappings/codes/word.ts';
import type { CodeTable } from '../fhir/code-table.ts';
import type { Text } from '../fhir/outcome.ts';

const titles = {
  'aftale-status': { da: 'Status for en aftale', en: 'Status of an appointment' },
  'besoeg-status': { da: 'Status for et besøg', en: 'Status of a home visit' },
  'aflysning-aarsag': { da: 'Årsag til en aflysning', en: 'Reason of a cancellation' },
  'udfoerer-art': {
    da: 'I hvilken egenskab nogen handlede',
    en: 'Capacity in which somebody acted',
  },
  'ydelsestype-form': { da: 'Hvordan en ydelse gives', en: 'How a service is given' },
  'hold-serie': { da: 'Hvordan man tilmelder sig et hold', en: 'How a class is joined' },
  handlemaade: { da: 'Hvordan noget kan gøres', en: 'How something may be done' },
  'efter-frist': { da: 'Et afbud efter fristen', en: 'A cancellation after the deadline' },
  helligdage: { da: 'En ydelse på helligdage', en: 'A service on public holidays' },
  'sms-link': { da: 'Hvad linket i en påmindelse åbner', en: 'What the link of a reminder opens' },
  lovgrundlag: { da: 'Lovgrundlaget for en ydelse', en: 'Legal basis of a service' },
  funktion: { da: 'Medarbejderes funktion', en: 'Function of staff' },
  ugedag: { da: 'Ugedag', en: 'Day of the week' },
  'ydelse-status': {
    da: 'Status for en bevilget ydelse som plan',
    en: 'Status of a granted service as a plan',
  },
  'ydelse-aktivitet': {
    da: 'Status for en bevilget ydelse som aktivitet',
    en: 'Status of a granted service as an activity',
  },
  'fuldmagt-art': { da: 'Fuldmagtens art', en: 'Kind of mandate' },
  'fuldmagt-rolle': {
    da: 'Hvad den, der har fuldmagten, er for borgeren',
    en: 'What the holder of a mandate is to the citizen',
  },
  'fuldmagt-lov': { da: 'Loven bag en fuldmagt', en: 'The law behind a mandate' },
  'fuldmagt-ret': { da: 'Ret efter en fuldmagt', en: 'Right of a mandate' },
  'fuldmagt-omfatter': {
    da: 'Forhold, som en fuldmagt omfatter',
    en: 'Matters that a mandate covers',
  },
  'fuldmagt-status': { da: 'Status for en fuldmagt', en: 'Status of a mandate' },
  'besked-status': { da: 'Status for en besked', en: 'Status of a message' },
  koen: { da: 'Køn', en: 'Gender' },
  'paamindelse-kanal': { da: 'Kanal for en påmindelse', en: 'Channel of a reminder' },
  relation: { da: 'Hvad en pårørende er for borgeren', en: 'What a relative is to the citizen' },
  'lokation-art': { da: 'Et steds art', en: 'Form of a location' },
  'forloeb-art': { da: 'Et forløbs art', en: 'Kind of a course of care' },
  'forloeb-status': { da: 'Status for et forløb', en: 'Status of a course of care' },
  'henvendelse-fra': { da: 'Hvem en henvendelse er fra', en: 'Who an inquiry is from' },
  'henvendelse-tilstand': { da: 'Hvor langt en henvendelse er', en: 'How far an inquiry has come' },
  'henvendelse-status': { da: 'Status for en henvendelse', en: 'Status of an inquiry' },
  'sag-tilstand': { da: 'Hvor langt en sag er', en: 'How far a case has come' },
  'sag-status': { da: 'Status for en sag', en: 'Status of a case' },
  'dokument-status': { da: 'Status for et dokument', en: 'Status of a document' },
  'tilstand-klinisk': {
    da: 'Klinisk status for en tilstand',
    en: 'Clinical status of a condition',
  },
  'tilstand-sikkerhed': { da: 'Hvor sikker en tilstand er', en: 'How sure a condition is' },
  'maal-status': { da: 'Status for et mål', en: 'Status of a goal' },
  'aktivitet-status': {
    da: 'Hvor langt godkendelsen af en aktivitet er',
    en: 'How far the approval of an activity is',
  },
  'aktivitet-kategori': { da: 'En aktivitets art', en: 'Kind of an activity' },
  'aktivitet-maalgruppe': { da: 'Hvem en aktivitet er for', en: 'Whom an activity is for' },
  'aktivitet-tilmelding': {
    da: 'Hvordan man tilmelder sig en aktivitet',
    en: 'How one signs up for an activity',
  },
  'forening-art': { da: 'En forenings art', en: 'Kind of an association' },
  'hjaelpemiddel-status': { da: 'Status for et hjælpemiddel', en: 'Status of an aid' },
  'maaling-type': { da: 'En målings art', en: 'Kind of a measurement' },
  'maaling-status': { da: 'Status for en måling', en: 'Status of a measurement' },
  'maaling-kilde': { da: 'Hvem der målte', en: 'Who measured' },
  'maaling-metode': { da: 'Hvordan der blev målt', en: 'How it was measured' },
  'maaling-tal': { da: 'Hvilket tal i en måling', en: 'Which number of a measurement' },
  'maaling-stilling': { da: 'Kroppens stilling', en: 'Position of the body' },
  'maaleplan-status': { da: 'Status for en måleplan', en: 'Status of a measurement plan' },
  'traeningsprogram-status': {
    da: 'Status for et træningsprogram',
    en: 'Status of an exercise programme',
  },
  'oevelse-status': {
    da: 'Status for en øvelse efter dens program',
    en: 'Status of an exercise, by its programme',
  },
  'traeningsudfoerelse-status': {
    da: 'Status for en udført øvelse',
    en: 'Status of an exercise done',
  },
} as const satisfies Readonly<Record<string, Text>>;

/** Id of a table that is titled. */
export type TitledTable = keyof typeof titles;

/** A table with its title and the words of its codes. */
export const titled = (
  table: Omit<CodeTable, 'id' | 'title' | 'words'> & { readonly id: TitledTable },
): CodeTable => ({
  ...table,
  title: titles[table.id],
  words: wordsFor(table.id, Object.keys(table.rows)),
});
