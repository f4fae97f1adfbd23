import type { Appointment, Extension } from '@medplum/fhirtypes';
import t from 'tap';
import { aftaleMapping } from '../../mappings/aftale.ts';
import type { Aftale } from '../../src/cura/care-records.ts';
import type { Udfoerer } from '../../src/cura/post.ts';
import { unkept } from '../../src/mapping/fit.ts';
import { Unmappable } from '../../src/mapping/mapping.ts';
import { edits } from '../mapping/edit.ts';
import { context, read } from './refuse.ts';

type Json = Record<string, unknown>;

/** Every value with one member less, or one item twice or in another's place. */
function less(value: unknown): unknown[] {
  if (Array.isArray(value)) {
    const inside = value.flatMap((item, at) => less(item).map((other) => value.with(at, other)));
    const places = [...value.keys()];
    const moved = places.flatMap((at) => places.map((to) => value.with(to, value[at])));
    return [...inside, ...moved, ...value.map((item) => [...value, item])];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as Json).flatMap(([name, inner]) => {
    const { [name]: _, ...rest } = value as Json;
    return [rest, ...less(inner).map((other) => ({ ...value, [name]: other }))];
  });
}

/** What is said of the actor of another capacity, as a client might put it together. */
const relabelled = (item: Extension): unknown[] =>
  ['self', 'relative', 'staff', 'link-holder', 'system'].map((valueCode) => ({
    ...item,
    extension: item.extension?.map((each) =>
      each.url === 'capacity' ? { url: 'capacity', valueCode } : each,
    ),
  }));

function outcome(edited: Appointment, base: Aftale): 'kept' | 'refused' | 'dropped' {
  try {
    const kept = aftaleMapping.toFhir(aftaleMapping.toRecord(edited, base, context), context);
    return unkept(kept, edited) === undefined ? 'kept' : 'dropped';
  } catch (error) {
    if (error instanceof Unmappable) return 'refused';
    throw error;
  }
}

const whole: Udfoerer = {
  art: 'paaroerende',
  navn: 'Mette Holm Lund',
  relation: 'datter',
  referenceId: 'P-301',
  mandatReference: 'DF-2026-004411',
  tidspunkt: '2026-11-02T19:41:07+01:00',
};

for (const art of ['borger', 'paaroerende', 'medarbejder', 'link', 'system'] as const) {
  t.test(`nothing that is said of an actor, here ${art}, is dropped in silence`, async (t) => {
    const base: Aftale = { ...read('appointment/aftale-booked'), udfoertAf: { ...whole, art } };
    const shown = aftaleMapping.toFhir(base, context);
    const item = shown.extension?.[0] as Extension;
    const seen = { kept: 0, refused: 0, dropped: 0 };
    for (const edited of [...edits(item), ...less(item), ...relabelled(item)] as Extension[]) {
      const found = outcome({ ...shown, extension: [edited] }, base);
      seen[found]++;
      t.not(found, 'dropped', JSON.stringify(edited));
    }
    t.ok(seen.kept > 5 && seen.refused > 20, JSON.stringify(seen));
  });
}
