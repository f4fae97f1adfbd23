import { dateRange } from '../../fhir/instant.ts';
import { badRequest, type FhirError, unprocessable } from '../../fhir/outcome.ts';
import type { Interval } from '../../scheduling/interval.ts';
import type { Wish } from '../../scheduling/waitlist.ts';
import type { Operation } from '../define.ts';
import type { Answer, Input } from '../operation.ts';
import { citizenOf } from './book-resource.ts';
import { referencesIn, textInput, tokensIn } from './input.ts';
import { missing, type OperationCall, parameter } from './operation-parameter.ts';
import { joinWaitlist } from './waitlist.ts';
import { weekdays } from './waitlist-wish.ts';

const longestMs = 366 * 86_400_000;

const wrong = (name: string, da: string, en: string): FhirError =>
  badRequest(
    'parameter-value',
    { da: `Parameteren ${name} skal være ${da}.`, en: `The parameter ${name} must be ${en}.` },
    { expression: name },
  );

/** The span of a date or dateTime; without a zone it is Danish time. */
function spanIn(input: Input, name: string) {
  const text = textInput(input, name);
  if (text === undefined) throw missing(name);
  try {
    return dateRange(text);
  } catch {
    throw wrong(name, 'en dato', 'a date');
  }
}

/** The dates named, the last one included; what has passed of them counts no more. */
function windowIn(input: Input, now: number): Interval {
  const start = Math.max(spanIn(input, 'start').from, now);
  const { from, to } = spanIn(input, 'end');
  // A moment ends where it is; a date, or a month, at its end.
  const end = textInput(input, 'end')?.includes('T') ? from : to;
  if (start < end && end - start <= longestMs) return { start, end };
  throw unprocessable(
    'waitlist-window',
    {
      da: 'Ventetiden skal slutte efter den begynder, ligge forude og være højst et år.',
      en: 'The time waited for must end after it begins, lie ahead and be a year at most.',
    },
    { expression: 'end' },
  );
}

function clockIn(input: Input, name: string): string | undefined {
  const text = textInput(input, name);
  if (text === undefined) return undefined;
  const time = /^([01]\d|2[0-3]):[0-5]\d(?=$|:00$)/.exec(text)?.[0];
  if (time === undefined)
    throw wrong(name, 'et klokkeslæt som 13:15', 'a time of day such as 13:15');
  return time;
}

function daysIn(input: Input): number[] {
  const codes = tokensIn(input, ['weekday']).map((token) => token.split('|').at(-1) ?? '');
  const days = codes.map((code) => weekdays.indexOf(code) + 1);
  if (days.includes(0)) throw wrong('weekday', weekdays.join(', '), weekdays.join(', '));
  return [...new Set(days)].sort();
}

function wishIn({ input, ports }: OperationCall): Wish {
  const [practitioner] = referencesIn(input, 'practitioner', 'Practitioner');
  const days = daysIn(input);
  const [from, to] = [clockIn(input, 'time-from'), clockIn(input, 'time-to')];
  if (from !== undefined && to !== undefined && to <= from)
    throw wrong('time-to', 'senere end time-from', 'later than time-from');
  return {
    window: windowIn(input, ports.now()),
    ...(practitioner !== undefined && { practitioner }),
    ...(days.length > 0 && { weekdays: days }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
}

async function run(call: OperationCall): Promise<Answer> {
  const { input } = call;
  const [service] = referencesIn(input, 'service', 'HealthcareService');
  if (service === undefined) throw missing('service');
  const patient = citizenOf(call, referencesIn(input, 'patient-reference', 'Patient')[0]);
  const comment = textInput(input, 'comment');
  const waiting = {
    service,
    patient,
    wish: wishIn(call),
    ...(comment !== undefined && { comment }),
  };
  return { status: 201, stored: await joinWaitlist(call, waiting) };
}

const wanted = { min: 1 } as const;

/** Puts a citizen in line for a time of a service; who is first and can use it is offered the next that becomes free. */
export const joinWaitlistOperation: Operation = {
  code: 'join-waitlist',
  feature: 'waitlist',
  title: { da: 'Stil i kø til en tid', en: 'Join the waiting list' },
  onType: true,
  onInstance: false,
  affectsState: true,
  parameter: [
    parameter('service', 'Reference', 'Ydelsen.', 'The service.', wanted),
    parameter('start', 'dateTime', 'Tidligste dato.', 'The earliest date.', wanted),
    parameter('end', 'dateTime', 'Seneste dato, den med.', 'The last date, included.', wanted),
    parameter('patient-reference', 'Reference', 'Borgeren.', 'The citizen.', {
      synonyms: ['patient-id'],
    }),
    parameter('practitioner', 'Reference', 'Kun hos denne person.', 'With this person only.'),
    parameter(
      'weekday',
      'code',
      'Kun disse dage: mon til sun.',
      'On these days only: mon to sun.',
      {
        max: '7',
      },
    ),
    parameter('time-from', 'time', 'Ikke før dette klokkeslæt.', 'Not before this time of day.'),
    parameter('time-to', 'time', 'Før dette klokkeslæt.', 'Before this time of day.'),
    parameter('comment', 'string', 'Bemærkning til enheden.', 'A comment to the unit.'),
  ],
  run,
};
