import t from 'tap';
import { dateOfDay } from '../../src/fhir/calendar.ts';
import { addDays, instantToWall, wallToInstant } from '../../src/fhir/instant.ts';
import { easter, isClosed, isPublicHoliday } from '../../src/scheduling/holiday.ts';

const easters =
  '1818-03-22 1943-04-25 2000-04-23 2024-03-31 2025-04-20 2026-04-05 2027-03-28 2028-04-16 2029-04-01 2030-04-21 2038-04-25 2285-03-22';

t.test('Easter is the Sunday that the almanac gives', async (t) => {
  for (const date of easters.split(' ')) {
    t.equal(dateOfDay(easter(Number(date.slice(0, 4)))), date);
  }
  for (let year = 1900; year < 2300; year += 1) {
    const date = dateOfDay(easter(year));
    const { weekday } = instantToWall(wallToInstant(date, '12:00'));
    if (weekday !== 7 || date.slice(5) < '03-22' || date.slice(5) > '04-25') t.fail(date);
  }
});

function holidaysOf(year: number): string[] {
  const dates = Array.from({ length: 366 }, (_, at) => addDays(`${year}-01-01`, at));
  return dates
    .filter((date) => date.startsWith(String(year)) && isPublicHoliday(date))
    .map((date) => date.slice(5));
}

t.test('the public holidays of a year are those of the Danish church and New Year', async (t) => {
  t.same(holidaysOf(2026).join(' '), '01-01 04-02 04-03 04-05 04-06 05-14 05-24 05-25 12-25 12-26');
  t.same(holidaysOf(2027).join(' '), '01-01 03-25 03-26 03-28 03-29 05-06 05-16 05-17 12-25 12-26');
});

t.test('store bededag was a holiday until 2023', async (t) => {
  t.same([isPublicHoliday('2023-05-05'), isPublicHoliday('2024-04-26')], [true, false]);
  t.same([holidaysOf(2023).length, holidaysOf(2024).length], [11, 10]);
});

t.test('a municipality closes on more dates, every year or once', async (t) => {
  const closed = ['12-24', '2026-06-05'];
  const dates = ['2026-12-24', '2027-12-24', '2026-06-05', '2027-06-05', '2026-12-25'];
  t.same(
    dates.map((date) => isClosed(date, closed)),
    [true, true, true, false, true],
  );
  t.notOk(isClosed('2026-12-24'));
});
