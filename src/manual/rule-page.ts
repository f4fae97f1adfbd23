/** The rules of appointments, from the tables that decide. */
import { bookRules, cancelRules, moveRules } from '../scheduling/booking-rules.ts';
import { proposeMoveRules, requestBookingRules } from '../scheduling/request-rules.ts';
import type { Rule } from '../scheduling/rule.ts';
import { transitions } from '../scheduling/transitions.ts';
import { type Page, type Section, sectionOf, table } from './page.ts';

const statusOf = { taken: '409', rule: '422', right: '403' } as const satisfies Record<
  Rule['kind'],
  string
>;

/** What must hold for each act. */
const acts: readonly (readonly [title: string, rules: readonly Rule[]])[] = [
  ['To book (bestille)', bookRules],
  ['To move (flytte)', moveRules],
  ['To cancel (aflyse)', cancelRules],
  ['To ask for another time (ønske om flytning)', proposeMoveRules],
  ['To ask for an appointment (ønske om tid)', requestBookingRules],
];

const ruleSection = ([title, rules]: (typeof acts)[number]): Section[] =>
  sectionOf(title, [
    table(
      ['Rule', 'Else', 'Said in English', 'Sagt på dansk'],
      rules.map(({ key, kind, text }) => [
        `[${key}](errors#${key})`,
        statusOf[kind],
        text.en,
        text.da,
      ]),
    ),
  ]);

/** One page. */
export const rulePage = (): Page => ({
  ...{ name: 'rules', group: 'Topics' },
  title: { da: 'Regler for aftaler', en: 'Rules of appointments' },
  about:
    'What must hold to book, move and cancel, what is answered else, and what an appointment may become.',
  sections: () => [
    ...acts.flatMap(ruleSection),
    ...sectionOf('What an appointment may become', [
      table(
        ['From', 'To', 'By', 'Its slot becomes'],
        transitions.map(({ from, to, by, slot }) => [from ?? '–', to, by.join(', '), slot]),
      ),
    ]),
  ],
});
