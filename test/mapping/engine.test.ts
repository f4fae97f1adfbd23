import { readFileSync } from 'node:fs';
import type { Appointment, Extension, Schedule } from '@medplum/fhirtypes';
import t from 'tap';
import { aftaleMapping } from '../../mappings/aftale.ts';
import { tjenesteMapping } from '../../mappings/tjeneste.ts';
import type { Aftale, Tjeneste } from '../../src/cura/care-records.ts';
import { unkept } from '../../src/mapping/fit.ts';
import { testContext } from './context.ts';

const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../fixtures/${name}.cura.json`, import.meta.url), 'utf8'));
const tjeneste: Tjeneste = fixture('schedule/ugly-summer-time');
const aftale: Aftale = fixture('appointment/aftale-booked');

const reversed = (schedule: Schedule): Schedule => ({
  ...schedule,
  extension: [...(schedule.extension ?? [])].reverse() as Extension[],
});

t.test('what FHIR does not show stays with its item when the list is turned round', async (t) => {
  const context = testContext();
  const edited = reversed(tjenesteMapping.toFhir(tjeneste, context));
  const { fravaer, vagter } = tjenesteMapping.toRecord(edited, tjeneste, context);
  t.same(fravaer, [...tjeneste.fravaer].reverse());
  t.same(vagter[2], tjeneste.vagter[0]);
});

t.test('an absence taken away takes its reason with it, and no other', async (t) => {
  const context = testContext();
  const schedule = tjenesteMapping.toFhir(tjeneste, context);
  const extension = (schedule.extension ?? []).toSpliced(3, 1);
  const { fravaer } = tjenesteMapping.toRecord({ ...schedule, extension }, tjeneste, context);
  t.same(fravaer, [tjeneste.fravaer[1]]);
});

t.test('why somebody is away never leaves Cura, nor does a note for staff', async (t) => {
  const shown = JSON.stringify([
    tjenesteMapping.toFhir(tjeneste, testContext()),
    aftaleMapping.toFhir(aftale, testContext()),
  ]);
  t.notMatch(shown, /Sygt barn|Lægebesøg|allergi/);
});

t.test('a record born here keeps its id', async (t) => {
  const context = testContext();
  const { id } = aftaleMapping.toFhir(aftale, context);
  t.equal(id, aftale.eksternReference);
  t.not(aftaleMapping.toFhir({ ...aftale, eksternReference: 'K-7' }, context).id, 'K-7');
});

t.test('without a base a resource becomes a draft with our id as its reference', async (t) => {
  const context = testContext();
  const { identifier: _, ...own } = aftaleMapping.toFhir(aftale, context);
  const slot = [{ reference: 'Slot/1' }];
  const draft = aftaleMapping.toRecord({ ...own, slot } as Appointment, undefined, context);
  const { id, version, aendret, aendretAf, internNote, ...rest } = aftale;
  t.strictSame(draft, rest);
});

t.test('a resource may say less than is kept, in another order, but not more', async (t) => {
  t.equal(unkept({ a: [1, { b: 2 }], c: 3 }, { a: [{ b: 2 }, 1] }), undefined);
  t.equal(unkept({ a: [{ b: 2 }] }, { a: [{ b: 2, d: 4 }] }), 'a[0].d');
  t.equal(unkept({ a: [1] }, { a: [1, 1] }), 'a[1]');
  t.equal(unkept({ r: { reference: 'x' } }, { r: { reference: 'x', display: 'y' } }), undefined);
});
