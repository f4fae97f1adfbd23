/** What the pages for a municipality say beside what is derived. */
import type { Language } from '../fhir/outcome.ts';
import type { Page } from './page.ts';

interface Words {
  readonly place: Pick<Page, 'name' | 'group' | 'language' | 'other'>;
  readonly about: string;
  readonly setUp: string;
  readonly beginning: readonly string[];
  readonly switched: string;
  readonly featureColumns: readonly string[];
  readonly examples: string;
  readonly exampleSays: string;
  readonly exampleColumns: readonly string[];
  readonly columns: readonly string[];
  readonly yes: string;
  readonly no: string;
  readonly or: string;
  readonly listOf: string;
  /** Types of JSON Schema. */
  readonly kinds: Readonly<Record<string, string>>;
}

export const municipalityWords: Readonly<Record<Language, Words>> = {
  en: {
    place: { name: 'municipalities', group: 'Begin here', other: 'til-kommunen' },
    about:
      'Every setting of a municipality, what may be switched on for which units, and the check that says when it is ready.',
    setUp: 'How it is set up',
    beginning: [
      'A municipality is a folder `mappings/municipalities/<code>/`: `municipality.json`, and where they differ from what is common `identity.json`, `codes.json` and `texts/*.hbs`. Begin with a copy of an example, and set `MUNICIPALITY` to the code.',
      '`npm run check:municipality -- <code>` says what is missing, what contradicts, and shows each text message with its length. It ends with whether the folder is ready.',
      'An editor that knows JSON Schema completes the files by their `$schema`.',
    ],
    switched: 'What can be switched on',
    featureColumns: ['Feature', 'What it is', 'Unit by unit'],
    examples: 'Examples to copy',
    exampleSays:
      'What the folders of real municipalities hold was written after public descriptions, to show how two differ: it is not their own choices. Units, numbers and addresses in them are invented.',
    exampleColumns: ['Folder', 'Municipality', 'Switched off'],
    columns: ['Setting', 'Kind', 'Needed', 'Means'],
    ...{ yes: 'yes', no: 'no', or: ', or ', listOf: 'list of', kinds: {} },
  },
  da: {
    place: {
      ...{ name: 'til-kommunen', group: 'På dansk', language: 'da', other: 'municipalities' },
    },
    about:
      'Hver indstilling, en kommune kan vælge, hvad der kan slås til for hvilke enheder, og kontrollen, der siger, hvornår alt er klar.',
    setUp: 'Sådan kommer man i gang',
    beginning: [
      'En kommune er en mappe, `mappings/municipalities/<kode>/`. I den ligger `municipality.json`, og dér, hvor kommunen afviger fra det fælles, også `identity.json`, `codes.json` og `texts/*.hbs`. Begynd med en kopi af et eksempel, og sæt `MUNICIPALITY` til kommunens kode.',
      '`npm run check:municipality -- <kode>` siger, hvad der mangler, og hvad der strider mod hinanden, og viser hver SMS med dens længde. Til sidst står, om mappen er klar.',
      'Funktioner kan slås til for enkelte enheder ad gangen, så man kan begynde med et pilotforløb.',
      'En editor, der kender JSON Schema, hjælper med at udfylde filerne ud fra deres `$schema`.',
    ],
    switched: 'Hvad der kan slås til',
    featureColumns: ['Navn', 'Hvad det er', 'Enhed for enhed'],
    examples: 'Eksempler at kopiere',
    exampleSays:
      'Mapperne for virkelige kommuner er skrevet efter offentlige beskrivelser for at vise, hvordan to kan være forskellige. De er ikke kommunernes egne valg, og enheder, numre og adresser i dem er opdigtede.',
    exampleColumns: ['Mappe', 'Kommune', 'Slået fra'],
    columns: ['Indstilling', 'Form', 'Kræves', 'Betyder'],
    ...{ yes: 'ja', no: 'nej', or: ' eller ', listOf: 'liste af' },
    kinds: {
      ...{ string: 'tekst', integer: 'helt tal', number: 'tal', boolean: 'ja/nej' },
      ...{ object: 'objekt', array: 'liste', null: 'null', any: 'hvad som helst' },
    },
  },
};
