/** Tells a municipality whether its folder is ready, and what is amiss. */
import { type Config, ConfigError } from '../config.ts';
import type { Language } from '../fhir/outcome.ts';
import { argumentsIn } from './arguments.ts';
import { bookingRows } from './check/booking-rows.ts';
import { calendarRows } from './check/calendar-rows.ts';
import { featureRows } from './check/feature-rows.ts';
import { fileRows } from './check/file-rows.ts';
import { findAllOf } from './check/found.ts';
import { identityRows } from './check/identity-rows.ts';
import { messageRows } from './check/message-rows.ts';
import type { CheckRow, Finding } from './check/row.ts';
import { sayReport } from './check/say.ts';
import { textRows } from './check/text-rows.ts';

/** Every check, in the order in which they are told. */
export const checkRows: readonly CheckRow[] = [
  ...fileRows,
  ...featureRows,
  ...identityRows,
  ...bookingRows,
  ...messageRows,
  ...calendarRows,
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

const usage = 'npm run check:municipality -- <code> [--lang da|en]';

/** The command. Throws `ConfigError` for a code or a language that is none. */
export function checkCommand({ publicUrl }: Config, given: readonly string[]): Report {
  const { file: code, options } = argumentsIn(given, ['lang'], usage);
  const language = options.get('lang') ?? 'da';
  if (!/^\d{4}$/.test(code) || (language !== 'da' && language !== 'en'))
    throw new ConfigError(usage);
  return checkMunicipality(code, { language, publicUrl });
}
