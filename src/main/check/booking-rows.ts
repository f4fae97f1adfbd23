import type { Municipality, PolicyPart } from '../../resources/municipality.ts';
import { type CheckRow, type Finding, ofChoices, place, pointed } from './row.ts';

/** Each set of booking rules as it comes out where a record says nothing, with its place. */
function policies({ booking = {}, smsLink }: Municipality): (readonly [string, PolicyPart])[] {
  const { defaults = {}, services = {} } = booking;
  return [
    ['/booking/defaults', { smsLink, ...defaults }],
    ...Object.entries(services).map(
      ([code, part]) =>
        [`/booking/services/${pointed(code)}`, { smsLink, ...defaults, ...part }] as const,
    ),
  ];
}

const ofPolicies = (
  key: string,
  severity: CheckRow['severity'],
  find: (policy: PolicyPart) => Pick<Finding, 'text' | 'remedy'> | undefined,
): CheckRow =>
  ofChoices(key, severity, (chosen) =>
    policies(chosen).flatMap(([pointer, policy]) => {
      const found = find(policy);
      return found ? [{ at: place(pointer), ...found }] : [];
    }),
  );

/** A deadline that has passed when the last booking is made. */
const passed = (policy: PolicyPart) => {
  const { leadTimeHours: lead, cancelDeadlineHours = 0, moveDeadlineHours = 0 } = policy;
  const deadline = Math.max(cancelDeadlineHours, moveDeadlineHours);
  return lead !== undefined && deadline > lead ? { lead, deadline } : undefined;
};

/** Nobody books earlier than that, and later it is refused. */
const isNeverInTime = ({ cancelDeadlineHours = 0, afterDeadline, horizonDays }: PolicyPart) =>
  afterDeadline === 'refuse' &&
  horizonDays !== undefined &&
  cancelDeadlineHours >= (horizonDays + 1) * 24;

const isLong = ({ leadTimeHours, horizonDays }: PolicyPart): boolean =>
  leadTimeHours !== undefined &&
  horizonDays !== undefined &&
  leadTimeHours >= (horizonDays + 1) * 24;

/** Booking: what may be done until when. */
export const bookingRows: readonly CheckRow[] = [
  ofPolicies('deadline-before-lead', 'error', (policy) => {
    const found = passed(policy);
    if (!found || policy.afterDeadline !== 'refuse') return undefined;
    return {
      text: {
        da: `Man kan bestille indtil ${found.lead} timer før, men fristen for at aflyse eller flytte er ${found.deadline} timer, og senere afbud afvises: en ny aftale kan ikke opgives.`,
        en: `One can book until ${found.lead} hours before, but the deadline to cancel or move is ${found.deadline} hours, and later ones are refused: a new appointment cannot be given up.`,
      },
      remedy: {
        da: 'Gør leadTimeHours mindst så lang som fristerne, eller sæt afterDeadline til accept.',
        en: 'Make leadTimeHours as long as the deadlines at least, or set afterDeadline to accept.',
      },
    };
  }),
  ofPolicies('deadline-beyond-horizon', 'error', (policy) =>
    isNeverInTime(policy)
      ? {
          text: {
            da: `Der kan højst bestilles ${policy.horizonDays} dage frem, men der skal meldes afbud ${policy.cancelDeadlineHours} timer før, og senere afbud afvises: ingen kan melde afbud.`,
            en: `One can book at most ${policy.horizonDays} days ahead, but must cancel ${policy.cancelDeadlineHours} hours before, and later ones are refused: nobody can cancel.`,
          },
          remedy: {
            da: 'Gør cancelDeadlineHours kortere, eller sæt afterDeadline til accept.',
            en: 'Make cancelDeadlineHours shorter, or set afterDeadline to accept.',
          },
        }
      : undefined,
  ),
  ofPolicies('deadline-without-lead', 'warning', (policy) =>
    policy.leadTimeHours === undefined &&
    policy.afterDeadline === 'refuse' &&
    (policy.cancelDeadlineHours ?? 0) > 0 &&
    !isNeverInTime(policy)
      ? {
          text: {
            da: `Afbud senere end ${policy.cancelDeadlineHours} timer før afvises, men leadTimeHours er ikke sat: den, der bestiller en tid senere end det, kan ikke opgive den igen.`,
            en: `Cancellations later than ${policy.cancelDeadlineHours} hours before are refused, but leadTimeHours is not set: who books a time later than that cannot give it up again.`,
          },
          remedy: {
            da: 'Sæt leadTimeHours, eller afterDeadline til accept.',
            en: 'Set leadTimeHours, or afterDeadline to accept.',
          },
        }
      : undefined,
  ),
  ofPolicies('lead-beyond-horizon', 'error', (policy) =>
    isLong(policy)
      ? {
          text: {
            da: `Der skal bestilles ${policy.leadTimeHours} timer før, men højst ${policy.horizonDays} dage frem: ingen tid kan bestilles.`,
            en: `One must book ${policy.leadTimeHours} hours before, but at most ${policy.horizonDays} days ahead: no time can be booked.`,
          },
          remedy: {
            da: 'Gør leadTimeHours kortere eller horizonDays længere.',
            en: 'Make leadTimeHours shorter or horizonDays longer.',
          },
        }
      : undefined,
  ),
  ofPolicies('request-without-reply', 'warning', ({ book, move, replyHours }) =>
    (book === 'request' || move === 'request') && replyHours === undefined
      ? {
          text: {
            da: 'Der sendes ønsker til enheden, men ingen svartid er sat (replyHours).',
            en: 'Requests are sent to the unit, but no reply time is set (replyHours).',
          },
          remedy: { da: 'Sæt replyHours.', en: 'Set replyHours.' },
        }
      : undefined,
  ),
  ofPolicies('link-cannot-cancel', 'error', ({ smsLink, cancel }) =>
    smsLink === 'cancel' && cancel !== undefined && cancel !== 'direct'
      ? {
          text: {
            da: 'Linket i SMS’en skal kunne melde afbud, men ydelsen aflyses ikke her.',
            en: 'The link of the text message is to cancel, but the service is not cancelled here.',
          },
          remedy: {
            da: 'Sæt smsLink til login, eller cancel til direct.',
            en: 'Set smsLink to login, or cancel to direct.',
          },
        }
      : undefined,
  ),
];
