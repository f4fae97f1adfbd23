/** The rules of appointments, from the tables that decide. */
import type { Text } from '../fhir/outcome.ts';
import { bookRules, cancelRules, moveRules } from '../scheduling/booking-rules.ts';
import { proposeMoveRules, requestBookingRules } from '../scheduling/request-rules.ts';
import type { Rule } from '../scheduling/rule.ts';
import { transitions } from '../scheduling/transitions.ts';
import { inDanishAt, type Page, type Section, sectionOf, table } from './page.ts';

const statusOf = { taken: '409', rule: '422', right: '403' } as const satisfies Record<
  Rule['kind'],
  string
>;

/** What must hold for each act. */
const acts: readonly (readonly [title: Text, rules: readonly Rule[]])[] = [
  [{ en: 'To book', da: 'At bestille' }, bookRules],
  [{ en: 'To move', da: 'At flytte' }, moveRules],
  [{ en: 'To cancel', da: 'At aflyse' }, cancelRules],
  [{ en: 'To ask for another time', da: 'At ønske en anden tid' }, proposeMoveRules],
  [{ en: 'To ask for an appointment', da: 'At ønske en tid' }, requestBookingRules],
];

const ruleSection = ([title, rules]: (typeof acts)[number]): Section[] =>
  sectionOf(title.en, [
    table(
      ['Rule', 'Else', 'Said in English', 'Said in Danish'],
      rules.map(({ key, kind, text }) => [
        `[${key}](errors#${key})`,
        statusOf[kind],
        text.en,
        text.da,
      ]),
    ),
  ]).map(inDanishAt(3));

const danishSection = ([title, rules]: (typeof acts)[number]): Section[] =>
  sectionOf(title.da, [
    table(
      ['Regel', 'Ellers svares', 'Der siges'],
      rules.map(({ key, kind, text }) => [`[${key}](fejl#${key})`, statusOf[kind], text.da]),
    ),
  ]);

const title: Text = { da: 'Regler for aftaler', en: 'Rules of appointments' };

/** One page. */
export const rulePage = (): Page => ({
  ...{ name: 'rules', group: 'Topics', title, other: 'regler' },
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

/** The rules in Danish. */
export const danishRulePage = (): Page => ({
  ...{ name: 'regler', group: 'På dansk', title, language: 'da', other: 'rules' },
  about:
    'Hvad der skal være opfyldt for at bestille, flytte og aflyse en aftale, og hvad der ellers svares.',
  sections: () => acts.flatMap(danishSection),
});
