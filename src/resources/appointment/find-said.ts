import { type Issue, issue, type Text } from '../../fhir/outcome.ts';
import type { FindReason } from '../../scheduling/find.ts';
import { type Rule, ruleText } from '../../scheduling/rule.ts';
import type { Ports } from '../define.ts';
import type { FindAsked } from './find-asked.ts';
import type { Eligibility } from './find-eligible.ts';
import { leftOut, nearestDates, type TimesQuery } from './find-times.ts';
import { askInstead } from './refusal.ts';

const said = (key: string, text: Text, diagnostics?: string): Issue =>
  issue({
    severity: 'information',
    code: 'informational',
    ...{ key, text },
    ...(diagnostics !== undefined && { diagnostics }),
  });

const reasonTexts: Readonly<Record<FindReason, Text>> = {
  practitioner: { da: 'hos en anden medarbejder', en: 'with another member of staff' },
  location: { da: 'et andet sted', en: 'in another place' },
  weekday: { da: 'en anden ugedag', en: 'on another day of the week' },
  'not-bookable-now': {
    da: 'uden for den tid, der kan bestilles i',
    en: 'outside the time that can be booked in',
  },
  held: { da: 'holdt til en anden', en: 'held for somebody else' },
  'citizen-busy': {
    da: 'på et tidspunkt, hvor borgeren har en anden aftale',
    en: 'at a time when the citizen has another appointment',
  },
};

/** No citizen whom the caller may know of has the number. */
export const nobodyFound: Issue = said('none-matches', {
  da: 'Ingen borger er fundet med det nummer.',
  en: 'No citizen was found by that number.',
});

/** Why there is nothing: the nearest dates that have something, and how many free times what kept away. */
export async function nothingFound(ports: Ports, query: TimesQuery): Promise<Issue[]> {
  const [dates, reasons] = await Promise.all([nearestDates(ports, query), leftOut(ports, query)]);
  const list = dates.join(', ');
  return [
    said('no-free-times', {
      da: `Ingen ledige tider passer.${list && ` Nærmeste datoer med ledige tider: ${list}.`}`,
      en: `No free time fits.${list && ` Nearest dates with free times: ${list}.`}`,
    }),
    ...reasons.map(({ reason, count }) =>
      said(
        'times-left-out',
        {
          da: `Ledige tider ${reasonTexts[reason].da}: ${count}.`,
          en: `Free times ${reasonTexts[reason].en}: ${count}.`,
        },
        `${reason}=${count}`,
      ),
    ),
  ];
}

const shownNames = 5;

const named = (names: readonly string[]): string =>
  `${names.slice(0, shownNames).join(', ')}${names.length > shownNames ? ` + ${names.length - shownNames}` : ''}`;

/** One issue for each rule that keeps services back, in the order in which they come. */
function byRule(
  all: readonly {
    readonly name: string;
    readonly id: string;
    readonly rule: Rule;
    readonly text: Text;
  }[],
): Issue[] {
  return [...Map.groupBy(all, ({ rule }) => rule)].map(([{ key }, group]) => {
    const names = named(group.map(({ name }) => name));
    const { da = '', en = '' } = group[0]?.text ?? {};
    const ids = group.map(({ id }) => `HealthcareService/${id}`).join(' ');
    return said(key, { da: `${da} (${names})`, en: `${en} (${names})` }, ids);
  });
}

/** Services that are left out, and those that take more than a booking, each with the rule. */
export function servicesSaid({ refused, offered }: Eligibility): Issue[] {
  const isAskable = offered.some(({ byRequest }) => byRequest);
  const kept = refused.map(({ service, rule, facts }) => ({
    ...{ name: service.name ?? '', id: service.id, rule, text: ruleText(rule, facts.policy) },
  }));
  const noted = offered.flatMap(({ service, notes, facts }) =>
    notes.map((rule) => ({
      ...{ name: service.name ?? '', id: service.id, rule, text: ruleText(rule, facts.policy) },
    })),
  );
  return [
    ...byRule([...kept, ...noted]),
    ...(isAskable ? [askInstead('Appointment/$request-booking')] : []),
  ];
}

/** What was asked and not done as asked. */
export const askedSaid = ({ isCut, window }: FindAsked): Issue[] =>
  isCut
    ? [
        said(
          'window-cut',
          {
            da: 'Der er søgt et år frem fra start; længere frem er der ingen tider.',
            en: 'The search went one year ahead from start; there are no times further ahead.',
          },
          new Date(window.end).toISOString(),
        ),
      ]
    : [];
