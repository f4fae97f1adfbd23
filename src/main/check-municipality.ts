/** Tells a municipality whether its folder is ready, and what is amiss. */
import { type Config, ConfigError } from '../config.ts';
import type { Language } from '../fhir/outcome.ts';
import { MunicipalityError } from '../resources/municipality-file.ts';
import { argumentsIn } from './arguments.ts';
import { bookingRows } from './check/booking-rows.ts';
import { calendarRows } from './check/calendar-rows.ts';
import { codeRows } from './check/code-rows.ts';
import { copiedRows } from './check/copied-rows.ts';
import { featureRows } from './check/feature-rows.ts';
import { fileRows } from './check/file-rows.ts';
import { findAllOf } from './check/found.ts';
import { identityRows } from './check/identity-rows.ts';
import { insightRows } from './check/insight-rows.ts';
import { messageRows } from './check/message-rows.ts';
import type { CheckRow, Finding } from './check/row.ts';
import { sayFindings, sayReport } from './check/say.ts';
import { textRows } from './check/text-rows.ts';

/** Every check, in the order in which they are told. */
export const checkRows: readonly CheckRow[] = [
  ...fileRows,
  ...copiedRows,
  ...codeRows,
  ...featureRows,
  ...identityRows,
  ...bookingRows,
  ...messageRows,
  ...calendarRows,
  ...insightRows,
  ...textRows,
];

/** A finding with the check that found it. */
export interface Found extends Finding {
  readonly key: string;
  readonly severity: CheckRow['severity'];
}

/** What a check came to. */
export interface Report {
  readonly ready: boolean;
  readonly findings: readonly Found[];
  readonly text: string;
}

const mappingsRoot = new URL('../../mappings/', import.meta.url);

/** Looks at the folder of a municipality; `mappings` is the folder above all municipalities. */
export function checkMunicipality(
  code: string,
  {
    language = 'da',
    publicUrl,
    mappings = mappingsRoot,
  }: { readonly language?: Language; readonly publicUrl: string; readonly mappings?: URL },
): Report {
  const found = findAllOf(code, mappings, publicUrl);
  const findings = checkRows.flatMap(({ key, severity, find }) =>
    find(found).map((one) => ({ ...one, key, severity })),
  );
  const ready = findings.every(({ severity }) => severity !== 'error');
  return { ready, findings, text: sayReport(found, findings, ready, language) };
}

/** Refuses to start with a folder that is not ready, and says all that is amiss. Throws `MunicipalityError`. */
export function assertReadyToStart(
  { municipality, publicUrl }: Pick<Config, 'municipality' | 'publicUrl'>,
  mappings = mappingsRoot,
): void {
  const found = findAllOf(municipality, mappings, publicUrl);
  const { ready, findings } = checkMunicipality(municipality, { publicUrl, mappings });
  if (ready) return;
  const errors = findings.filter(({ severity }) => severity === 'error');
  throw new MunicipalityError(
    [
      `mappings/municipalities/${municipality} er ikke klar, så der startes ikke:`,
      ...sayFindings(found, errors, 'da'),
      '',
      `The municipality's folder is not ready: npm run check:municipality -- ${municipality} --lang en says it in English.`,
    ].join('\n'),
  );
}

const usage = 'npm run check:municipality -- <kommunekode> [--lang da|en]';

const noCode = (given: string): string =>
  `“${given}” er ingen kommunekode: skriv fire cifre, som 0461 / is no municipality code: write four digits. ${usage}`;

/** The command. Throws `ConfigError` for a code or a language that is none. */
export function checkCommand({ publicUrl }: Config, given: readonly string[]): Report {
  const { file: code, options } = argumentsIn(given, ['lang'], usage);
  const language = options.get('lang') ?? 'da';
  if (language !== 'da' && language !== 'en') throw new ConfigError(usage);
  if (!/^\d{4}$/.test(code)) throw new ConfigError(noCode(code));
  return checkMunicipality(code, { language, publicUrl });
}
