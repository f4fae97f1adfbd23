import { bookRules, cancelRules, moveRules } from '../scheduling/booking-rules.ts';
import { proposeMoveRules, requestBookingRules } from '../scheduling/request-rules.ts';
import type { Rule } from '../scheduling/rule.ts';
import { transitions } from '../scheduling/transitions.ts';
import { code, table } from './table.ts';

const statusOf = { taken: '409', rule: '422', right: '403' } as const satisfies Record<
  Rule['kind'],
  string
>;

const tables: readonly (readonly [string, readonly Rule[]])[] = [
  ['To book (bestille)', bookRules],
  ['To move (flytte)', moveRules],
  ['To cancel (aflyse)', cancelRules],
  ['To ask for another time (ønske om flytning)', proposeMoveRules],
  ['To ask for an appointment (ønske om tid)', requestBookingRules],
];

/** What must hold to book, move and cancel. */
export const rules = (): string =>
  tables
    .map(
      ([title, all]) =>
        `**${title}**\n\n${table(
          ['Rule', 'Else', 'Said in English', 'Sagt på dansk'],
          all.map(({ key, kind, text }) => [code(key), statusOf[kind], text.en, text.da]),
        )}`,
    )
    .join('\n\n');

/** What an appointment may become, and by whom. */
export const transitionTable = (): string =>
  table(
    ['From', 'To', 'By', 'Its slot becomes'],
    transitions.map(({ from, to, by, slot }) => [from ?? '–', to, by.join(', '), slot]),
  );
