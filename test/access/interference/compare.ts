import { randomFor } from '../../../src/sandbox/people/random.ts';
import { question } from './asking.ts';
import { type Answer, ask, type Question, written } from './question.ts';
import type { Twin } from './twin.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Two houses that must answer one caller alike. */
export interface Pair {
  readonly whole: Twin;
  readonly bare: Twin;
  readonly token: string | undefined;
  readonly words: Vocabulary;
}

export interface Asked {
  readonly seed: number;
  /** Who asks, so that everybody asks other questions. */
  readonly persona: string;
  readonly questions: number;
  /** Stops at so many differences. */
  readonly enough?: number;
}

/** What was asked, and how often each kind of answer came. */
export interface Comparison {
  readonly differences: readonly string[];
  readonly statuses: Readonly<Record<string, number>>;
}

const same = (one: Answer, other: Answer): boolean =>
  one.status === other.status &&
  one.body === other.body &&
  JSON.stringify(one.headers) === JSON.stringify(other.headers);

const around = 160;

/** Both answers from the place where they part. */
function parting(one: Answer, other: Answer): string {
  const [first, second] = [one, other].map(
    ({ status, headers, body }) => `${status} ${JSON.stringify(headers)} ${body}`,
  ) as [string, string];
  let at = 0;
  while (at < first.length && first[at] === second[at]) at += 1;
  const from = Math.max(0, at - around / 4);
  const cut = (text: string) => text.slice(from, at + around);
  return `${one.status}/${other.status}\n    whole …${cut(first)}\n    bare  …${cut(second)}`;
}

const mostPages = 5;

type Ways = readonly [whole: string, bare: string];

/** Where both answers lead by this link: each house has its own seal. */
function onwards(relation: string, one: Answer, other: Answer): Ways | undefined {
  const [first, second] = [one.links[relation], other.links[relation]];
  return first !== undefined && second !== undefined ? [first, second] : undefined;
}

const askBoth = ({ whole, bare, token }: Pair, asked: Question, [first, second]: Ways) =>
  Promise.all([
    ask(whole.base, token, { ...asked, url: first }),
    ask(bare.base, token, { ...asked, url: second }),
  ]);

const follow: Question = { method: 'GET', url: '' };

/** The answers of both houses, page by page to the end, and then one back. */
async function* pagesOf(pair: Pair, asked: Question): AsyncGenerator<[Answer, Answer]> {
  let both = await askBoth(pair, asked, [asked.url, asked.url]);
  yield both;
  let ways = onwards('next', ...both);
  const isPaged = ways !== undefined;
  for (let page = 1; ways && page < mostPages; page += 1) {
    both = await askBoth(pair, follow, ways);
    yield both;
    ways = onwards('next', ...both);
  }
  const back = isPaged ? onwards('previous', ...both) : undefined;
  if (back) yield askBoth(pair, follow, back);
}

/** What is wrong with two answers: they differ, or a client could make the house fail. */
function faultIn(one: Answer, other: Answer): string | undefined {
  if (!same(one, other)) return parting(one, other);
  return one.status >= 500 ? `${one.status} ${one.body}` : undefined;
}

/** How the answers to a question differ, on whichever page; undefined when they do not. */
async function differenceOf(
  pair: Pair,
  asked: Question,
  count: (answer: Answer) => void,
): Promise<string | undefined> {
  let page = 0;
  for await (const [one, other] of pagesOf(pair, asked)) {
    page += 1;
    count(one);
    const found = faultIn(one, other);
    const faults = [pair.whole, pair.bare].flatMap((twin) => twin.faults.slice(-1)).join('\n');
    if (found) return `${written(asked)} (page ${page})\n  ${found}\n${faults}`;
  }
  return undefined;
}

const atOnce = 4;

/** Asks both houses so many questions. */
export async function compare(pair: Pair, asked: Asked): Promise<Comparison> {
  const { seed, persona, questions, enough = Number.POSITIVE_INFINITY } = asked;
  const differences: string[] = [];
  const statuses: Record<string, number> = {};
  const count = ({ status }: Answer) => {
    statuses[status] = (statuses[status] ?? 0) + 1;
  };
  let next = 0;
  const work = async () => {
    while (next < questions && differences.length < enough) {
      const number = next++;
      const made = question(pair.words, randomFor(seed, persona, number));
      const found = await differenceOf(pair, made, count);
      if (found) differences.push(`${persona} #${number}: ${found}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { differences, statuses };
}
