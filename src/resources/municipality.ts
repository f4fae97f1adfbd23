import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';

/** How much of the names of staff is shown to others than staff. */
export type StaffNames = 'full' | 'given' | 'function';

/** What a municipality decides for itself; `mappings/municipalities/municipality.schema.json` explains each. */
export interface Municipality {
  readonly code: string;
  readonly name: string;
  /** `HH:MM`, Danish wall time; may pass midnight. */
  readonly quietHours: { readonly from: string; readonly to: string } | null;
  readonly reminder: { readonly leadDays: number; readonly time?: string };
  readonly smsLink: 'none' | 'login' | 'cancel';
  readonly selfServiceUrl: string;
  readonly phone: string;
  /** How long access rows, Provenance, and what is known of a citizen who is gone are kept. */
  readonly retention: {
    readonly accessYears: number;
    readonly provenanceYears: number;
    readonly contentDays: number;
  };
  readonly cvr: string;
  /** Right by privilege URI. */
  readonly privileges: Readonly<Record<string, 'see' | 'act'>>;
  readonly jobRoles: Readonly<Record<string, 'staff' | 'auditor'>>;
  /** Without it the names are shown in full. */
  readonly staffNames?: StaffNames;
}

/** The municipality's files are missing or wrong; the message is one sentence. */
export class MunicipalityError extends Error {
  override readonly name = 'MunicipalityError';
}

const defaultRoot = new URL('../../mappings/municipalities/', import.meta.url);

function readJson(file: URL): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new MunicipalityError(`The file ${fileURLToPath(file)} is not JSON.`);
  }
}

/** Of an error in one of several allowed forms the deepest says most. */
const deepest = (errors: readonly ErrorObject[]): ErrorObject | undefined =>
  errors.toSorted((a, b) => b.instancePath.length - a.instancePath.length)[0];

function checkShape(root: URL, found: unknown, file: string): asserts found is Municipality {
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  const validate = ajv.compile(readJson(new URL('municipality.schema.json', root)) as object);
  if (validate(found)) return;
  const {
    instancePath = '',
    message = 'is wrong',
    params = {},
  } = deepest(validate.errors ?? []) ?? {};
  const details = Object.values(params).join(', ');
  throw new MunicipalityError(
    `The file ${file} is wrong at ${instancePath || 'its top'}: it ${message} (${details}).`,
  );
}

/** Reads the municipality of a four-digit code; `root` is the folder of all. Throws `MunicipalityError`. */
export function loadMunicipality(code: string, root: URL = defaultRoot): Municipality {
  if (!/^\d{4}$/.test(code)) throw new MunicipalityError('A municipality code has four digits.');
  const file = new URL(`${code}/municipality.json`, root);
  const path = fileURLToPath(file);
  if (!existsSync(file)) {
    throw new MunicipalityError(`There is no municipality ${code}: ${path} does not exist.`);
  }
  const found = readJson(file);
  checkShape(root, found, path);
  if (found.code !== code) {
    throw new MunicipalityError(`The file ${path} is of municipality ${found.code}, not ${code}.`);
  }
  return found;
}
