import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import t from 'tap';
import { exampleRows } from '../../src/manual/municipality-page.ts';
import { municipalityRoot } from '../../src/resources/municipality-file.ts';

t.test('a folder that is still being filled in is no example, and stops no page', async (t) => {
  const root = pathToFileURL(`${t.testdir()}/municipalities/`);
  cpSync(municipalityRoot, root, { recursive: true });
  const shipped = exampleRows('en', root);
  t.ok(shipped.some(([, name]) => name === 'Sandby Kommune'));
  cpSync(new URL('9999/', root), new URL('0461/', root), { recursive: true });
  mkdirSync(new URL('0462/', root));
  writeFileSync(new URL('0462/municipality.json', root), '{');
  t.same(exampleRows('en', root), shipped);
});
