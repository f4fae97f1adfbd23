import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import t, { type Test } from 'tap';
import { brokers } from '../../src/access/brokers.ts';
import { wordPlaces } from '../../src/cura/word-place.ts';
import { codeTables } from '../../src/resources/code-tables.ts';
import { featureNames, features } from '../../src/resources/feature.ts';
import { loadWords } from '../../src/resources/municipality-code.ts';
import { loadBrokers } from '../../src/resources/municipality-identity.ts';

const shipped = new URL('../../mappings/municipalities/', import.meta.url);
const schemas = ['municipality', 'codes', 'identity'];

interface Node {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: boolean | Node;
  readonly items?: Node;
  readonly oneOf?: readonly Node[];
  readonly $ref?: string;
}

type Schema = Node & { readonly $defs?: Readonly<Record<string, Node>> };

const schemaOf = (name: string): Schema =>
  JSON.parse(readFileSync(new URL(`${name}.schema.json`, shipped), 'utf8'));

const descriptionsIn = (node: unknown): string[] =>
  typeof node === 'object' && node !== null
    ? Object.entries(node).flatMap(([key, value]) =>
        key === 'description' && typeof value === 'string' ? [value] : descriptionsIn(value),
      )
    : [];

t.test('each schema is one, and tells an editor in Danish and English', (t) => {
  for (const name of schemas) {
    const schema = schemaOf(name);
    t.equal(new Ajv2020().validateSchema(schema), true, name);
    const all = descriptionsIn(schema);
    t.ok(all.length > 10, name);
    t.same(
      all.filter((text) => !/\S \/ \S/.test(text)),
      [],
      name,
    );
  }
  t.end();
});

/** Fields without a word of what they are, where they stand or where they lead. */
function silentIn(node: Node, schema: Schema, at = ''): string[] {
  const own = Object.entries(node.properties ?? {}).flatMap(([name, field]) => {
    const target = schema.$defs?.[field.$ref?.split('/').at(-1) ?? ''];
    const isSaid = (field.description ?? target?.description ?? '') !== '';
    return [...(isSaid ? [] : [`${at}/${name}`]), ...silentIn(field, schema, `${at}/${name}`)];
  });
  const each = typeof node.additionalProperties === 'object' ? [node.additionalProperties] : [];
  const inner = [...(node.oneOf ?? []), ...(node.items ? [node.items] : []), ...each];
  return [...own, ...inner.flatMap((one) => silentIn(one, schema, `${at}/*`))];
}

t.test('every field of every file says what it is, and every form has an example', (t) => {
  for (const name of schemas) {
    const schema = schemaOf(name);
    const all = [schema, ...Object.values(schema.$defs ?? {})];
    t.same(
      all.flatMap((one) => silentIn(one, schema)),
      [],
      name,
    );
  }
  const text = readFileSync(new URL('municipality.schema.json', shipped), 'utf8');
  const forms = JSON.stringify(JSON.parse(text)).matchAll(
    /"pattern":"((?:[^"\\\\]|\\\\.)*)"([^{}]*)/g,
  );
  const without = [...forms].filter(
    ([, pattern, rest]) => pattern !== '\\\\S' && !rest?.includes('"examples"'),
  );
  t.same(
    without.map(([, pattern]) => pattern),
    [],
  );
  t.end();
});

t.test('the schemas know every feature and every table of words, and no other', (t) => {
  const chosen = schemaOf('municipality').properties?.features?.properties ?? {};
  t.same(Object.keys(chosen), featureNames);
  const units = Object.entries(chosen).filter(([, node]) => '$ref' in node);
  t.same(
    units.map(([name]) => name),
    featureNames.filter((name) => 'byUnit' in features[name]),
  );
  const tables = schemaOf('codes').properties?.tables?.properties ?? {};
  t.same(Object.keys(tables), Object.keys(wordPlaces));
  for (const [id, node] of Object.entries(tables))
    t.match(node, {
      additionalProperties: {
        enum: Object.keys(codeTables.find((one) => one.id === id)?.rows ?? {}),
      },
    });
  t.end();
});

/** A folder of municipalities with one that holds this file. */
function folder(t: Test, name: string, content: unknown): URL {
  const root = t.testdir();
  for (const one of schemas)
    cpSync(new URL(`${one}.schema.json`, shipped), join(root, `${one}.schema.json`));
  mkdirSync(join(root, '0101'));
  writeFileSync(join(root, '0101', `${name}.json`), JSON.stringify(content));
  return pathToFileURL(`${root}/`);
}

t.test('the examples say what of them is taken from where, and it stands there', (t) => {
  for (const code of ['0101', '0147', '0851']) {
    const { source, ...chosen } = JSON.parse(
      readFileSync(new URL(`${code}/municipality.json`, shipped), 'utf8'),
    );
    const used: string[] = source.facts.flatMap((fact: { used: string[] }) => fact.used);
    t.ok(used.length > 0, code);
    const at = (path: string): unknown =>
      path.split('.').reduce((part, name) => part?.[name], chosen);
    t.same(
      used.filter((path) => at(path) === undefined),
      [],
      code,
    );
  }
  t.end();
});

t.test('a broker is ours with what the municipality says of it, or one of its own', (t) => {
  t.same(loadBrokers('9999'), brokers);
  const own = { like: 'nemlogin', person: { cpr: 'sub.cpr' }, marks: { person: ['sub.cpr'] } };
  const { ny, kombit } = loadBrokers('0101', folder(t, 'identity', { brokers: { ny: own } }));
  t.same(ny?.person, { ...brokers.nemlogin.person, cpr: 'sub.cpr' });
  t.same(ny?.marks, { ...brokers.nemlogin.marks, person: ['sub.cpr'] });
  t.same(kombit, brokers.kombit);
  const changed = { kombit: { employee: { name: 'navn' } } };
  const over = loadBrokers('0101', folder(t, 'identity', { brokers: changed }));
  t.same(over.kombit?.employee, { ...brokers.kombit.employee, name: 'navn' });
  const half = folder(t, 'identity', { brokers: { ny: { person: { cpr: 'x' } } } });
  t.throws(() => loadBrokers('0101', half), {
    name: 'MunicipalityError',
    message: /0101\/identity\.json is wrong at \/brokers\/ny: tokenTypes is missing\. Name it, or/,
  });
  const odd = folder(t, 'identity', { brokers: { ny: { personen: {} } } });
  t.throws(() => loadBrokers('0101', odd), { message: /wrong at \/brokers\/ny: .*personen/ });
  t.end();
});

t.test('words are read with what contradicts named by file and place', (t) => {
  t.same(loadWords('9999'), {});
  const words = { tables: { 'aftale-status': { bekraeftet: 'planlagt' } } };
  t.same(loadWords('0101', folder(t, 'codes', words)), words.tables);
  const twice = { tables: { 'aftale-status': { a: 'planlagt', b: 'planlagt' } } };
  t.throws(() => loadWords('0101', folder(t, 'codes', twice)), {
    message:
      /0101\/codes\.json is wrong at \/tables\/aftale-status\/b: b means the same as a.*Take one/,
  });
  const strange = { tables: { 'aftale-status': { a: 'booked' } } };
  t.throws(() => loadWords('0101', folder(t, 'codes', strange)), {
    message: /wrong at \/tables\/aftale-status\/a: .*npm run check:municipality 0101/,
  });
  t.end();
});
