/** A measurement in the one shape that is kept, or the refusal of what it says and Cura has no place for. */
import type { Observation } from '@medplum/fhirtypes';
import { measurementSource } from '../../../mappings/codes/measure.ts';
import { measured } from '../../../mappings/element/measured.ts';
import { maalingMapping } from '../../../mappings/maaling.ts';
import type { Maaling } from '../../cura/dialogue-records.ts';
import { structure } from '../../fhir/canonical.ts';
import { parseInstant } from '../../fhir/instant.ts';
import { type FhirError, fail, type Issue, issue, unprocessable } from '../../fhir/outcome.ts';
import { type Context, Unmappable } from '../../mapping/mapping.ts';
import { awaitingDelivery } from '../delivery-state.ts';
import type { Reading } from './read.ts';

export type Kept = Observation & { id: string };

const sourceUrl = structure('measurement-source');
/** Who wrote it: Cura and we say so. */
export const actingUrl = structure('acting-party');

/** Who measured, as the resource says it. */
export interface Origin {
  readonly source: Maaling['kilde'];
  readonly performer: NonNullable<Observation['performer']>;
}

const claimed = (expression: string): FhirError =>
  unprocessable(
    'measure-performer',
    {
      da: 'Hvem der målte, skrives ud fra login; her står en anden.',
      en: 'Who measured is written by the login; this names somebody else.',
    },
    { expression },
  );

/** What a client says of who measured must be what the login says. */
function assertOrigin({ extension = [], performer = [] }: Observation, origin: Origin): void {
  const said = extension.find(({ url }) => url === sourceUrl)?.valueCode;
  const isOther = said !== undefined && said !== measurementSource[origin.source];
  if (isOther || extension.some(({ url }) => url === actingUrl))
    throw claimed('Observation.extension');
  const own = origin.performer.map(({ reference }) => reference);
  const other = performer.findIndex(({ reference }) => !own.includes(reference));
  if (other >= 0) throw claimed(`Observation.performer[${other}]`);
}

/** The one device that it was measured with, under the name that it has in every measurement. */
function deviceOf({ contained, device }: Observation): Pick<Observation, 'contained' | 'device'> {
  const [first, second] = contained ?? [];
  const isPlain = first?.resourceType === 'Device' && !second;
  if (!isPlain || device?.reference !== `#${first.id}`)
    return { ...(contained && { contained }), ...(device && { device }) };
  return { contained: [{ ...first, id: 'device' }], device: { reference: '#device' } };
}

/** Made from the resource by a program, so that it says nothing more. */
const isGenerated = ({ text }: Observation): boolean => text?.status === 'generated';

/** The client's resource with our codes and units, and with who measured. */
export function canonicalOf(
  given: Observation,
  { kind, amounts }: Reading,
  origin: Origin,
  id: string,
): Kept {
  assertOrigin(given, origin);
  const { text, effectiveInstant, extension = [], meta: _, performer: __, ...rest } = given;
  const vaerdier = amounts.map((one) => ({
    ...{ art: one.measured.art, vaerdi: one.value, enhed: one.measured.unit },
  }));
  const source = { url: sourceUrl, valueCode: measurementSource[origin.source] };
  return {
    ...rest,
    ...(text && !isGenerated(given) && { text }),
    id,
    meta: { tag: [{ ...awaitingDelivery }] },
    ...deviceOf(given),
    extension: [source, ...extension.filter(({ url }) => url !== sourceUrl)],
    ...measured.decode({ type: kind, vaerdier, kilde: origin.source }, alike),
    ...(effectiveInstant && { effectiveDateTime: effectiveInstant }),
    ...(origin.performer.length > 0 && { performer: [...origin.performer] }),
  };
}

/** Ids are what they are: only what Cura has room for is asked. */
const alike: Context = { fhirId: (_, id) => id, curaId: (_, id) => id };

const tooLong = (expression: string, max: number): Issue =>
  issue({
    ...{ code: 'too-long', key: 'value-too-long', expression },
    text: {
      da: `Der er plads til ${max} tegn.`,
      en: `There is room for ${max} characters.`,
    },
  });

const nameLength = 300;
const noteLength = 2_000;

function lengthIssues({ klientReference = '', kommentar = '', apparat = {} }: Maaling): Issue[] {
  const said = [
    ['Observation.identifier', klientReference, nameLength],
    ['Observation.note', kommentar, noteLength],
    ...Object.values(apparat).map((text) => ['Observation.contained', text, nameLength] as const),
  ] as const;
  return said.flatMap(([at, text, max]) => (text.length > max ? [tooLong(at, max)] : []));
}

const unmappable = ({ text, expression }: Unmappable): FhirError =>
  fail(422, issue({ code: 'value', key: 'unmappable', text, expression }));

/** Refuses (422) what Cura could not keep, before it is accepted. */
export function assertFitsCura(resource: Kept): void {
  let record: Maaling;
  try {
    record = maalingMapping.toRecord(resource, undefined, alike);
  } catch (error) {
    throw error instanceof Unmappable ? unmappable(error) : error;
  }
  const issues = lengthIssues(record);
  if (issues.length > 0) throw fail(422, issues);
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Clocks of devices differ. */
const aheadMinutes = 5;
const oldestDays = 366;

const badTime = (text: Issue['text']): FhirError =>
  unprocessable('measure-time', text, { expression: 'Observation.effective' });

/** Refuses (422) a time that has not come, or that is so long ago that nobody would look at it. */
export function assertTime({ effectiveDateTime = '' }: Observation, now: number): void {
  const text = {
    da: 'Tidspunktet for målingen mangler, eller det mangler klokkeslæt og tidszone.',
    en: 'The time of the measurement is missing, or it lacks a time of day and an offset.',
  };
  // A leap second is a FHIR instant, and none of Cura's.
  if (!/T\d\d:\d\d:[0-5].*(?:Z|[+-]\d\d:\d\d)$/.test(effectiveDateTime)) throw badTime(text);
  const at = parseInstant(effectiveDateTime);
  if (at > now + aheadMinutes * minuteMs)
    throw badTime({
      da: 'Tidspunktet for målingen ligger i fremtiden.',
      en: 'The time of the measurement lies ahead.',
    });
  if (at < now - oldestDays * dayMs)
    throw badTime({
      da: `Målingen er over ${oldestDays} dage gammel.`,
      en: `The measurement is more than ${oldestDays} days old.`,
    });
}
