import t from 'tap';
import { coveragePages } from '../../src/manual/coverage-pages.ts';
import { describe } from '../../src/manual/described.ts';
import type { Block } from '../../src/manual/page.ts';
import { registryFor } from '../../src/registry.ts';
import { loadMunicipality } from '../../src/resources/municipality.ts';
import { describedPlain, describedProduct } from './described.ts';

const rowsIn = (blocks: readonly Block[]): (readonly string[])[] =>
  blocks.flatMap((block) => (block.kind === 'table' ? block.rows : []));

const product = await describedProduct();
const everywhere = coveragePages(product);

t.test('there is a page of all records, and one of each', async (t) => {
  const records = new Set(product.rooms.flatMap(({ mappings }) => mappings.map((m) => m.record)));
  t.same(
    new Set(everywhere.map(({ name }) => name)),
    new Set(['coverage', ...[...records].map((record) => `coverage-${record}`)]),
  );
  t.same(coveragePages(await describedPlain()), [], 'nothing comes from Cura there');
});

t.test('a page tells of each field and each element, and what is withheld', async (t) => {
  const sections = everywhere.find(({ name }) => name === 'coverage-aftale')?.sections() ?? [];
  const [fields, elements] = sections.map(({ blocks }) => rowsIn(blocks));
  t.strictSame(
    fields?.find(([field]) => field === '`internNote`'),
    ['`internNote`', 'withheld', '–', 'written for staff, never leaves Cura'],
  );
  t.strictSame(
    fields?.find(([field]) => field === '`status`'),
    ['`status`', 'mapped', '`status`', '`codes`'],
  );
  t.strictSame(elements?.find(([name]) => name === '`priority`')?.slice(0, 2), [
    '`priority`',
    'never',
  ]);
  t.strictSame(
    elements?.find(([name]) => name === '`start`'),
    ['`start`', 'filled', '`start`', ''],
  );
});

t.test('what a municipality has closed is told on the page', async (t) => {
  const reason = { da: 'Ikke endnu.', en: 'Not yet.' };
  const closed = { room: 'Goal', citizen: 'open', relative: 'closed', reason } as const;
  const municipality = {
    ...loadMunicipality('9999'),
    insight: [closed],
    staffNames: 'given' as const,
  };
  const rooms = registryFor(municipality);
  const pages = coveragePages({ ...product, rooms, everyRoom: rooms, municipality });
  const said = (name: string) =>
    pages
      .find((page) => page.name === name)
      ?.sections()
      .at(-1)?.blocks ?? [];
  t.same(rowsIn(said('coverage-maal')), [['all else', 'open', 'closed', 'Not yet.']]);
  t.same(rowsIn(said('coverage-tilstand')), [['all else', 'closed', 'closed', 'no rule opens it']]);
});

t.test('what a municipality has switched off has its page, which says so', async (t) => {
  const features = { measurements: 'off', exercise: 'off' } as const;
  const municipality = { ...loadMunicipality('9999'), features };
  const pages = coveragePages(
    describe({ ...product, rooms: registryFor(municipality), municipality }),
  );
  const textOf = (name: string) =>
    JSON.stringify(pages.find((page) => page.name === name)?.sections() ?? []);
  t.equal(pages.length, everywhere.length);
  t.match(textOf('coverage-maaling'), /Goes with measurements, which is on for nobody/);
  t.match(textOf('coverage-traeningsudfoerelse'), /Goes with exercise programmes/);
  t.match(textOf('coverage'), /Observation \(switched off\)/);
});
