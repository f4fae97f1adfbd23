import fc from 'fast-check';
import t from 'tap';
import type { Aftale, Tjeneste } from '../../../src/cura/care-records.ts';
import { checkRecord } from '../../../src/cura/check.ts';
import type { CuraType } from '../../../src/cura/records.ts';
import { addDays, instantToWall, parseInstant, type Wall } from '../../../src/fhir/instant.ts';
import { generate } from '../../../src/sandbox/people/generate.ts';
import { saturday } from '../../cura/sandbox.ts';
import { town } from './town.ts';

const small = town();

t.test('the same seed makes the same town, another seed makes another', (t) => {
  t.same(town(), small);
  t.notSame(town({ seed: 2 }).borger.at(-1), small.borger.at(-1));
  t.end();
});

t.test('there are as many of everything as the sandbox promises', (t) => {
  const counts = Object.fromEntries(Object.entries(small).map(([type, all]) => [type, all.length]));
  t.match(counts, { enhed: 4, medarbejder: 12, borger: 40, aftale: 240, ydelsestype: 12, hold: 2 });
  t.ok(small.tjeneste.length > 12 && small.besoeg.length > 5);
  t.end();
});

t.test('every record is as the contract says, and no id is there twice', (t) => {
  for (const [type, all] of Object.entries(small)) {
    for (const record of all) checkRecord(type as CuraType, record);
    t.equal(new Set(all.map(({ id }) => id)).size, all.length, type);
  }
  t.end();
});

const refersTo: Readonly<Record<string, CuraType>> = {
  borgerId: 'borger',
  paaroerendeId: 'paaroerende',
  medarbejderId: 'medarbejder',
  enhedId: 'enhed',
  ansvarligEnhedId: 'enhed',
  leverandoerEnhedId: 'enhed',
  lokationId: 'lokation',
  overordnetId: 'lokation',
  ydelsestypeId: 'ydelsestype',
  ydelseId: 'ydelse',
  holdId: 'hold',
};

t.test('every reference leads to a record', (t) => {
  const ids = Object.fromEntries(
    Object.entries(small).map(([type, all]) => [type, new Set(all.map(({ id }) => id))]),
  );
  let seen = 0;
  for (const record of Object.values(small).flat()) {
    for (const [key, value] of Object.entries(record)) {
      const type = refersTo[key];
      if (type === undefined) continue;
      seen += 1;
      if (!ids[type]?.has(String(value))) t.fail(`${record.id} ${key} ${value}`);
    }
  }
  t.ok(seen > 1_000, `${seen} references`);
  t.end();
});

t.test(
  'CPR numbers have the form, fail modulus 11, and are nobody among the official test people',
  (t) => {
    const form =
      /^((((0[1-9]|1[0-9]|2[0-9]|3[0-1])(01|03|05|07|08|10|12))|((0[1-9]|1[0-9]|2[0-9]|30)(04|06|09|11))|((0[1-9]|1[0-9]|2[0-9])(02)))[0-9]{6})$/;
    const weights = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
    const numbers = [...small.borger, ...small.paaroerende].flatMap(({ cpr }) => cpr ?? []);
    t.ok(numbers.length > 60);
    for (const cpr of numbers) {
      const sum = weights.reduce((total, weight, at) => total + weight * Number(cpr[at]), 0);
      if (!form.test(cpr) || sum % 11 === 0 || /999.$/.test(cpr)) t.fail(cpr);
    }
    const own = small.borger.flatMap(({ cpr }) => cpr ?? []);
    t.equal(new Set(own).size, own.length);
    t.end();
  },
);

const taking = ({ status }: Aftale) => status === 'planlagt' || status === 'ankommet';

function overlaps(aftaler: readonly Aftale[], actor: (aftale: Aftale) => string | undefined) {
  const byActor = Map.groupBy(aftaler.filter(taking), actor);
  byActor.delete(undefined);
  byActor.delete('lok-hjem');
  return [...byActor.values()].flatMap((all) => {
    const sorted = all.sort((a, b) => parseInstant(a.start) - parseInstant(b.start));
    return sorted.filter(({ start }, at) => {
      const before = sorted[at - 1];
      return before !== undefined && parseInstant(before.slut) > parseInstant(start);
    });
  });
}

