/** Both sides as Parameters. https://hl7.org/fhir/R4/parameters.html */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ParametersParameter } from '@medplum/fhirtypes';
import { type Issue, render, type Text } from '../fhir/outcome.ts';
import { validate } from '../fhir/validate.ts';
import { type Trace, unmapped } from '../mapping/trace.ts';
import type { Desk } from './exchange.ts';
import type { Candidate } from './transform-choice.ts';
import type { StandIn } from './transform-ids.ts';
import type { Sides } from './transform-sides.ts';
import { type Seen, seenByOthers } from './transform-view.ts';

type Part = ParametersParameter & { readonly name: string };

/** A text in the language of the caller. */
type Say = (name: string, text: Text) => Part[];

/** Any value, so that a list and a text cannot be taken for each other. */
const json = (name: string, value: unknown): Part[] =>
  value === undefined ? [] : [{ name, valueString: JSON.stringify(value) }];

const word = (name: string, valueString: string | undefined): Part[] =>
  valueString === undefined || valueString === '' ? [] : [{ name, valueString }];

const words = (name: string, all: readonly string[]): Part[] =>
  all.flatMap((one) => word(name, one));

const group = (name: string, ...part: readonly Part[][]): Part => ({ name, part: part.flat() });

const isShown = ({ path }: Trace): boolean => path !== undefined;

const valuePart = ({ fields, from = [], path, row, codec, record, fhir }: Trace): Part =>
  group(
    'value',
    words('field', fields),
    words('from', from),
    word('path', path),
    word('row', row),
    word('codec', codec),
    json('cura', record),
    json('fhir', fhir),
  );

const hidden: Text = {
  da: 'FHIR har ikke plads til det her; det bliver i Cura',
  en: 'FHIR has no place for it here; it stays in Cura',
};

const unknown: Text = {
  da: 'et felt, som kontrakten ikke har; det bæres med',
  en: 'a field that is not in the contract; it is carried',
};

const showsNothing = (codec: string): Text => ({
  da: `${codec} viser intet for denne værdi`,
  en: `the codec ${codec} shows nothing for this value`,
});

const bornHere: Text = {
  da: 'Curas eget id; ressourcen har det id, som den fik her',
  en: 'the id in Cura; the resource has the id that it was born with here',
};

const fromTrace = ({ fields, record, codec }: Trace, say: Say): Part =>
  group(
    'untouched',
    words('field', fields),
    json('cura', record),
    say('reason', codec === unmapped ? hidden : showsNothing(codec)),
  );

/** What no row maps: by the mapping's own reasons, and what nobody knows. */
function unmappedOf({ mapping, record, traces }: Sides, say: Say): Part[] {
  const known = new Set([
    ...mapping.rows.flatMap(({ field }) => (field === undefined ? [] : [field.split('.')[0]])),
    ...traces.flatMap(({ fields }) => fields.map((field) => field.split(/[.[]/)[0])),
  ]);
  return Object.keys(record)
    .filter((field) => !known.has(field))
    .map((field) => {
      const reason = mapping.unmapped[field] ?? (field === 'id' ? bornHere : unknown);
      const isWithheld = 'kind' in reason && reason.kind === 'withheld';
      const value = isWithheld ? [] : json('cura', record[field]);
      const name = isWithheld ? 'withheld' : 'untouched';
      return group(name, word('field', field), value, say('reason', reason));
    });
}

const viewPart = ({ reader, isShown: shown, missing, reasons }: Seen, say: Say): Part =>
  group(
    'view',
    [{ name: 'reader', valueCode: reader }],
    [{ name: 'shown', valueBoolean: shown }],
    words('without', missing),
    reasons.flatMap((reason) => say('reason', reason)),
  );

const elements = (name: string, all: Sides['ours'], say: Say): Part[] =>
  all.map(([element, reason]) => group(name, word('element', element), say('reason', reason)));

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

interface Told {
  readonly side: 'record' | 'resource';
  readonly standIns: readonly StandIn[];
  readonly warnings: readonly Issue[];
}

const otherSide = ({ record, resource }: Sides, side: Told['side']): Part =>
  side === 'record'
    ? { name: 'resource', resource }
    : { name: 'record', valueString: JSON.stringify(record) };

/** One result: `side` is that which was sent, the other is told. In steps, for others are served between. */
export async function resultOf(
  desk: Desk,
  chosen: Candidate,
  sides: Sides,
  told: Told,
): Promise<Part> {
  const { language, ports } = desk.call;
  const say: Say = (name, text) => word(name, text[language]);
  const { traces, resource, ours, completed } = sides;
  const { room, mapping } = chosen;
  const values = traces.filter(isShown).map(valuePart);
  const rest = traces.filter((trace) => !isShown(trace)).map((trace) => fromTrace(trace, say));
  await nextTurn();
  const outcome = outcomeOf(desk, chosen, sides, told.warnings);
  await nextTurn();
  const seen = seenByOthers({ room, resource, municipality: ports.municipality });
  return group(
    'result',
    [{ name: 'record-type', valueCode: mapping.record }],
    [{ name: 'resource-type', valueCode: room.type }],
    [otherSide(sides, told.side)],
    values,
    rest,
    unmappedOf(sides, say),
    seen.map((one) => viewPart(one, say)),
    elements('ours', ours, say),
    elements('completed', completed, say),
    [roundTrip(sides)],
    told.standIns.map(standInOf),
    [outcome],
  );
}
