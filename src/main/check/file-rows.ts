import type { Text } from '../../fhir/outcome.ts';
import { textLanguages, textNames } from '../../resources/communication/sms-text.ts';
import type { JsonFileFault } from '../../resources/json-file.ts';
import { lackingIn } from '../../resources/municipality-identity.ts';
import { formText } from './form-text.ts';
import type { Found } from './found.ts';
import type { CheckRow, Finding } from './row.ts';

const files = ['municipality', 'codes', 'identity'] as const;

const readable: ReadonlySet<string> = new Set([
  ...files.map((name) => `${name}.json`),
  ...textNames.flatMap((name) => textLanguages.map((one) => `texts/${name}.${one}.hbs`)),
]);

const eachFile =
  (find: (name: (typeof files)[number], found: Found) => readonly Finding[]) => (found: Found) =>
    files.flatMap((name) => find(name, found));

const unreadable = (name: string, { line, column, da, en }: JsonFileFault): Finding => ({
  at: line === undefined ? `${name}.json` : `${name}.json:${line}`,
  text: {
    da: `Filen kan ikke læses${line === undefined ? '' : ` fra linje ${line}, tegn ${column}`}: ${da}.`,
    en: `The file cannot be read${line === undefined ? '' : ` from line ${line}, character ${column}`}: ${en}.`,
  },
  remedy:
    line === undefined
      ? {
          da: 'Gem den som almindelig tekst i UTF-8.',
          en: 'Save it as plain text in UTF-8.',
        }
      : {
          da: 'Se på den linje og den før: et komma, anførselstegn eller en parentes for meget eller for lidt? JSON har ingen kommentarer, og et navn står én gang.',
          en: 'Look at that line and the one before: a comma, quote or bracket too many or too few? JSON has no comments, and a name stands once.',
        },
});

/** What looks like a file that was meant to be read. */
const ours = /\.(?:json|hbs)$/;

/** What systems leave in folders. */
const isLeft = (path: string): boolean =>
  path
    .split('/')
    .some((part) => part.startsWith('.') || /^(?:Thumbs\.db|desktop\.ini)$/i.test(part));

const unreadFiles =
  (isMeant: (path: string) => boolean, remedy: Text) =>
  ({ paths }: Found): Finding[] =>
    paths
      .filter((path) => !readable.has(path) && !isLeft(path) && isMeant(path))
      .map((at) => ({
        at,
        text: { da: 'Ingen læser filen.', en: 'Nothing reads the file.' },
        remedy,
      }));

/** The files and their form. */
export const fileRows: readonly CheckRow[] = [
  {
    key: 'folder-missing',
    severity: 'error',
    find: ({ code, municipality }) =>
      municipality.exists
        ? []
        : [
            {
              at: `mappings/municipalities/${code}/municipality.json`,
              text: { da: 'Filen findes ikke.', en: 'The file does not exist.' },
              remedy: {
                da: 'Kopiér mappen 9999 til kommunens firecifrede kode, og ret den.',
                en: "Copy the folder 9999 to the municipality's four-digit code, and change it.",
              },
            },
          ],
  },
  {
    key: 'not-json',
    severity: 'error',
    find: eachFile((name, { [name]: { unread } }) => (unread ? [unreadable(name, unread)] : [])),
  },
  {
    key: 'form',
    severity: 'error',
    find: eachFile((name, { [name]: { faults } }) =>
      faults.map((fault) => ({
        at: `${name}.json ${fault.at || '/'}`,
        ...formText(fault, name),
      })),
    ),
  },
  {
    key: 'schema-unnamed',
    severity: 'warning',
    find: eachFile((name, { [name]: { content } }) =>
      content && content.$schema !== `../${name}.schema.json`
        ? [
            {
              at: `${name}.json /$schema`,
              text: {
                da: 'Filen nævner ikke sit skema, så editoren hjælper ikke.',
                en: 'The file does not name its schema, so that no editor helps.',
              },
              remedy: {
                da: `Skriv øverst "$schema": "../${name}.schema.json".`,
                en: `Write "$schema": "../${name}.schema.json" at its top.`,
              },
            },
          ]
        : [],
    ),
  },
  {
    key: 'other-code',
    severity: 'error',
    find: ({ code, municipality: { content } }) =>
      content && content.code !== code
        ? [
            {
              at: 'municipality.json /code',
              text: {
                da: `Filen er for kommune ${content.code}, men mappen hedder ${code}.`,
                en: `The file is of municipality ${content.code}, but the folder is called ${code}.`,
              },
              remedy: { da: 'Ret koden eller mappens navn.', en: 'Change the code or the folder.' },
            },
          ]
        : [],
  },
  {
    key: 'unread-file',
    severity: 'error',
    find: unreadFiles((path) => ours.test(path), {
      da: 'Ret navnet, eller slet filen. Tekster hedder som texts/reminder.da.hbs.',
      en: 'Change its name, or delete it. Texts are called like texts/reminder.da.hbs.',
    }),
  },
  {
    key: 'stray-file',
    severity: 'warning',
    find: unreadFiles((path) => !ours.test(path), {
      da: 'Flyt den, eller lad den ligge: den bruges ikke.',
      en: 'Move it, or leave it: it is not used.',
    }),
  },
  {
    key: 'broker-lacks',
    severity: 'error',
    find: ({ brokers }) =>
      Object.entries(brokers).flatMap(([name, broker]) =>
        lackingIn(broker).map((lack) => ({
          at: `identity.json /brokers/${name}`,
          text: { da: `${lack} mangler.`, en: `${lack} is missing.` },
          remedy: {
            da: 'Skriv claimets navn, eller skriv med "like", hvilken broker den er som.',
            en: 'Name the claim, or say by "like" which broker it is as.',
          },
        })),
      ),
  },
];
