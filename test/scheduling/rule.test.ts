import t from 'tap';
import { bookRules, cancelRules, moveRules } from '../../src/scheduling/booking-rules.ts';
import { broken, ruleText } from '../../src/scheduling/rule.ts';
import { facts, policy, start } from './facts.ts';
import { hoursBefore, moving } from './rule-table.ts';

t.test(
  'keys are unique in a table, and every text is there in both languages with all its numbers',
  async (t) => {
    for (const rules of [bookRules, moveRules, cancelRules]) {
      // Every feature that is off is refused under one key.
      const own = rules.map(({ key }) => key).filter((key) => key !== 'feature-off');
      t.equal(new Set(own).size, own.length);
      for (const { da, en } of rules.map((rule) => ruleText(rule, policy))) {
        t.match(da, /^[A-ZÆØÅ][^{}]+\.$/);
        t.match(en, /^[A-Z][^{}]+\.$/);
      }
    }
  },
);

t.test('the text of a rule says the number of the policy', async (t) => {
  const [late] = broken(moveRules, { ...moving, ...hoursBefore(49) });
  t.same(late && ruleText(late, policy), {
    da: 'Aftalen skal flyttes senest 48 timer før. Send et ønske til enheden.',
    en: 'The appointment must be moved at least 48 hours before. Send a request to the unit.',
  });
});

t.test('a taken time and a missing right are told apart from a rule of the service', async (t) => {
  const all = broken(bookRules, { ...facts, capacity: 'link-holder', slotFree: false, end: start });
  t.same(
    all.map(({ key, kind }) => [key, kind]),
    [
      ['login-needed', 'right'],
      ['duration', 'rule'],
      ['slot-free', 'taken'],
    ],
  );
});
