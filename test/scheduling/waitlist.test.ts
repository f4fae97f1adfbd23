import t from 'tap';
import { instantToWall, parseInstant } from '../../src/fhir/instant.ts';
import { afterAwake } from '../../src/scheduling/quiet.ts';
import { type FreeTime, fits, offerFor, type Wish } from '../../src/scheduling/waitlist.ts';

const ms = parseInstant;

const free = (start: string, slot = start, practitioner = 'a'): FreeTime => {
  const { weekday, time } = instantToWall(ms(start));
  return { slot, start: ms(start), weekday, time, practitioner };
};

const week = {
  start: ms('2026-11-23T00:00:00+01:00'),
  end: ms('2026-11-30T00:00:00+01:00'),
};
/** Tuesday. */
const tuesday = free('2026-11-24T10:00:00+01:00');

const wishes: [string, Partial<Wish>, boolean][] = [
  ['any time of the week', {}, true],
  ['this person', { practitioner: 'a' }, true],
  ['another person', { practitioner: 'b' }, false],
  ['Tuesdays and Thursdays', { weekdays: [2, 4] }, true],
  ['Mondays', { weekdays: [1] }, false],
  ['from ten', { from: '10:00' }, true],
  ['from half past ten', { from: '10:30' }, false],
  ['before ten', { to: '10:00' }, false],
  ['before noon', { to: '12:00' }, true],
  ['from its start on', { window: { start: tuesday.start, end: week.end } }, true],
  ['until its start', { window: { start: week.start, end: tuesday.start } }, false],
];
for (const [name, wish, holds] of wishes) {
  t.test(`Tuesday at ten is ${holds ? '' : 'not '}for who wishes ${name}`, async (t) => {
    t.equal(fits({ window: week, ...wish }, tuesday), holds);
  });
}

t.test('the earliest time that fits is offered, and none twice', async (t) => {
  const times = [free('2026-11-23T09:00:00+01:00', 'x'), free('2026-11-24T09:00:00+01:00', 'y')];
  const wish = { window: week };
  t.equal(offerFor({ id: '1', wish, offered: [] }, times)?.slot, 'x');
  t.equal(offerFor({ id: '1', wish, offered: ['x'] }, times)?.slot, 'y');
  t.equal(offerFor({ id: '1', wish, offered: ['x', 'y'] }, times), undefined);
});

const night = { from: '21:00', to: '08:00' };
const deadlines: [string, number, typeof night | null, string][] = [
  ['2026-11-24T10:00:00+01:00', 120, null, '2026-11-24T12:00:00+01:00'],
  ['2026-11-24T10:00:00+01:00', 120, night, '2026-11-24T12:00:00+01:00'],
  ['2026-11-24T20:00:00+01:00', 120, night, '2026-11-25T09:00:00+01:00'],
  ['2026-11-24T22:00:00+01:00', 60, night, '2026-11-25T09:00:00+01:00'],
  ['2026-11-24T20:59:00+01:00', 24 * 60, night, '2026-11-26T18:59:00+01:00'],
  // The night in which summer time ends is an hour longer, that in which it begins an hour shorter.
  ['2026-10-24T20:00:00+02:00', 120, night, '2026-10-25T09:00:00+01:00'],
  ['2026-03-28T20:00:00+01:00', 120, night, '2026-03-29T09:00:00+02:00'],
  ['2026-11-24T12:30:00+01:00', 90, { from: '13:00', to: '14:00' }, '2026-11-24T15:00:00+01:00'],
];
for (const [from, minutes, quiet, until] of deadlines) {
  t.test(`${minutes} waking minutes from ${from} end at ${until}`, async (t) => {
    t.equal(afterAwake(ms(from), minutes, quiet), ms(until));
  });
}
