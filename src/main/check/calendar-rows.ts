import type { Municipality } from '../../resources/municipality.ts';
import { type CheckRow, type Finding, ofChoices, place } from './row.ts';

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

const daysIn = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether a date, of one year or of all, is none. */
export const isNoDate = (date: string): boolean => {
  const [month = '', day = ''] = date.split('-').slice(-2);
  if (Number(day) > (daysIn[Number(month) - 1] ?? 0)) return true;
  return date.length === 10 && Number.isNaN(Date.parse(date)) === false
    ? new Date(date).toISOString().slice(0, 10) !== date
    : false;
};

type Hours = NonNullable<NonNullable<Municipality['units']>[number]['openingHours']>;

const overlap = (hours: Hours): boolean =>
  hours.some((one, at) =>
    hours
      .slice(at + 1)
      .some(
        (other) =>
          one.days.some((day) => other.days.includes(day)) &&
          minutesOf(one.from) < minutesOf(other.to) &&
          minutesOf(other.from) < minutesOf(one.to),
      ),
  );

const ofUnits = (
  key: string,
  isAmiss: (hours: Hours) => boolean,
  said: Pick<Finding, 'text' | 'remedy'>,
) =>
  ofChoices(key, 'error', ({ units = [] }) =>
    units.flatMap(({ openingHours }, at) =>
      openingHours && isAmiss(openingHours)
        ? [{ at: place(`/units/${at}/openingHours`), ...said }]
        : [],
    ),
  );

/** Days and hours. */
export const calendarRows: readonly CheckRow[] = [
  ofChoices('no-such-date', 'error', ({ closedDates = [] }) =>
    closedDates.flatMap((date, at) =>
      isNoDate(date)
        ? [
            {
              at: place(`/closedDates/${at}`),
              text: { da: `Datoen ${date} findes ikke.`, en: `There is no date ${date}.` },
              remedy: { da: 'Ret den.', en: 'Change it.' },
            },
          ]
        : [],
    ),
  ),
  ofUnits(
    'hours-backwards',
    (hours) => hours.some(({ from, to }) => minutesOf(from) >= minutesOf(to)),
    {
      text: { da: 'Enheden lukker, før den åbner.', en: 'The unit closes before it opens.' },
      remedy: { da: 'Byt klokkeslættene om.', en: 'Exchange the times.' },
    },
  ),
  ofUnits('hours-overlap', overlap, {
    text: {
      da: 'To åbningstider samme dag overlapper.',
      en: 'Two opening hours of a day overlap.',
    },
    remedy: { da: 'Skriv dem som én.', en: 'Write them as one.' },
  }),
  ofUnits('never-open', (hours) => hours.length === 0, {
    text: {
      da: 'Enheden har ingen åben ugedag: ingen svartid kan regnes ud.',
      en: 'The unit is open on no day of the week: no reply time can be told.',
    },
    remedy: {
      da: 'Skriv mindst én dag, eller udelad openingHours.',
      en: 'Write one day at least, or leave openingHours out.',
    },
  }),
];
