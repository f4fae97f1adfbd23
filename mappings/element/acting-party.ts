import type { Extension, Reference } from '@medplum/fhirtypes';
import type { Aftale } from '../../src/cura/care-records.ts';
import type { Udfoerer } from '../../src/cura/post.ts';
import { structure } from '../../src/fhir/canonical.ts';
import { codes } from '../../src/mapping/code-table.ts';
import type { Codec, Context } from '../../src/mapping/codec.ts';
import { instant, text } from '../../src/mapping/codec.ts';
import { reference } from '../../src/mapping/element.ts';
import { put } from '../../src/mapping/field.ts';
import { refusal, Unmappable } from '../../src/mapping/unmappable.ts';
import { capacity } from '../codes/appointment.ts';

type Acted = Pick<Aftale, 'udfoertAf' | 'borgerId'>;

const url = structure('acting-party');
const citizen = reference('borger', 'Patient');
const capacities = codes(capacity);

/** Who has a record of their own; Cura names the citizen by the record's citizen, link and system not at all. */
const named = {
  borger: undefined,
  paaroerende: reference('paaroerende', 'RelatedPerson'),
  medarbejder: reference('medarbejder', 'Practitioner'),
  link: undefined,
  system: undefined,
} as const satisfies Record<Udfoerer['art'], ReturnType<typeof reference> | undefined>;

function targetOf(
  { art, referenceId }: Udfoerer,
  borgerId: string,
  context: Context,
): string | undefined {
  if (art === 'borger') return citizen.decode(borgerId, context).reference;
  return referenceId === undefined ? undefined : named[art]?.decode(referenceId, context).reference;
}

function who(by: Udfoerer, borgerId: string, context: Context): Extension | undefined {
  const target = targetOf(by, borgerId, context);
  const display = by.navn === undefined ? undefined : text.decode(by.navn, context);
  if (target === undefined && display === undefined) return undefined;
  const actor: Reference = {};
  if (target !== undefined) actor.reference = target;
  if (display !== undefined) actor.display = display;
  return { url: 'who', valueReference: actor };
}

function decode({ udfoertAf: by, borgerId }: Acted, context: Context): Extension | undefined {
  if (by === undefined) return undefined;
  const parts: Extension[] = [{ url: 'capacity', valueCode: capacities.decode(by.art) }];
  const actor = who(by, borgerId, context);
  if (actor !== undefined) parts.push(actor);
  if (by.art !== 'borger') {
    parts.push({ url: 'onBehalfOf', valueReference: citizen.decode(borgerId, context) });
  }
  pushText(parts, 'relation', by.relation, context);
  pushText(parts, 'mandate', by.mandatReference, context);
  pushText(parts, 'reason', by.begrundelse, context);
  const at = by.tidspunkt === undefined ? undefined : instant.decode(by.tidspunkt, context);
  if (at !== undefined) parts.push({ url: 'at', valueDateTime: at });
  return { url, extension: parts };
}

function pushText(parts: Extension[], name: string, value: string | undefined, context: Context) {
  const shown = value === undefined ? undefined : text.decode(value, context);
  if (shown !== undefined) parts.push({ url: name, valueString: shown });
}

/** What Cura holds where FHIR shows nothing: blank texts stay. */
function kept<B>(
  codec: Codec<string, B>,
  value: B | undefined,
  held: string | undefined,
  context: Context,
): string | undefined {
  if (value !== undefined) return codec.encode(value, context, held);
  return held !== undefined && codec.decode(held, context) === undefined ? held : undefined;
}

const part = (item: Extension, name: string): Extension | undefined => {
  for (const each of item.extension ?? []) if (each.url === name) return each;
  return undefined;
};

function idOf(
  art: Udfoerer['art'],
  actor: Reference | undefined,
  held: Udfoerer | undefined,
  context: Context,
): string | undefined {
  const codec = named[art];
  if (codec === undefined) return held?.referenceId;
  return actor?.reference === undefined
    ? undefined
    : codec.encode(actor, context, held?.referenceId);
}

function actorOf(item: Extension, base: Udfoerer | undefined, context: Context): Udfoerer {
  const code = part(item, 'capacity')?.valueCode;
  if (code === undefined) throw new Unmappable(refusal.missing, "extension('capacity')");
  const art = capacities.encode(code, context, base?.art);
  const held = base?.art === art ? base : undefined;
  const actor = part(item, 'who')?.valueReference;
  const relation = part(item, 'relation')?.valueString;
  const mandate = part(item, 'mandate')?.valueString;
  const reason = part(item, 'reason')?.valueString;
  const by = { ...held, art };
  put(by, 'navn', kept(text, actor?.display, held?.navn, context));
  put(by, 'relation', kept(text, relation, held?.relation, context));
  put(by, 'referenceId', idOf(art, actor, held, context));
  put(by, 'mandatReference', kept(text, mandate, held?.mandatReference, context));
  put(by, 'begrundelse', kept(text, reason, held?.begrundelse, context));
  put(by, 'tidspunkt', kept(instant, part(item, 'at')?.valueDateTime, held?.tidspunkt, context));
  return by;
}

/** What `decode` shows, in its order. */
const shown = [
  ['capacity', 'valueCode'],
  ['who', 'valueReference'],
  ['onBehalfOf', 'valueReference'],
  ['relation', 'valueString'],
  ['mandate', 'valueString'],
  ['reason', 'valueString'],
  ['at', 'valueDateTime'],
] as const;

function hasOnly(item: Extension, value: string): boolean {
  for (const name in item) if (name !== 'url' && name !== value) return false;
  return true;
}

function inOrder(parts: readonly Extension[]): boolean {
  let next = 0;
  for (const each of parts) {
    while (next < shown.length && shown[next]?.[0] !== each.url) next++;
    const value = shown[next++]?.[1];
    if (value === undefined || each[value] === undefined || !hasOnly(each, value)) return false;
  }
  return true;
}

/** The codecs of the parts are exact, so only whom they name is left to see. */
function keeps(item: Extension, { udfoertAf: by, borgerId }: Acted, context: Context): boolean {
  if (by === undefined || !hasOnly(item, 'extension')) return false;
  if (!inOrder(item.extension ?? [])) return false;
  const mandator = part(item, 'onBehalfOf')?.valueReference;
  if (mandator !== undefined && !forCitizen(by, mandator, borgerId, context)) return false;
  const actor = part(item, 'who')?.valueReference;
  return actor === undefined || isActor(by, actor, borgerId, context);
}

const forCitizen = (by: Udfoerer, mandator: Reference, borgerId: string, context: Context) =>
  by.art !== 'borger' && citizen.names(mandator, borgerId, context);

function isActor(by: Udfoerer, actor: Reference, borgerId: string, context: Context): boolean {
  if (by.art === 'borger') return citizen.names(actor, borgerId, context);
  const id = by.referenceId;
  return id !== undefined && named[by.art]?.names(actor, id, context) === true;
}

/**
 * Cura's `udfoertAf` as the extension that tells staff who acted: `{capacity, who, onBehalfOf, relation, mandate, reason, at}`.
 * While the capacity stays, what FHIR does not show of the actor stays too.
 */
export const actingParty = {
  name: 'actingParty',
  at: `('${url}')`,
  claims: (item: Extension) => item.url === url,
  keeps,
  decode,
  encode: (item: Extension, context: Context, base: Acted | undefined) => ({
    udfoertAf: actorOf(item, base?.udfoertAf, context),
  }),
};
