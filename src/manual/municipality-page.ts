/** What a municipality fills in, from the JSON Schemas that its files are read by. */
import { readFileSync } from 'node:fs';
import { features } from '../resources/feature.ts';
import { municipalityRoot } from '../resources/municipality-file.ts';
import { code, type Page, type Section, sectionOf, table, text } from './page.ts';

interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: boolean | Schema;
  readonly oneOf?: readonly Schema[];
  readonly $ref?: string;
}

const boundOf = ({ minimum, maximum }: Schema): string =>
  minimum === undefined && maximum === undefined ? '' : ` ${minimum ?? ''}–${maximum ?? ''}`;

function kindOf(schema: Schema): string {
  if (schema.enum) return schema.enum.map((one) => code(String(one))).join(', ');
  if (schema.oneOf) return schema.oneOf.map(kindOf).join(', or ');
  if (schema.$ref !== undefined) return schema.$ref.split('/').at(-1) ?? '';
  if (schema.items) return `list of ${kindOf(schema.items)}`;
  return `${[schema.type ?? 'any'].flat().join(', ')}${boundOf(schema)}`;
}

/** The object that fields stand in: the schema itself, an item, or what each name leads to. */
function fieldsOf(schema: Schema): Schema {
  if (schema.items) return fieldsOf(schema.items);
  const { properties, additionalProperties: each } = schema;
  return !properties && typeof each === 'object' ? fieldsOf(each) : schema;
}

function rowsOf(schema: Schema, before: string): string[][] {
  const { properties = {}, required = [] } = fieldsOf(schema);
  return Object.entries(properties)
    .filter(([name]) => name !== '$schema')
    .flatMap(([name, field]) => {
      const path = before === '' ? name : `${before}.${name}`;
      // Danish first, English behind the bar, as editors show it.
      const said = field.description ?? '';
      const row = [code(path), kindOf(field), required.includes(name) ? 'yes' : 'no', said];
      return [row, ...rowsOf(field, path)];
    });
}

const schemaOf = (name: string): Schema =>
  JSON.parse(readFileSync(new URL(`${name}.schema.json`, municipalityRoot), 'utf8')) as Schema;

const files = ['municipality', 'identity', 'codes'] as const;

const fileSection = (name: (typeof files)[number]): Section[] =>
  sectionOf(`${name}.json`, [
    table(['Setting', 'Kind', 'Needed', 'Betyder / Means'], rowsOf(schemaOf(name), '')),
  ]);

const beginning: readonly string[] = [
  'A municipality is a folder `mappings/municipalities/<code>/`: `municipality.json`, and where they differ from what is common `identity.json`, `codes.json` and `texts/*.hbs`. Begin with a copy of an example, and set `MUNICIPALITY` to the code.',
  '`npm run check:municipality -- <code>` says what is missing, what contradicts, and shows each text message with its length. It ends with whether the folder is ready.',
  'An editor that knows JSON Schema completes the files by their `$schema`.',
];

/** One page. */
export const municipalityPage = (): Page => ({
  ...{ name: 'municipalities', group: 'Begin here' },
  title: { da: 'Til en kommune, der vil i gang', en: 'For a municipality that begins' },
  about:
    'Every setting of a municipality, what may be switched on for which units, and the check that says when it is ready.',
  sections: () => [
    ...sectionOf('How it is set up', beginning.map(text)),
    ...sectionOf('What can be switched on', [
      table(
        ['Feature', 'På dansk', 'In English', 'Unit by unit'],
        Object.entries(features).map(([name, one]) => [
          code(name),
          one.da,
          one.en,
          'byUnit' in one ? 'yes' : 'no',
        ]),
      ),
    ]),
    ...files.flatMap(fileSection),
  ],
});
