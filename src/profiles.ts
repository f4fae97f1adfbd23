/** Writes the FHIR package that other municipalities take, to `.profiles/` or a folder that is named; nothing is fetched. */
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadDefinitions } from './fhir/definitions.ts';
import { fshTexts } from './fhir/profile.ts';
import { archive } from './profiles/archive.ts';
import { assemble } from './profiles/assemble.ts';
import { layCore } from './profiles/cache.ts';
import { compile } from './profiles/compile.ts';
import { packageName, readEdition } from './profiles/edition.ts';
import { packageFiles } from './profiles/package.ts';
import { putFile, putFolder } from './profiles/put.ts';
import { registry } from './registry.ts';

const home = fileURLToPath(new URL('../.profiles/', import.meta.url));
const folder = resolve(process.argv[2] ?? home);
const cache = join(home, 'cache');
const edition = readEdition();

layCore(cache);
const {
  resources: compiled,
  errors,
  warnings,
} = await compile(fshTexts(), {
  cache,
  version: edition.version,
});
for (const said of [...errors, ...warnings]) process.stderr.write(`${said}\n`);
if (errors.length + warnings.length > 0) {
  process.exitCode = 1;
} else {
  const definitions = await loadDefinitions(registry.map(({ type }) => type));
  const { resources, examples } = assemble({ compiled, rooms: registry, definitions, edition });
  const files = packageFiles(resources, examples, edition);
  const packed = join(folder, `${packageName}-${edition.version}.tgz`);
  putFolder(join(folder, 'package'), files);
  putFile(packed, archive(files));
  process.stdout.write(
    `${resources.length} definitions and ${examples.length} examples: ${packed}\n`,
  );
}
