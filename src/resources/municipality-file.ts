/** Reads the files of a municipality's folder, each against its JSON Schema. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';

/** The municipality's files are missing or wrong; the message names the file and the place, and says what to do. */
export class MunicipalityError extends Error {
  override readonly name = 'MunicipalityError';
}

/** The folder of all municipalities. */
export const municipalityRoot = new URL('../../mappings/municipalities/', import.meta.url);

/** A fault at a place in a file. */
export interface FileFault {
  /** A JSON pointer; empty for the whole. */
  readonly at: string;
  readonly text: string;
  /** Of the schema's rule, and its values. */
  readonly keyword: string;
  readonly given: string;
}

export function readJson(file: URL): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new MunicipalityError(`The file ${fileURLToPath(file)} is not JSON.`);
  }
}

const validators = new Map<string, ValidateFunction>();

/** Compiling takes longer than all else at a start, and several parts read the choices. Our own schema is sound; a test says so. */
function validatorOf(root: URL, schema: string): ValidateFunction {
  const text = JSON.stringify(readJson(new URL(schema, root)));
  const known = validators.get(text);
  if (known) return known;
  const ajv = new Ajv2020({ strict: true, allErrors: true, validateSchema: false, meta: false });
  const validate = ajv.compile(JSON.parse(text) as object);
  validators.set(text, validate);
  return validate;
}

function faultOf({ instancePath, keyword, message = 'is wrong', params }: ErrorObject): FileFault {
  const given = Object.values(params).join(', ');
  return { at: instancePath, text: `it ${message} (${given})`, keyword, given };
}

/** Of an error in one of several allowed forms the deepest says most, so that comes first. */
export function faultsOf(root: URL, schema: string, found: unknown): FileFault[] {
  const validate = validatorOf(root, schema);
  if (validate(found)) return [];
  return (validate.errors ?? [])
    .toSorted((a, b) => b.instancePath.length - a.instancePath.length)
    .map(faultOf);
}

/** A file of a municipality's folder, such as `codes.json` by `codes.schema.json`; undefined where there is none. Throws `MunicipalityError`. */
export function readChecked(code: string, name: string, root: URL): unknown {
  if (!/^\d{4}$/.test(code)) throw new MunicipalityError('A municipality code has four digits.');
  const file = new URL(`${code}/${name}.json`, root);
  if (!existsSync(file)) return undefined;
  const found = readJson(file);
  const [fault] = faultsOf(root, `${name}.schema.json`, found);
  if (!fault) return found;
  throw new MunicipalityError(
    `The file ${fileURLToPath(file)} is wrong at ${fault.at || 'its top'}: ${fault.text}. What may stand there is told by ${name}.schema.json; npm run check:municipality ${code} lists all faults.`,
  );
}
