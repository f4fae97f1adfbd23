import { isDeepStrictEqual } from 'node:util';
import t from 'tap';
import { writeJson } from '../../src/fhir/decimal.ts';
import { loadDefinitions } from '../../src/fhir/definitions.ts';
import { parseJson } from '../../src/fhir/json.ts';
import { readXml } from '../../src/fhir/xml/read.ts';
import { writeXml } from '../../src/fhir/xml/write.ts';
import { exampleNames, readExample, said } from './published.ts';

const types = [...(await loadDefinitions([])).resourceTypes];
const definitions = await loadDefinitions(types);

/** Whether what was read from a resource's XML says what its JSON says. */
function isKept(bytes: Buffer, pretty: boolean): boolean {
  const xml = Buffer.from(writeXml(parseJson(bytes), definitions, { pretty }));
  const back = writeJson(readXml(xml, definitions));
  return isDeepStrictEqual(said(back), said(bytes.toString('utf8')));
}

t.test('every published example survives XML unchanged, decimals included', async (t) => {
  const changed = exampleNames.filter((name, at) => !isKept(readExample(name), at % 2 === 0));
  t.same(changed, []);
  t.equal(exampleNames.length, 707, 'all were seen');
});

t.test('elements are written in the order of R4, whatever the order of the JSON', async (t) => {
  const names = exampleNames.filter((name) => /^(Patient|Appointment|Observation)-/.test(name));
  for (const name of names) {
    const resource = parseJson(readExample(name));
    const { resourceType, ...rest } = resource;
    const turned = { ...Object.fromEntries(Object.entries(rest).reverse()), resourceType };
    t.equal(writeXml(turned, definitions), writeXml(resource, definitions), name);
  }
  t.ok(names.length > 80);
});

t.test(
  'every member of every shape has the place that its StructureDefinition gives it',
  async (t) => {
    const places = (type: string): string[] =>
      readStructure(type).filter((name) => definitions.shape(type)?.members.has(name));
    for (const type of types) {
      const members = [...(definitions.shape(type)?.members.keys() ?? [])];
      const plain = new Set(places(type));
      t.same(
        members.filter((name) => plain.has(name)),
        [...plain],
        type,
      );
    }
  },
);

/** Names of the elements right under a resource; a choice has another name in JSON and is left out. */
function readStructure(type: string): string[] {
  const text = readExample(`StructureDefinition-${type}.json`).toString('utf8');
  const { snapshot } = JSON.parse(text) as { snapshot: { element: { path: string }[] } };
  return snapshot.element
    .map(({ path }) => path.split('.'))
    .filter(({ length }) => length === 2)
    .map(([, name = '']) => name);
}
