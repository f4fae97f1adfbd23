import type { CuraType } from './records.ts';

/** Where the words of a code table stand: a record type and a path, `[]` for each of a list. */
export type WordPlace = readonly [CuraType, string];

const status = (...types: readonly CuraType[]): readonly WordPlace[] =>
  types.map((type) => [type, 'status']);

/** The code tables whose words a municipality may have others for, and all fields that hold them. */
export const wordPlaces: Readonly<Record<string, readonly WordPlace[]>> = {
  'aftale-status': status('aftale', 'holdtilmelding'),
  'aflysning-aarsag': [
    ['aftale', 'aflysning.aarsag'],
    ['holdtilmelding', 'aflysning.aarsag'],
  ],
  'besoeg-status': status('besoeg'),
  koen: [['borger', 'koen']],
  'paamindelse-kanal': [['borger', 'paamindelse.kanal']],
  relation: [['paaroerende', 'relation']],
  'fuldmagt-art': [['fuldmagt', 'art']],
  'fuldmagt-ret': [['fuldmagt', 'rettigheder[]']],
  'fuldmagt-omfatter': [['fuldmagt', 'omfatter[]']],
  'fuldmagt-status': status('fuldmagt'),
  funktion: [['medarbejder', 'funktion']],
  'lokation-art': [['lokation', 'art']],
  'ydelsestype-form': [['ydelsestype', 'form']],
  lovgrundlag: [
    ['ydelsestype', 'lovgrundlag'],
    ['forloeb', 'lovgrundlag'],
    ['sag', 'lovgrundlag'],
  ],
  'efter-frist': [['ydelsestype', 'efterFrist']],
  handlemaade: [
    ['ydelsestype', 'book'],
    ['ydelsestype', 'flyt'],
    ['ydelsestype', 'aflys'],
  ],
  'sms-link': [['ydelsestype', 'smsLink']],
  helligdage: [['ydelsestype', 'helligdage']],
  'ydelse-status': status('ydelse'),
  'hold-serie': [['hold', 'serie']],
  'forening-art': [['forening', 'art']],
  'aktivitet-status': status('aktivitet'),
  'aktivitet-kategori': [['aktivitet', 'kategori']],
  'aktivitet-maalgruppe': [['aktivitet', 'maalgrupper[]']],
  'aktivitet-tilmelding': [['aktivitet', 'tilmelding']],
  'tilstand-klinisk': status('tilstand'),
  'maal-status': status('maal'),
  'forloeb-art': [['forloeb', 'art']],
  'forloeb-status': status('forloeb'),
  'henvendelse-fra': [['henvendelse', 'fra']],
  'henvendelse-status': status('henvendelse'),
  'sag-status': status('sag'),
  'dokument-status': status('helhedsvurdering'),
  'hjaelpemiddel-status': status('hjaelpemiddel'),
  'besked-status': status('besked'),
  'maaling-status': status('maaling'),
  'maaling-type': [
    ['maaling', 'type'],
    ['maaleplan', 'type'],
  ],
  'maaling-kilde': [['maaling', 'kilde']],
  'maaling-stilling': [['maaling', 'stilling']],
  'maaling-metode': [['maaling', 'metode']],
};

/** Records that are written too: there a word must lead back to one alone. */
const written: ReadonlySet<CuraType> = new Set([
  ...(['aftale', 'holdtilmelding', 'besked', 'maaling', 'henvendelse', 'aktivitet'] as const),
  'borger',
]);

/** Whether the words of a table are sent to Cura as well. */
export const goesBack = (table: string): boolean =>
  (wordPlaces[table] ?? []).some(([type]) => written.has(type));
