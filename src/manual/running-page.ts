/** How the service is run: its settings and its addresses. */
import { readConfig } from '../config.ts';
import { code, type Page, sectionOf, table, text } from './page.ts';
import { settings } from './settings.ts';

/** Each setting with what stands when nothing is set. */
export const settingRows = (): string[][] => {
  const config = readConfig({});
  return settings.map(({ name, meaning, of }) => [
    code(name),
    of ? code(String(of(config))) : '–',
    meaning,
  ]);
};

const addresses: readonly (readonly string[])[] = [
  ['`/health`', 'the process lives'],
  ['`/ready`', 'it can answer: the database is there and everything has been loaded; else 503'],
  ['`/fhir/metadata`', 'the CapabilityStatement'],
  ['`/fhir/.well-known/smart-configuration`', 'where apps log in, and what they may ask for'],
  ['`/openapi.json`', 'the API for machines'],
  ['`/docs`', 'these pages'],
  ['`/live`', 'websockets and streams of subscriptions'],
];

const starting: readonly string[] = [
  '`npm start` runs everything in one process, with a sandbox for each outside system that is not set up. With real ones, `node src/main.ts serve` and `node src/main.ts work` run the API and the workers apart, any number of each; they keep nothing between requests.',
  'A process that is told to end (SIGTERM) takes no more, finishes what is under way and leaves. What was begun when a process is killed is taken up by another: nothing is lost and nothing is done twice.',
  'Put a proxy with TLS in front, name it in `TRUSTED_PROXIES`, and set `PUBLIC_URL` to the address that others use. Links of these pages are relative, so that a path in front does no harm.',
];

/** One page. */
export const runningPage = (): Page => ({
  ...{ name: 'running', group: 'Begin here' },
  title: { da: 'Sådan køres det', en: 'Running it' },
  about: 'Processes, settings and the addresses that tell how it is.',
  sections: () => [
    ...sectionOf('Processes', starting.map(text)),
    ...sectionOf('Addresses', [table(['Address', 'Says'], addresses)]),
    ...sectionOf('Settings', [
      table(
        ['Variable', 'Unless set', 'Meaning'],
        settingRows(),
        settings.map(({ name }) => name),
      ),
    ]),
  ],
});
