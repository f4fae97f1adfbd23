import fc from 'fast-check';
import { type CuraRecords, type CuraType, curaTypes } from '../../../src/cura/records.ts';
import { recordSchemas } from '../../../src/cura/schemas.ts';
import { date, digits, id, instant, post, time, type Values } from './value.ts';

interface Json {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Json;
  readonly properties?: Readonly<Record<string, Json>>;
  readonly required?: readonly string[];
}

const link = fc.constantFrom('https://forening.example/a', 'https://video.example/v?id=7&b=1');
const base64 = fc
  .uint8Array({ minLength: 1, maxLength: 30 })
  .map((bytes) => Buffer.from(bytes).toString('base64'));

/** Strings of a form, told by a part of the pattern that only that form has. */
const forms: readonly (readonly [part: string, made: fc.Arbitrary<string>])[] = [
  ['T(?:', instant],
  ['24:00', time],
  ['\\d{4}-', date],
  ['https://', link],
  ['A-Za-z0-9+/', base64],
  ['^\\d{4}$', digits(4)],
  ['{2,8}', fc.constantFrom('da', 'en-GB', 'ar')],
  ['A-Za-z0-9._-', id],
];

function stringOf({ pattern }: Json, values: Values): fc.Arbitrary<string> {
  if (pattern === undefined) return values.text;
  const form = forms.find(([part]) => pattern.includes(part));
  if (!form) throw new Error(`Nothing is known of strings like ${pattern}.`);
  return form[1];
}

const numberOf = ({ type, minimum = 0, maximum = 10_000 }: Json): fc.Arbitrary<number> =>
  type === 'integer'
    ? fc.integer({ min: minimum, max: maximum })
    : fc.integer({ min: minimum * 100, max: maximum * 100 }).map((hundredths) => hundredths / 100);

/** Values of a schema of the contract, with the odd texts of `values`. */
export function ofSchema(json: Json, values: Values): fc.Arbitrary<unknown> {
  if (json.enum) return fc.constantFrom(...json.enum);
  if (json.type === 'boolean') return fc.boolean();
  if (json.type === 'string') return stringOf(json, values);
  if (json.type === 'array') return fc.array(ofSchema(json.items ?? {}, values), { maxLength: 3 });
  if (json.type !== 'object') return numberOf(json);
  const fields = Object.entries(json.properties ?? {}).map(([key, field]) => [
    key,
    ofSchema(field, values),
  ]);
  const requiredKeys = [...(json.required ?? [])];
  const entries: Record<string, fc.Arbitrary<unknown>> = Object.fromEntries(fields);
  return fc.record(entries, { requiredKeys, noNullPrototype: true });
}

const written = new Set<CuraType>([
  ...(['enhed', 'lokation', 'ydelsestype', 'medarbejder', 'borger', 'paaroerende'] as const),
  ...(['fuldmagt', 'ydelse', 'tjeneste', 'hold', 'aftale', 'holdtilmelding', 'besoeg'] as const),
  ...(['maaling'] as const),
]);

/** Records of the types that nobody has written one by one. */
export const drawnRecords = (values: Values) =>
  Object.fromEntries(
    curaTypes
      .filter((type) => !written.has(type))
      .map((type) => {
        const record = ofSchema(recordSchemas[type].json, values) as fc.Arbitrary<object>;
        const head = fc.record(post(values), { noNullPrototype: true });
        return [type, fc.tuple(record, head).map(([one, known]) => ({ ...one, ...known }))];
      }),
  ) as { [T in CuraType]: fc.Arbitrary<CuraRecords[T]> };
