/** Pages for whoever writes a client. What they show is what the tests run. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Described } from './described.ts';
import { guideTexts } from './guide-texts.ts';
import { type Block, code, type Page, type Section, sectionOf, table, text } from './page.ts';

const folder = new URL('../../fixtures/client/', import.meta.url);

const read = (path: string): string => readFileSync(new URL(path, folder), 'utf8').trimEnd();

const copied = (path: string): Block => ({ kind: 'shell', lines: read(path).split('\n') });

const typed = (lines: readonly string[]): Block => ({ kind: 'shell', lines });

const guideSections = ({ base }: Described): Section[] =>
  guideTexts.flatMap(({ heading, says, lines = [], file }) =>
    sectionOf(heading, [
      ...says.map((words) => text(words.replaceAll('[base]', base))),
      ...(lines.length === 0 ? [] : [typed(lines.map((line) => line.replace('[base]', base)))]),
      ...(file === undefined ? [] : [text(code(file)), copied(`guide/${file}`)]),
    ]),
  );

/** Files of requests, by their name. */
export const httpFiles = (): string[] => readdirSync(new URL('http/', folder)).sort();

/** Where the sandbox of a server on this machine answers: two ports on. */
function sandboxOf(base: string): string | undefined {
  const { protocol, hostname, port } = new URL(base);
  return port === '' ? undefined : `${protocol}//${hostname}:${Number(port) + 2}`;
}

/** A file of requests, to this server. */
export function httpFile(name: string, base: string): string {
  const sandbox = sandboxOf(base);
  const text = `${read(`http/${name}`)}\n`.replace(/^@api = .*$/m, `@api = ${base}`);
  return sandbox === undefined ? text : text.replace(/^@sandbox = .*$/m, `@sandbox = ${sandbox}`);
}

const aboutOf = (name: string): string =>
  read(`http/${name}`).split('\n')[0]?.replace(/^# /, '') ?? '';

const httpSections = ({ base }: Described): Section[] => [
  ...sectionOf('How to send them', [
    text(
      'Open a file in VS Code with the extension REST Client (humao.rest-client) and send from the top: a later request takes what an earlier one was answered. Every operation of the API is in one of the files. The editors of JetBrains read the requests too, but not what stands for an earlier answer (`{{name.response…}}`) or a time (`{{$datetime…}}`): put those in by hand.',
    ),
    text(
      'Tokens come from the sandbox. With a real login put one of yours behind `@token` at the top.',
    ),
    table(
      ['File', 'Shows'],
      httpFiles().map((name) => [`[${name}](http/${name})`, aboutOf(name)]),
    ),
  ]),
  ...httpFiles().flatMap((name) =>
    sectionOf(name, [typed(httpFile(name, base).trimEnd().split('\n'))]),
  ),
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
    sections: () => httpSections(described),
  },
];
