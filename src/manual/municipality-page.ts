/** What a municipality fills in, from the JSON Schemas that its files are read by; in English and in Danish. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Language, Text } from '../fhir/outcome.ts';
import { features, offIn } from '../resources/feature.ts';
import { loadMunicipality, type Municipality } from '../resources/municipality.ts';
import { MunicipalityError, municipalityRoot } from '../resources/municipality-file.ts';
import { municipalityWords } from './municipality-words.ts';
import {
  type Block,
  code,
  type Page,
  plainOf,
  type Section,
  sectionOf,
  table,
  text,
} from './page.ts';

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

function kindOf(schema: Schema, language: Language): string {
  const { or, listOf, kinds } = municipalityWords[language];
  if (schema.enum) return schema.enum.map((one) => code(String(one))).join(', ');
  if (schema.oneOf) return schema.oneOf.map((one) => kindOf(one, language)).join(or);
  if (schema.$ref !== undefined) return schema.$ref.split('/').at(-1) ?? '';
  if (schema.items) return `${listOf} ${kindOf(schema.items, language)}`;
  const names = [schema.type ?? 'any'].flat().map((name) => kinds[name] ?? name);
  return `${names.join(', ')}${boundOf(schema)}`;
}

/** The object that fields stand in: the schema itself, an item, or what each name leads to. */
function fieldsOf(schema: Schema): Schema {
  if (schema.items) return fieldsOf(schema.items);
  const { properties, additionalProperties: each } = schema;
  return !properties && typeof each === 'object' ? fieldsOf(each) : schema;
}

/** Danish stands first, English behind the bar, as editors show it. */
function saidOf({ description = '' }: Schema, language: Language): string {
  const [da = '', en = da] = description.split(' / ');
  return language === 'da' ? da : en;
}

function rowsOf(schema: Schema, before: string, language: Language): string[][] {
  const { properties = {}, required = [] } = fieldsOf(schema);
  const { yes, no } = municipalityWords[language];
  return Object.entries(properties)
    .filter(([name]) => name !== '$schema')
    .flatMap(([name, field]) => {
      const path = before === '' ? name : `${before}.${name}`;
      const needed = required.includes(name) ? yes : no;
      const row = [code(path), kindOf(field, language), needed, saidOf(field, language)];
      return [row, ...rowsOf(field, path, language)];
    });
}

const schemaOf = (name: string): Schema =>
  JSON.parse(readFileSync(new URL(`${name}.schema.json`, municipalityRoot), 'utf8')) as Schema;

const files = ['municipality', 'identity', 'codes'] as const;

/** Each setting has an anchor, such as `municipality.quietHours`. */
const settingTable = (file: string, rows: string[][], language: Language): Block =>
  table(
    [...municipalityWords[language].columns],
    rows,
    rows.map(([path = '']) => `${file}.${plainOf(path)}`),
  );

const fileSection = (name: (typeof files)[number], language: Language): Section[] =>
  sectionOf(`${name}.json`, [settingTable(name, rowsOf(schemaOf(name), '', language), language)]);

function featureSection(language: Language): Section[] {
  const { switched, featureColumns, yes, no } = municipalityWords[language];
  const rows = Object.entries(features).map(([name, one]) => [
    code(name),
    one[language],
    'byUnit' in one ? yes : no,
  ]);
  return sectionOf(switched, [table([...featureColumns], rows)]);
}

/** One that is still being filled in is no example. */
function loaded(name: string, root: URL): Municipality | undefined {
  try {
    return loadMunicipality(name, root);
  } catch (error) {
    if (error instanceof MunicipalityError) return undefined;
    throw error;
  }
}

/** The folders that are ready, with what each has switched off. */
export const exampleRows = (language: Language, root: URL = municipalityRoot): string[][] =>
  readdirSync(root)
    .filter((name) => /^\d{4}$/.test(name))
    .flatMap((name) => {
      const municipality = loaded(name, root);
      if (!municipality) return [];
      const off = [...offIn(municipality)].map((one) => features[one][language]);
      return [[code(name), municipality.name, off.join(', ') || '–']];
    });

function exampleSection(language: Language): Section[] {
  const { examples, exampleSays, exampleColumns } = municipalityWords[language];
  return sectionOf(examples, [
    text(exampleSays),
    table([...exampleColumns], exampleRows(language)),
  ]);
}

const title: Text = { da: 'Til en kommune, der vil i gang', en: 'For a municipality that begins' };

const pageIn = (language: Language): Page => ({
  ...municipalityWords[language].place,
  title,
  about: municipalityWords[language].about,
  sections: () => [
    ...sectionOf(
      municipalityWords[language].setUp,
      municipalityWords[language].beginning.map(text),
    ),
    ...featureSection(language),
    ...exampleSection(language),
    ...files.flatMap((name) => fileSection(name, language)),
  ],
});

/** One page. */
export const municipalityPage = (): Page => pageIn('en');

/** The same in Danish. */
export const danishMunicipalityPage = (): Page => pageIn('da');
