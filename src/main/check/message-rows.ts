import type { Municipality } from '../../resources/municipality.ts';
import { type CheckRow, ofChoices, place, whether } from './row.ts';

const isQuiet = ({ quietHours }: Municipality, time: string | undefined): boolean => {
  if (quietHours === null || time === undefined) return false;
  const { from, to } = quietHours;
  return from <= to ? from <= time && time < to : time >= from || time < to;
};

const zeroReplies = ({ dialogue }: Municipality): string[] => [
  ...(dialogue?.replyDays === 0 ? ['/dialogue/replyDays'] : []),
  ...Object.entries(dialogue?.units ?? {}).flatMap(([sor, { replyDays }]) =>
    replyDays === 0 ? [`/dialogue/units/${sor}/replyDays`] : [],
  ),
];

/** The last reminder before the deadline is none. */
const comesLate = ({ reminders, booking }: Municipality): boolean => {
  const deadline = booking?.defaults?.cancelDeadlineHours;
  if (deadline === undefined || reminders.length === 0) return false;
  const hours = reminders.map(({ hoursBefore, daysBefore = 0 }) => hoursBefore ?? daysBefore * 24);
  return Math.max(...hours) < deadline;
};

/** Messages: when they are sent, and answered. */
export const messageRows: readonly CheckRow[] = [
  ofChoices('reply-zero', 'error', (chosen) =>
    zeroReplies(chosen).map((pointer) => ({
      at: place(pointer),
      text: {
        da: 'Svartiden er 0 dage: fristen er samme dag, også for en besked lige før lukketid.',
        en: 'The reply time is 0 days: it is due the same day, also for a message just before closing.',
      },
      remedy: {
        da: 'Sæt mindst 1, eller null for en enhed, der ikke tager imod beskeder.',
        en: 'Set at least 1, or null for a unit that takes no messages.',
      },
    })),
  ),
  whether(
    'quiet-always',
    'error',
    ({ quietHours }) => quietHours?.from === quietHours?.to && quietHours !== null,
    {
      at: place('/quietHours'),
      text: {
        da: 'De stille timer begynder og slutter på samme tid.',
        en: 'The quiet hours begin and end at the same time.',
      },
      remedy: {
        da: 'Sæt to forskellige klokkeslæt, eller null.',
        en: 'Set two different times, or null.',
      },
    },
  ),
  ofChoices('reminder-in-quiet', 'error', (chosen) =>
    chosen.reminders.flatMap(({ time }, at) =>
      isQuiet(chosen, time)
        ? [
            {
              at: place(`/reminders/${at}/time`),
              text: {
                da: `Kl. ${time} ligger i de stille timer.`,
                en: `${time} lies in the quiet hours.`,
              },
              remedy: { da: 'Vælg et andet klokkeslæt.', en: 'Choose another time.' },
            },
          ]
        : [],
    ),
  ),
  whether('reminder-after-deadline', 'warning', comesLate, {
    at: place('/reminders'),
    text: {
      da: 'Alle påmindelser kommer efter fristen for afbud.',
      en: 'Every reminder comes after the deadline to cancel.',
    },
    remedy: { da: 'Send en før fristen.', en: 'Send one before the deadline.' },
  }),
  whether(
    'video-window-empty',
    'error',
    ({ video }) => video?.opensMinutes === 0 && video.closesMinutes === 0,
    {
      at: place('/video'),
      text: {
        da: 'Videomødet lukker, når det begynder at være åbent.',
        en: 'The video meeting closes as soon as it opens.',
      },
      remedy: {
        da: 'Lad det åbne før, eller lukke efter.',
        en: 'Let it open before, or close after.',
      },
    },
  ),
];
