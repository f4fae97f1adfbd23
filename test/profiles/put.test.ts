import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { putCopy, putFile, putFolder } from '../../src/profiles/put.ts';

const file = (name: string, text: string) => ({ name: `package/${name}`, text });

t.test('a folder takes the place of the one before, whole', async (t) => {
  const path = join(t.testdir({ package: { 'Old-1.json': '{}' } }), 'package');
  putFolder(path, [file('package.json', '{}'), file('example/Patient-1.json', '1')]);
  t.same(readdirSync(path).sort(), ['example', 'package.json']);
  t.same(readdirSync(join(path, '..')), ['package'], 'nothing is left beside it');
});

t.test('what cannot be written whole leaves what was there', async (t) => {
  const path = join(t.testdir({ package: { 'Old-1.json': '{}' } }), 'package');
  const torn = { name: 'package/New-1.json', text: undefined as never };
  t.throws(() => putFolder(path, [file('package.json', '{}'), torn]));
  t.same(readdirSync(path), ['Old-1.json']);
});

t.test(
  'what a run that was killed has left is taken away, that of one under way is not',
  async (t) => {
    const folder = t.testdir({ 'package.killed': { a: '' }, 'package.underway': { a: '' } });
    utimesSync(join(folder, 'package.killed'), 1, 1);
    putFolder(join(folder, 'package'), [file('package.json', '{}')]);
    t.same(readdirSync(folder).sort(), ['package', 'package.underway']);
  },
);

t.test('a file and a copy take the place of what half there was', async (t) => {
  const folder = t.testdir({ half: '{"a"', source: '{"a":1}' });
  putCopy(join(folder, 'source'), join(folder, 'half'));
  t.equal(readFileSync(join(folder, 'half'), 'utf8'), '{"a":1}');
  putFile(join(folder, 'half'), Buffer.from('2'));
  t.equal(readFileSync(join(folder, 'source'), 'utf8'), '{"a":1}', 'the source stays as it is');
  mkdirSync(join(folder, 'deep'));
  writeFileSync(join(folder, 'deep', 'a'), '');
  t.throws(() => putFile(join(folder, 'deep'), Buffer.from('')), 'a folder is no file');
  t.ok(existsSync(join(folder, 'deep', 'a')));
});
