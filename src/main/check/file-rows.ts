import { textLanguages, textNames } from '../../resources/communication/sms-text.ts';
import { wordFaults } from '../../resources/municipality-code.ts';
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
    find: eachFile((name, found) =>
      found[name].exists && !found[name].isJson
        ? [
            {
              at: `${name}.json`,
              text: { da: 'Filen er ikke JSON.', en: 'The file is not JSON.' },
              remedy: {
                da: 'Åbn den i en editor: den viser linjen, hvor et komma eller en parentes mangler.',
                en: 'Open it in an editor: it shows the line where a comma or bracket is missing.',
              },
            },
          ]
        : [],
    ),
  },
  {
    key: 'form',
    severity: 'error',
    find: eachFile((name, found) =>
      found[name].faults.map((fault) => ({
        at: `${name}.json ${fault.at || '/'}`,
        text: formText(fault),
        remedy: {
          da: `Se beskrivelsen af feltet i ${name}.schema.json; editoren viser den, når $schema står i filen.`,
          en: `See the description of the field in ${name}.schema.json; the editor shows it when $schema stands in the file.`,
        },
      })),
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
    find: ({ paths }) =>
      paths
        .filter((path) => !readable.has(path))
        .map((path) => ({
          at: path,
          text: { da: 'Ingen læser filen.', en: 'Nothing reads the file.' },
          remedy: {
            da: 'Ret navnet, eller slet filen. Tekster hedder som texts/reminder.da.hbs.',
            en: 'Change its name, or delete it. Texts are called like texts/reminder.da.hbs.',
          },
        })),
  },
  {
    key: 'not-one-to-one',
    severity: 'error',
    find: ({ codes: { content } }) =>
      wordFaults(content?.tables ?? {}).map(({ table, word, other, kind }) => ({
        at: `codes.json /tables/${table}/${word}`,
        text:
          kind === 'twice'
            ? {
                da: `“${word}” og “${other}” betyder det samme, så det, der sendes til Cura, kan ikke skelnes.`,
                en: `“${word}” and “${other}” mean the same, so what is sent to Cura cannot be told apart.`,
              }
            : {
                da: `“${word}” er allerede et ord i kontrakten og kan ikke betyde “${other}”.`,
                en: `“${word}” is a word of the contract already and cannot mean “${other}”.`,
              },
        remedy: { da: 'Behold ét af dem.', en: 'Keep one of them.' },
      })),
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
