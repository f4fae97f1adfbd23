/** Pages for whoever writes a client. What they show is what the tests run. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Described } from './described.ts';
import { guideTexts } from './guide-texts.ts';
import { type Block, code, type Page, type Section, sectionOf, table, text } from './page.ts';

const folder = new URL('../../fixtures/client/', import.meta.url);

const read = (path: string): string => readFileSync(new URL(path, folder), 'utf8').trimEnd();

const copied = (path: string): Block => ({ kind: 'shell', lines: read(path).split('\n') });

const guideSections = ({ base }: Described): Section[] =>
  guideTexts.flatMap(({ heading, says, file }) =>
    sectionOf(heading, [
      ...says.map((words) => text(words.replaceAll('[base]', base))),
      ...(file === undefined ? [] : [text(code(file)), copied(`guide/${file}`)]),
    ]),
  );

/** Files of requests, by their name. */
export const httpFiles = (): string[] => readdirSync(new URL('http/', folder)).sort();

/** A file of requests as it stands. */
export const httpFile = (name: string): string => `${read(`http/${name}`)}\n`;

const aboutOf = (name: string): string => httpFile(name).split('\n')[0]?.replace(/^# /, '') ?? '';

const httpSections = (): Section[] => [
  ...sectionOf('How to send them', [
    text(
      'Open a file in VS Code with the extension REST Client and send from the top: a later request takes what an earlier one was answered. JetBrains reads the same requests; there, put the token and the ids into the variables at the top by hand.',
    ),
    table(
      ['File', 'Shows'],
      httpFiles().map((name) => [`[${name}](http/${name})`, aboutOf(name)]),
    ),
  ]),
  ...httpFiles().flatMap((name) => sectionOf(name, [copied(`http/${name}`)])),
];

/** Both pages. */
export const guidePages = (described: Described): Page[] => [
  {
    ...{ name: 'client-guide', group: 'Begin here' },
    title: { da: 'En klient på ti minutter', en: 'A client in ten minutes' },
    about:
      'Log in, show appointments, book, write, measure and be told: each step as code that runs.',
    sections: () => guideSections(described),
  },
  {
    ...{ name: 'http-examples', group: 'Begin here' },
    title: {
      da: 'Forespørgsler til at sende fra en editor',
      en: 'Requests to send from an editor',
    },
    about: 'Plain HTTP in `.http` files, each with the status that it is answered with.',
    sections: httpSections,
  },
];
