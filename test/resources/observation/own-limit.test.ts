import type { Observation, ServiceRequest } from '@medplum/fhirtypes';
import t from 'tap';
import { maaleplanMapping } from '../../../mappings/maaleplan.ts';
import type { Maaleplan } from '../../../src/cura/dialogue-records.ts';
import { isOutside } from '../../../src/resources/observation/limit.ts';
import { testContext } from '../../mapping/context.ts';
import { pressure, single, ucum } from './measuring.ts';

const planned = (
  type: Maaleplan['type'],
  graenser: NonNullable<Maaleplan['graenser']>,
): ServiceRequest =>
  maaleplanMapping.toFhir(
    {
      ...{ id: 'p', version: 1, aendret: '2026-11-01T08:00:00Z', borgerId: 'b', type, graenser },
      ...{ medarbejderId: 'm', enhedId: 'e', gangePrDag: 1, hverDag: 1, fra: '2026-11-01' },
      ...{ status: 'aktiv', oprettet: '2026-11-01T08:00:00Z' },
    },
    testContext(),
  );

t.test(
  "a citizen's own limits go before those of the municipality, number by number",
  async (t) => {
    const usual = { limits: { '8480-6': { low: 90, high: 160 }, '8462-4': { high: 100 } } };
    const own = planned('blodtryk', [{ art: 'systolisk', hoej: 180, enhed: 'mm[Hg]' }]);
    const is = (systolic: number, diastolic: number, plan?: ServiceRequest): boolean =>
      isOutside(pressure('p', systolic, diastolic), usual, plan);
    t.same([is(160, 100), is(161, 80), is(120, 101), is(89, 60)], [false, true, true, true]);
    t.same([is(170, 80, own), is(181, 80, own)], [false, true]);
    t.equal(is(80, 60, own), false, 'the whole limit is another, its open end too');
    t.equal(is(120, 101, own), true, 'of the other number nothing else is said');
  },
);

t.test('limits count in the unit that they are written in', async (t) => {
  const heavy = planned('vaegt', [{ art: 'vaerdi', lav: 60_000, hoej: 80_000, enhed: 'g' }]);
  const weighs = (value: number): Observation => single('p', '29463-7', ucum(value, 'kg'));
  const is = (value: number) => isOutside(weighs(value), {}, heavy);
  t.same([is(59.9), is(60), is(80), is(80.1)], [true, false, false, true]);
  t.equal(isOutside({ ...weighs(100), status: 'entered-in-error' }, {}, heavy), false);
  t.equal(isOutside(weighs(300), {}), false, 'without limits nothing lies outside');
  const senseless = planned('vaegt', [{ art: 'vaerdi', hoej: 1, enhed: 'mm[Hg]' }]);
  t.equal(isOutside(weighs(80), {}, senseless), false);
});
