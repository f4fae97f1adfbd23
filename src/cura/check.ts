import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Udfoerer } from './post.ts';
import { type CuraRecords, type CuraType, curaTypes } from './records.ts';
import { recordSchemas } from './schemas.ts';

/** Cura sent a record that breaks the contract. Names type, id and place; never a value, which may be a person's. */
export class MalformedRecord extends Error {
  override readonly name = 'MalformedRecord';
  readonly type: string;
  readonly id: string;
  readonly path: string;
  constructor(type: string, id: string, path: string, fault: string) {
    super(`Cura sent ${type}/${id} with a fault at ${path || '/'}: ${fault}`);
    this.type = type;
    this.id = id;
    this.path = path;
  }
}

export function isCuraType(name: unknown): name is CuraType {
  return (curaTypes as readonly unknown[]).includes(name);
}

const performers = ['borger', 'paaroerende', 'medarbejder', 'link', 'system'];
const performerFields = [
  ...['navn', 'relation', 'referenceId', 'mandatReference', 'begrundelse', 'tidspunkt'],
];

/** Is it such as `aendretAf` of a feed row should be? */
export function isPerformer(value: unknown): value is Udfoerer {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Record<string, unknown>;
  const named = performerFields.map((key) => fields[key]).filter((field) => field !== undefined);
  return performers.includes(String(fields.art)) && named.every((x) => typeof x === 'string');
}

function idOf(value: unknown): string {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
  return typeof id === 'string' && /^[A-Za-z0-9._-]{1,64}$/.test(id) ? id : '?';
}

function fault(validate: ValidateFunction): { path: string; text: string } {
  const [first] = validate.errors ?? [];
  return { path: first?.instancePath ?? '', text: first?.message ?? 'not as the contract says' };
}

const compiled = new Map<CuraType, ValidateFunction>();
let ajv: Ajv2020 | undefined;

/** Compiles at the first use of a type, once a process: compiling takes longer than a thousand checks. */
function validatorOf(type: CuraType): ValidateFunction {
  ajv ??= new Ajv2020({ strict: true, allErrors: false, validateSchema: false, meta: false });
  const validate = compiled.get(type) ?? ajv.compile(recordSchemas[type].json);
  compiled.set(type, validate);
  return validate;
}

/** Returns the value as a record of `type`, unknown fields and all. Throws `MalformedRecord`. */
export function checkRecord<T extends CuraType>(type: T, value: unknown): CuraRecords[T] {
  const validate = validatorOf(type);
  if (validate(value)) return value as CuraRecords[T];
  const { path, text } = fault(validate);
  throw new MalformedRecord(type, idOf(value), path, text);
}
