import { ours } from '../../fhir/canonical.ts';
import type { Text } from '../../fhir/outcome.ts';

/** A figure of the evaluation. Each has a code in the code system `figure`, which tells how it is counted. */
export interface Figure {
  readonly code: string;
  readonly title: Text;
  /** What is counted: all, and those of them that the figure is about. */
  readonly of: Text;
  /** A share, a number, or how long something takes in the middle, in hours. */
  readonly scoring: 'proportion' | 'cohort' | 'median';
  readonly byUnit: boolean;
}

const figure = <const C extends string>(
  code: C,
  [da, en]: readonly [string, string],
  [ofDa, ofEn]: readonly [string, string],
  more: Partial<Pick<Figure, 'scoring' | 'byUnit'>> = {},
): Figure & { readonly code: C } => ({
  ...{ code, title: { da, en }, of: { da: ofDa, en: ofEn } },
  ...{ scoring: 'proportion', byUnit: true, ...more },
});

/** Every figure. The order is that of the docs. */
export const figures = [
  figure(
    'no-show',
    ['Udeblivelser', 'No-shows'],
    ['aftaler, der skulle holdes; udeblevet', 'appointments due; nobody came'],
  ),
  figure(
    'late-cancellation',
    ['Afbud efter fristen', 'Late cancellations'],
    [
      'aftaler, der skulle holdes, og sene afbud; sene afbud',
      'appointments due, and those cancelled late; cancelled late',
    ],
  ),
  figure(
    'booking-outside-hours',
    ['Bookinger uden for åbningstid', 'Bookings outside opening hours'],
    ['bookinger; uden for enhedens åbningstid', "bookings; outside the unit's opening hours"],
  ),
  figure(
    'self-service',
    ['Selvbetjening', 'Self-service'],
    ['bookinger; af borger eller pårørende', 'bookings; by citizen or relative'],
  ),
  figure(
    'relatives',
    ['Brug af pårørende', 'Use by relatives'],
    [
      'ændringer af aftaler ved borger eller pårørende; ved pårørende',
      'acts on appointments by citizen or relative; by relatives',
    ],
  ),
  figure(
    'login-outside-hours',
    ['Besøg uden for åbningstid', 'Log-ins outside opening hours'],
    [
      'personer pr. dag; først set, mens ingen enhed havde åbent',
      'people a day; first seen while no unit was open',
    ],
    { byUnit: false },
  ),
  figure(
    'measurements',
    ['Modtagne målinger', 'Measurements received'],
    ['målinger; fra borger eller pårørende', 'measurements; from citizen or relative'],
    { byUnit: false },
  ),
  figure(
    'reply-in-time',
    ['Svar inden for fristen', 'Replies in time'],
    ['beskeder, der skulle besvares; besvaret i tide', 'messages to be answered; answered in time'],
  ),
  figure(
    'reply-time',
    ['Svartid', 'Reply time'],
    [
      'beskeder, der skulle besvares; besvaret, med timer i midten',
      'messages to be answered; answered, with the hours in the middle',
    ],
    { scoring: 'median' },
  ),
] as const;

/** One of them. */
export type KnownFigure = (typeof figures)[number];

/** Code of a figure. */
export type FigureCode = (typeof figures)[number]['code'];

/** Canonical URL by which reports name a figure. */
export const measureUrl = (code: string): string => `${ours}/Measure/${code}`;
