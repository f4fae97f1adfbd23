import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { staleFiles, writeSite } from '../../src/docs/site-folder.ts';
import { shelfOf } from '../../src/http/manual-shelf.ts';
import type { Site } from '../../src/manual/site.ts';

/** A site of these pages; one whose text is `!` cannot be made. */
const siteWith = (pages: Readonly<Record<string, string>>): Site => ({
  names: Object.keys(pages),
  missing: () => ({ type: 'text/html', body: 'missing' }),
  file: (name) => {
    const body = pages[name];
    if (body === undefined) return undefined;
    return body === '!'
      ? Promise.reject(new Error('cannot be made'))
      : Promise.resolve({ type: 'text/html', body });
  },
});

const one = siteWith({ 'index.html': 'old', 'gone.html': 'old', 'http/a.http': 'old' });
const two = siteWith({ 'index.html': 'new', 'http/a.http': 'old' });
const broken = siteWith({ 'index.html': 'half', 'http/a.http': '!' });

t.test('A site that could not be written whole leaves the old one whole', async (t) => {
  const folder = join(t.testdir({}), '.site');
  await writeSite(one, folder);
  await t.rejects(writeSite(broken, folder), { message: 'cannot be made' });
  t.same(await staleFiles(one, folder), []);
  mkdirSync(`${folder}-old`, { recursive: true });
  writeFileSync(join(`${folder}-old`, 'left'), 'by one that was killed');
  await writeSite(two, folder);
  t.same(await staleFiles(two, folder), []);
  t.equal(readFileSync(join(folder, 'index.html'), 'utf8'), 'new');
  t.notOk(existsSync(join(folder, 'gone.html')));
  t.same(readdirSync(join(folder, '..')), ['.site']);
});

t.test('A page that is stale, too many or not there is named', async (t) => {
  const folder = join(t.testdir({}), '.site');
  t.same(await staleFiles(one, folder), [], 'where no site was written');
  await writeSite(one, folder);
  t.same(await staleFiles(two, folder), ['gone.html', 'index.html']);
  t.same(await staleFiles(siteWith({ 'more.html': 'x' }), folder).then((all) => all.sort()), [
    'gone.html',
    'http/a.http',
    'index.html',
    'more.html',
  ]);
});

t.test('What could not be made for one visitor is made for the next', async (t) => {
  const pages: Record<string, string> = { 'index.html': '!' };
  const shelf = shelfOf(() => siteWith(pages));
  await t.rejects(async () => void (await shelf.file('index.html')), { message: 'cannot be made' });
  pages['index.html'] = 'there';
  t.equal((await shelf.file('index.html'))?.body, 'there');
});