const weekdays = ['man', 'tir', 'ons', 'tor', 'fre', 'loer', 'soen'];

/** The shifts of a roster on a date; the lunch break of recurring ones divides them. */
function shiftsOn(
  { vagter, fasteVagter = [], fastePauser = [] }: Tjeneste,
  { date, weekday }: Wall,
) {
  const day = weekdays[weekday - 1] ?? '';
  const [pause] = fastePauser;
  const recurring = fasteVagter.filter(({ dage }) => dage.some((each) => each === day));
  return [
    ...vagter,
    ...recurring.flatMap(({ fra, til }) => [
      { dato: date, fra, til: pause?.fra ?? til },
      { dato: date, fra: pause?.til ?? fra, til },
    ]),
  ];
}

function within({ medarbejderId, ydelsestypeId, start, slut }: Aftale, all: readonly Tjeneste[]) {
  const from = instantToWall(parseInstant(start));
  const to = instantToWall(parseInstant(slut));
  const own = all.find(
    (one) => one.medarbejderId === medarbejderId && one.ydelsestypeId === ydelsestypeId,
  );
  const covers = (time: { dato: string; fra: string; til: string }) =>
    time.dato === from.date && time.fra <= from.time && to.time <= time.til;
  const meets = (time: { dato: string; fra: string; til: string }) =>
    time.dato === from.date && time.fra < to.time && from.time < time.til;
  return own && shiftsOn(own, from).some(covers) && !own.fravaer.some(meets);
}

t.test(
  'for any seed and week, no person, room or citizen is in two places, and all is within a shift',
  (t) => {
    const weeks = fc.integer({ min: 0, max: 120 });
    const law = fc.property(fc.nat(1_000), weeks, fc.nat(7 * 24), (seed, week, hour) => {
      const now = saturday + (week * 7 * 24 + hour) * 3_600_000;
      const { aftale, tjeneste } = town({ seed, now, appointments: 1_200, citizens: 120 });
      t.equal(aftale.length, 1_200);
      t.same(
        overlaps(aftale, ({ medarbejderId }) => medarbejderId),
        [],
      );
      t.same(
        overlaps(aftale, ({ lokationId }) => lokationId),
        [],
      );
      t.same(
        overlaps(aftale, ({ borgerId }) => borgerId),
        [],
      );
      t.same(
        aftale.filter((one) => !within(one, tjeneste)),
        [],
      );
    });
    fc.assert(law, { numRuns: 8 });
    t.end();
  },
);

t.test('the wound clinic has somebody at work tomorrow, whatever day it is', (t) => {
  for (let day = 0; day < 28; day += 1) {
    const now = saturday + day * 86_400_000;
    const tomorrow = addDays(instantToWall(now).date, 1);
    const nurses = town({ now, appointments: 0 }).tjeneste.filter(
      ({ id, vagter, fravaer }) =>
        id.endsWith('-saar') &&
        vagter.some(({ dato }) => dato === tomorrow) &&
        !fravaer.some(({ dato }) => dato === tomorrow),
    );
    t.ok(nurses.length > 0, tomorrow);
  }
  t.end();
});

t.test('many appointments bring more staff, exactly as many as asked for, in batches', (t) => {
  let [count, largest, staff] = [0, 0, 0];
  for (const { type, records } of generate({
    seed: 1,
    now: saturday,
    citizens: 500,
    appointments: 30_000,
  })) {
    if (type === 'medarbejder') staff = records.length;
    if (type !== 'aftale') continue;
    count += records.length;
    largest = Math.max(largest, records.length);
  }
  t.same({ count, largest }, { count: 30_000, largest: 5_000 });
  t.ok(staff >= 12);
  t.end();
});
