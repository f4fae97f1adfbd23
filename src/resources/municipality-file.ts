/** Reads the files of a municipality's folder, each against its JSON Schema. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { readJsonFile } from './json-file.ts';

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
  /** What stands there. */
  readonly found: unknown;
  /** It is about the name at `at`, not about what the name leads to. */
  readonly isName: boolean;
  /** What the schema says of the place, and what may stand there. */
  readonly description?: string;
  readonly examples?: readonly unknown[];
  /** Names that may stand there, where it is an object. */
  readonly fields?: readonly string[];
}

export function readJson(file: URL): unknown {
  const read = readJsonFile(file);
  if ('content' in read) return read.content;
  const { line, column, en } = read.fault;
  const where = line === undefined ? '' : ` line ${line}, character ${column}:`;
  throw new MunicipalityError(`The file ${fileURLToPath(file)} cannot be read:${where} ${en}.`);
}

const validators = new Map<string, ValidateFunction>();

/** Compiling takes longer than all else at a start, and several parts read the choices. Our own schema is sound; a test says so. */
function validatorOf(root: URL, schema: string): ValidateFunction {
  const text = JSON.stringify(readJson(new URL(schema, root)));
  const known = validators.get(text);
  if (known) return known;
  const ajv = new Ajv2020({
    strict: true,
    allErrors: true,
    verbose: true,
    validateSchema: false,
    meta: false,
  });
  const validate = ajv.compile(JSON.parse(text) as object);
  validators.set(text, validate);
  return validate;
}

type Described = Pick<FileFault, 'description' | 'examples'> & { readonly properties?: object };

function faultOf(error: ErrorObject): FileFault {
  const { instancePath, keyword, message = 'is wrong', params, propertyName, data } = error;
  const { description, examples, properties } = (error.parentSchema ?? {}) as Described;
  const given = Object.values(params).join(', ');
  const name = propertyName === undefined ? '' : `/${propertyName}`;
  return {
    ...{ at: `${instancePath}${name}`, text: `it ${message} (${given})`, keyword, given },
    ...{ found: data, isName: propertyName !== undefined },
    ...(description !== undefined && { description }),
    ...(examples && { examples }),
    ...(properties && { fields: Object.keys(properties) }),
  };
}

type Forms = readonly (readonly ErrorObject[])[];

/** The errors of each of several allowed forms; those of parts that are shared among forms stand elsewhere. */
function formsOf({ schemaPath }: ErrorObject, errors: readonly ErrorObject[]): Forms {
  const prefix = `${schemaPath}/`;
  const own = errors.filter((error) => error.schemaPath.startsWith(prefix));
  return [
    ...Map.groupBy(own, (error) => error.schemaPath.slice(prefix.length).split('/')[0]).values(),
  ];
}

/** The form that was meant, where that is clear: one that is amiss only further in, or one that is of the right kind. */
function meantOf({ instancePath }: ErrorObject, forms: Forms): readonly ErrorObject[] | undefined {
  const without = (keywords: readonly string[] | undefined) =>
    forms.filter((all) =>
      all.every(
        (one) => one.instancePath !== instancePath || keywords?.includes(one.keyword) === false,
      ),
    );
  return [without(undefined), without(['type', 'enum'])].find(({ length }) => length === 1)?.[0];
}

/** What fits none of several forms is said of the form that was meant, else once of all. */
function withoutOthers(errors: readonly ErrorObject[]): ErrorObject[] {
  const choice = errors.find(({ keyword }) => keyword === 'oneOf');
  if (!choice) return [...errors];
  const forms = formsOf(choice, errors);
  const inside = new Set([choice, ...forms.flat()]);
  const rest = errors.filter((error) => !inside.has(error));
  const isSaid = rest.some(({ instancePath }) =>
    instancePath.startsWith(`${choice.instancePath}/`),
  );
  return [...(meantOf(choice, forms) ?? (isSaid ? [] : [choice])), ...withoutOthers(rest)];
}

/** Everything wrong with the form, the deepest first, as it says most. */
export function faultsOf(root: URL, schema: string, found: unknown): FileFault[] {
  const validate = validatorOf(root, schema);
  if (validate(found)) return [];
  // That a name is wrong is said by the rule that it breaks.
  const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'propertyNames');
  return withoutOthers(errors)
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
