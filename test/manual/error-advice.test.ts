import { globSync, readFileSync } from 'node:fs';
import t from 'tap';
import { adviceByKey, allAdvice } from '../../src/manual/error-advice.ts';
import { issueKeys } from '../../src/manual/topic-pages.ts';
import { bookRules, cancelRules, moveRules } from '../../src/scheduling/booking-rules.ts';
import { proposeMoveRules, requestBookingRules } from '../../src/scheduling/request-rules.ts';
import { describedProduct } from './described.ts';

const sources = globSync('src/**/*.ts', { exclude: ['src/manual/**', 'src/docs/**'] }).map((path) =>
  readFileSync(path, 'utf8'),
);
const advice = adviceByKey();
const concepts = issueKeys(await describedProduct());
const published = concepts.map(({ code = '' }) => code);

t.test('every published key has one row of advice, and no row is about another', async (t) => {
  t.ok(published.length > 250, `${published.length} keys`);
  t.same([...advice.keys()].sort(), [...new Set(published)].sort());
  for (const { does } of allAdvice) t.ok(does.da.length > 5 && does.en.length > 5);
});

t.test('every published key is said in Danish too', async (t) => {
  const without = concepts.filter(
    ({ designation = [] }) =>
      !designation.some(({ language, value }) => language === 'da' && value),
  );
  t.same(
    without.map(({ code }) => code),
    [],
  );
});

/** Rules of R4 that are said by their own key, and what is made up of two words: `book-by-request`. */
const composed = /^(?:org-1|dom-3|(?:book|move|cancel)-(?:by-request|offered))$/;

t.test('no key stands there unused', async (t) => {
  const text = sources.join('\n');
  const idle = published.filter(
    (key) => !composed.test(key) && !new RegExp(`['"\`]${key}['"\`]|\\b${key}:`).test(text),
  );
  t.same(idle, []);
});

const statusOf: Readonly<Record<string, string>> = {
  badRequest: '400',
  unauthorized: '401',
  forbidden: '403',
  unprocessable: '422',
  conflict: '409',
  unavailable: '503',
};

t.test('a key that is thrown with a status stands there with it', async (t) => {
  const plain =
    /\b(badRequest|unauthorized|forbidden|unprocessable|conflict|unavailable)\(\s*'([a-z\d-]+)'/g;
  const made = /\brefusal\(\s*(\d{3})[^)]*\)\(\s*'([a-z\d-]+)'/g;
  const failed = /\bfail\(\s*(\d{3}),\s*\[?\s*issue\(\{[^}]{0,80}?key: '([a-z\d-]+)'/g;
  const thrown = sources.flatMap((text) => [
    ...[...text.matchAll(plain)].map(([, how = '', key = '']) => [key, statusOf[how] ?? '']),
    ...[...text.matchAll(made)].map(([, status = '', key = '']) => [key, status]),
    ...[...text.matchAll(failed)].map(([, status = '', key = '']) => [key, status]),
  ]);
  t.ok(thrown.length > 150, `${thrown.length} places`);
  t.same(
    thrown.filter(([key = '', status = '']) => !advice.get(key)?.status.includes(status)),
    [],
  );
});

t.test('a rule of appointments stands there with its status', async (t) => {
  const kinds = { taken: '409', rule: '422', right: '403' };
  const rules = [bookRules, moveRules, cancelRules, proposeMoveRules, requestBookingRules].flat();
  for (const { key, kind } of rules) t.match(advice.get(key)?.status, kinds[kind], key);
});
