import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { CuraType } from './records.ts';
import { recordSchemas } from './schemas.ts';

/** What of a record breaks the contract. `path` is such as `aflysning.aarsag`, empty for the record itself. */
export interface RecordFault {
  readonly path: string;
  /** `shape`: it can be no such record. `form`: a value is written otherwise than agreed; mapping may know what it means. */
  readonly kind: 'shape' | 'form';
  readonly text: Readonly<Record<'da' | 'en', string>>;
}

const mostFaults = 100;

type Words = (params: Readonly<Record<string, unknown>>) => RecordFault['text'];

const listed = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : `${value}`);

/** By keyword of JSON Schema. None of them holds a value that was sent. */
const words: Readonly<Record<string, Words>> = {
  required: () => ({ da: 'Feltet mangler.', en: 'The field is missing.' }),
  type: ({ type }) => ({
    da: `Feltet skal være af typen ${listed(type)}.`,
    en: `The field must be of type ${listed(type)}.`,
  }),
  enum: ({ allowedValues }) => ({
    da: `Feltet skal være et af: ${listed(allowedValues)}.`,
    en: `The field must be one of: ${listed(allowedValues)}.`,
  }),
  pattern: ({ pattern }) => ({
    da: `Feltet skal have formen ${pattern}.`,
    en: `The field must have the form ${pattern}.`,
  }),
};

const notAsAgreed = ({ limit }: Readonly<Record<string, unknown>>): RecordFault['text'] => ({
  da: `Feltet holder ikke kontrakten${limit === undefined ? '' : `: grænsen er ${limit}`}.`,
  en: `The field breaks the contract${limit === undefined ? '' : `: the limit is ${limit}`}.`,
});

/** `/vagter/0/fra` is `vagter[0].fra`. */
const dotted = (pointer: string): string =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');

function faultOf({ instancePath, keyword, params }: ErrorObject): RecordFault {
  const missing = keyword === 'required' ? `/${params.missingProperty}` : '';
  return {
    path: dotted(instancePath + missing),
    kind: ['type', 'required', 'enum'].includes(keyword) ? 'shape' : 'form',
    text: (words[keyword] ?? notAsAgreed)(params),
  };
}

const compiled = new Map<CuraType, ValidateFunction>();
let ajv: Ajv2020 | undefined;

function validatorOf(type: CuraType): ValidateFunction {
  ajv ??= new Ajv2020({ strict: true, allErrors: true, validateSchema: false, meta: false });
  const validate = compiled.get(type) ?? ajv.compile(recordSchemas[type].json);
  compiled.set(type, validate);
  return validate;
}

/** Everything of a record that is not as the contract says, at most 100 faults, each place once. */
export function recordFaults(type: CuraType, value: unknown): readonly RecordFault[] {
  const validate = validatorOf(type);
  if (validate(value)) return [];
  const faults = (validate.errors ?? []).slice(0, mostFaults).map(faultOf);
  return [...Map.groupBy(faults, ({ path }) => path).values()].flatMap(
    (some) => some.find(({ kind }) => kind === 'shape') ?? some[0] ?? [],
  );
}
