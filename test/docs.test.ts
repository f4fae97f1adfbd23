import { globSync, readFileSync } from 'node:fs';
import t from 'tap';
import { described } from '../src/docs/manual-part.ts';
import { parts, refreshed, staleParts } from '../src/docs/part.ts';
import { manualOf } from '../src/manual/manual.ts';
import { pageOfRoom } from '../src/manual/resource-pages.ts';
import { settings } from '../src/manual/settings.ts';
import { registry } from '../src/registry.ts';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const readme = read('README.md');

t.test('the README says what the code does', async (t) => {
  t.same(staleParts(readme), []);
  t.equal(refreshed(readme), readme);
});

t.test('a part that has been changed by hand is stale, and made right again', async (t) => {
  const changed = readme.replace('| `PORT` |', '| `PORTAL` |');
  t.not(changed, readme);
  t.same(staleParts(changed), ['settings']);
  t.equal(refreshed(changed), readme);
});

t.test('a part whose markers are gone is missed', async (t) => {
  t.throws(() => refreshed(readme.replace('<!-- generated: rooms -->', '')), {
    message: 'there is no place for rooms',
  });
});

t.test('every setting that the code reads is told of, and no other', async (t) => {
  const files = ['src/config.ts', ...globSync('src/config/*.ts')];
  const known = files.flatMap((path) => read(path).match(/'[A-Z]{2,}(?:_[A-Z]+)*'/g) ?? []);
  t.ok(known.length > 30);
  t.same(
    settings.map(({ name }) => name).sort(),
    [...new Set(known.map((name) => name.slice(1, -1)))].sort(),
  );
});

t.test('every room stands in the README, and with every parameter on its page', async (t) => {
  const pages = manualOf(described);
  for (const room of registry) {
    t.match(parts.rooms?.(), `\n| \`${room.type}\` |`, room.type);
    const page = pages.find(({ name }) => name === pageOfRoom(room));
    const told = JSON.stringify(page?.sections());
    for (const name of Object.keys(room.search)) t.match(told, `\`${name}\``, room.type);
  }
});

t.test('every link to a file leads to one', async (t) => {
  const links = [...readme.matchAll(/\]\((?!https?:|#)([^)]+)\)/g)].map(([, path = '']) => path);
  t.ok(links.length > 15, `${links.length} links`);
  for (const path of new Set(links)) t.ok(read(path).length > 0, path);
});
