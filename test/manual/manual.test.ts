import t from 'tap';
import { FhirError } from '../../src/fhir/outcome.ts';
import { controlNames } from '../../src/fhir/search-control.ts';
import { prefixes } from '../../src/fhir/search-criterion.ts';
import { namesOf } from '../../src/fhir/search-entry.ts';
import { unescaped } from '../../src/fhir/search-escape.ts';
import { parseSearch } from '../../src/fhir/search-query.ts';
import { kinds } from '../../src/manual/interaction-pages.ts';
import { manualOf } from '../../src/manual/manual.ts';
import { operationsOf, pageOf } from '../../src/manual/operation-pages.ts';
import { operationTexts } from '../../src/manual/operation-texts.ts';
import type { Page } from '../../src/manual/page.ts';
import { modifiersOfType, modifierText, paramTypes } from '../../src/manual/search-page.ts';
import {
  controlTexts,
  everyTypeTexts,
  modifierTexts,
  prefixTexts,
  unsupportedTexts,
} from '../../src/manual/search-texts.ts';
import type { Texts } from '../../src/manual/texts.ts';
import { issueKeys } from '../../src/manual/topic-pages.ts';
import { topicTexts } from '../../src/manual/topic-texts.ts';
import { describedPlain, describedProduct } from './described.ts';

const product = await describedProduct();
const plain = await describedPlain();
const both = [product, plain];
const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();

t.test('each thing that can be asked has a page, and each page is about one', async (t) => {
  const routes = both.flatMap(({ router }) => router.routes);
  const plainly = routes.filter(({ name }) => !name.startsWith('$'));
  const without = plainly.filter((route) => !Object.values(kinds).some(({ is }) => is(route)));
  t.same(sorted(without.map(({ name }) => name)), []);
  const idle = Object.entries(kinds).filter(([, { is }]) => !routes.some(is));
  t.same(
    idle.map(([name]) => name),
    [],
  );
});

t.test('each operation has texts, and no text is about one that is not there', async (t) => {
  const there = sorted(both.flatMap(operationsOf).map(({ code }) => code));
  t.ok(there.length > 8, there.join());
  t.same(sorted(Object.keys(operationTexts)), there);
  for (const described of both) {
    const pages = new Set(manualOf(described).map(({ name }) => name));
    const asked = described.router.routes.filter(({ name }) => name.startsWith('$'));
    const missing = asked.filter(({ name }) => !pages.has(pageOf(name.slice(1))));
    t.same(sorted(missing.map(({ name }) => name)), []);
  }
});

t.test('the grammar of a search is told of whole, and nothing that it has not', async (t) => {
  const modifiers = paramTypes.flatMap((type) =>
    modifiersOfType(type, product).map((modifier) => ({ type, modifier })),
  );
  t.ok(modifiers.length > 15);
  t.same(
    modifiers.filter(({ type, modifier }) => modifierText(type, modifier) === undefined),
    [],
  );
  const used = modifiers.map(({ type, modifier }) =>
    `${type}:${modifier}` in modifierTexts ? `${type}:${modifier}` : modifier,
  );
  t.same(sorted(Object.keys(modifierTexts)), sorted(used));
  t.same(Object.keys(prefixTexts), [...prefixes]);
  t.same(sorted(Object.keys(controlTexts)), sorted(controlNames));
  t.same(sorted(Object.keys(everyTypeTexts)), sorted(namesOf({})));
  t.equal(unescaped('\\,\\|\\$\\\\'), ',|$\\');
});

/** The parameters that R4 has for every type. https://hl7.org/fhir/R4/search.html#Summary */
const ofR4 = [
  ...['_id', '_lastUpdated', '_tag', '_profile', '_security', '_source', '_text', '_content'],
  ...['_list', '_has', '_type', '_query', '_filter', '_sort', '_count', '_include', '_revinclude'],
  ...['_summary', '_total', '_elements', '_contained', '_containedType'],
];

const refusedAs = (name: string): string[] => {
  try {
    parseSearch([[name, 'x']], {}, { type: 'Patient', method: 'GET' });
    return [];
  } catch (error) {
    if (error instanceof FhirError) return error.issues.map(({ key }) => key);
    throw error;
  }
};

t.test('what is said to be refused is, and all of R4 is said something of', async (t) => {
  for (const name of Object.keys(unsupportedTexts))
    t.same(refusedAs(name), ['unsupported-parameter'], name);
  const told = [...Object.keys(controlTexts), ...Object.keys(everyTypeTexts), '_has', '_type'];
  t.same(
    ofR4.filter((name) => !told.includes(name) && !(name in unsupportedTexts)),
    [],
  );
});

t.test('each key that a page names is one of ours', async (t) => {
  const keys = new Set(issueKeys(product).map(({ code }) => code));
  const texts: Partial<Texts>[] = [
    ...Object.values(kinds).map((kind) => kind.texts),
    ...Object.values(operationTexts),
    ...Object.values<Texts>(topicTexts),
  ];
  const named = texts.flatMap(({ answers = [] }) => answers.flatMap(([, , ...own]) => own));
  t.ok(named.length > 60, `${named.length}`);
  t.same(sorted(named.filter((key) => !keys.has(key))), []);
});

t.test('every page has something to say, in both registries', async (t) => {
  const empty = both.flatMap(manualOf).filter((page: Page) => page.sections().length === 0);
  t.same(
    empty.map(({ name }) => name),
    [],
  );
});

t.test('each code of ours is told in English and in Danish, each in its own column', async (t) => {
  const page = manualOf(product).find(({ name }) => name === 'codes');
  const rows = (page?.sections() ?? []).flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'table' ? block.rows : [])),
  );
  t.ok(rows.length > 150, `${rows.length} codes`);
  t.same(rows.find(([name]) => name === '`unreached`')?.slice(1), [
    'The citizen could not be reached with a message',
    'Borgeren kunne ikke nås med en besked',
  ]);
  t.same(
    rows.filter(([, english = '', danish = '']) => /[æøå]/.test(english) || danish === ''),
    [],
  );
});

t.test(
  'a page in Danish and its other in English lead to each other, and show the same',
  async (t) => {
    const pages = manualOf(product);
    const danish = pages.filter(({ language }) => language === 'da');
    t.same(
      danish.map(({ name }) => name),
      ['til-kommunen', 'til-tilsynet', 'regler', 'kodetabeller', 'fejl', 'tilgaengelighed'],
    );
    const sizeOf = (page: Page | undefined): number[] =>
      (page?.sections() ?? []).flatMap(({ blocks }) =>
        blocks.flatMap((block) => {
          if (block.kind === 'shell') return [block.lines.length];
          return block.kind === 'table' && block.ids ? [block.rows.length] : [];
        }),
      );
    for (const page of danish) {
      const other = pages.find(({ name }) => name === page.other);
      t.equal(other?.other, page.name);
      t.same(sizeOf(page), sizeOf(other), page.name);
    }
    t.same(
      manualOf(plain).filter(({ language, other }) => language ?? other),
      [],
      'none where there are neither people nor a municipality',
    );
  },
);
