/** Both sides as Parameters. https://hl7.org/fhir/R4/parameters.html */
import type { ParametersParameter } from '@medplum/fhirtypes';
import { type Issue, render } from '../fhir/outcome.ts';
import { validate } from '../fhir/validate.ts';
import { type Trace, unmapped } from '../mapping/trace.ts';
import type { Desk } from './exchange.ts';
import type { Candidate } from './transform-choice.ts';
import type { StandIn } from './transform-ids.ts';
import type { Sides } from './transform-sides.ts';

type Part = ParametersParameter & { readonly name: string };

/** Any value, so that a list and a text cannot be taken for each other. */
const json = (name: string, value: unknown): Part[] =>
  value === undefined ? [] : [{ name, valueString: JSON.stringify(value) }];

const word = (name: string, valueString: string | undefined): Part[] =>
  valueString === undefined || valueString === '' ? [] : [{ name, valueString }];

const group = (name: string, ...part: readonly Part[][]): Part => ({ name, part: part.flat() });

const isShown = ({ path }: Trace): boolean => path !== undefined;

const valuePart = ({ fields, path, row, codec, record, fhir }: Trace): Part =>
  group(
    'value',
    fields.flatMap((field) => word('field', field)),
    word('path', path),
    word('row', row),
    word('codec', codec),
    json('cura', record),
    json('fhir', fhir),
  );

const hidden = 'FHIR has no place for it here; it stays in Cura';

const untouched = (field: string, value: unknown, reason: string): Part =>
  group('untouched', word('field', field), json('cura', value), word('reason', reason));

const fromTrace = ({ fields, record, codec }: Trace): Part =>
  untouched(
    fields.join(', '),
    record,
    codec === unmapped ? hidden : `the codec ${codec} shows nothing for this value`,
  );

/** What no row maps: by the mapping's own reasons, and what nobody knows. */
function unmappedOf({ mapping, record, traces }: Sides): Part[] {
  const known = new Set([
    ...mapping.rows.flatMap(({ field }) => (field === undefined ? [] : [field.split('.')[0]])),
    ...traces.flatMap(({ fields }) => fields.map((field) => field.split(/[.[]/)[0])),
    'id',
  ]);
  return Object.keys(record)
    .filter((field) => !known.has(field))
    .map((field) => {
      const reason = mapping.unmapped[field] ?? 'carried: a field that is not in the contract';
      const [kind, why = reason] = reason.split(/: (.*)/s);
      return kind === 'withheld'
        ? group('withheld', word('field', field), word('reason', why))
        : untouched(field, record[field], kind === 'elsewhere' ? `another mapping: ${why}` : why);
    });
}

const roundTrip = ({ holds, differences }: Sides): Part =>
  group(
    'round-trip',
    [{ name: 'holds', valueBoolean: holds }],
    differences.map(({ path, before, after }) =>
      group('difference', word('path', path), json('before', before), json('after', after)),
    ),
  );

const standInOf = ({ record, curaId, fhirId }: StandIn): Part =>
  group('stand-in', word('record-type', record), word('cura', curaId), word('fhir', fhirId));

function outcomeOf(
  { definitions, call }: Desk,
  { room }: Candidate,
  { resource }: Sides,
  warnings: readonly Issue[],
): Part {
  const profiles = definitions.profiles.profile(room.profile) ? [room.profile] : [];
  const issues = [...warnings, ...validate(resource, definitions, { profiles })];
  return { name: 'outcome', resource: render(issues, call.language) };
}

/** One result: `side` is that which was sent, the other is told. */
export function resultOf(
  desk: Desk,
  chosen: Candidate,
  sides: Sides,
  told: {
    readonly side: 'record' | 'resource';
    readonly standIns: readonly StandIn[];
    readonly warnings: readonly Issue[];
  },
): Part {
  const { traces, record, resource, ours } = sides;
  const other: Part =
    told.side === 'record'
      ? { name: 'resource', resource }
      : { name: 'record', valueString: JSON.stringify(record) };
  return group(
    'result',
    [{ name: 'record-type', valueCode: chosen.mapping.record }],
    [{ name: 'resource-type', valueCode: chosen.room.type }],
    [other],
    traces.filter(isShown).map(valuePart),
    traces.filter((trace) => !isShown(trace)).map(fromTrace),
    unmappedOf(sides),
    ours.map(([element, reason]) =>
      group('ours', word('element', element), word('reason', reason)),
    ),
    [roundTrip(sides)],
    told.standIns.map(standInOf),
    [outcomeOf(desk, chosen, sides, told.warnings)],
  );
}
