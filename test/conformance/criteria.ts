import type { TypedValue } from '@medplum/core';

/** How a value is asked for: the modifier with its colon, or none; the text is not yet escaped for a URL. */
export interface Form {
  readonly modifier: string;
  readonly value: string;
  /** Finds the resources that have this form and no others. */
  readonly exact?: true;
}

// biome-ignore lint/suspicious/noExplicitAny: what FHIRPath finds is of any type.
type Value = any;
type Forms = (value: Value, type: string) => Form[];

/** https://hl7.org/fhir/R4/search.html#escaping */
const escaped = (text: unknown): string => String(text).replace(/[\\,$|]/g, '\\$&');

const plain = (value: string): Form => ({ modifier: '', value });
const exactly = (value: string): Form => ({ modifier: '', value, exact: true });

const coded = (system: string | undefined, code: string | undefined): Form[] => {
  if (code === undefined || code === '') return [];
  if (system === undefined) return [plain(escaped(code)), plain(`|${escaped(code)}`)];
  return [exactly(`${escaped(system)}|${escaped(code)}`), plain(escaped(code))];
};

const words = (text: string): Form[] =>
  text.trim() === '' ? [] : [{ modifier: ':text', value: escaped(text.trim().slice(0, 20)) }];

const typed = ({ type, value }: Value): Form[] =>
  (type?.coding ?? []).flatMap(({ system, code }: Value) =>
    system && code && value
      ? [{ modifier: ':of-type', value: [system, code, value].map(escaped).join('|') }]
      : [],
  );

const token: Forms = (value, type) => {
  if (typeof value !== 'object') return [plain(escaped(value))];
  if (Array.isArray(value.coding))
    return value.coding.flatMap((one: Value) => token(one, 'Coding'));
  if (type === 'CodeableConcept') return words(value.text ?? '');
  if (type === 'ContactPoint') return value.value ? [plain(escaped(value.value))] : [];
  if (type === 'Identifier') return [...coded(value.system, value.value), ...typed(value)];
  return coded(value.system, value.code);
};

const mostCharacters = 60;

const string: Forms = (value) => {
  if (typeof value !== 'string')
    return Object.entries(value as object)
      .filter(([name]) => !['use', 'type', 'period', 'extension', 'id'].includes(name))
      .flatMap(([, part]) => [part].flat())
      .filter((part) => typeof part === 'string')
      .flatMap((part) => string(part, 'string'));
  const text = value.trim();
  if (text === '') return [];
  const start = plain(escaped(text.slice(0, mostCharacters)));
  const middle = { modifier: ':contains', value: escaped(text.slice(1, 12)) };
  const whole = { modifier: ':exact', value: escaped(value) };
  return [
    start,
    ...(text.length > 4 && text.length < mostCharacters ? [middle] : []),
    ...(value.length < mostCharacters && !/^\s|\s$/.test(value) ? [whole] : []),
  ];
};

const relative = /^([A-Z]\w*)\/([A-Za-z0-9.-]{1,64})$/;
const versioned = /^(?<whole>[A-Z]\w*\/[^/]+)\/_history\/[^/]+$/;

const reference: Forms = (value) => {
  // A canonical that is not absolute is none.
  if (typeof value === 'string') return value.includes(':') ? [plain(escaped(value))] : [];
  const { identifier, reference: address = '' } = value;
  const named = identifier?.value
    ? [
        {
          modifier: ':identifier',
          value: `${escaped(identifier.system ?? '')}|${escaped(identifier.value)}`,
        },
      ]
    : [];
  if (address === '' || address.startsWith('#')) return named;
  const current = versioned.exec(address)?.groups?.whole;
  if (current !== undefined) return [exactly(current), plain(address), ...named];
  const [, type, id = ''] = relative.exec(address) ?? [];
  return type === undefined
    ? [plain(escaped(address)), ...named]
    : [exactly(address), { modifier: `:${type}`, value: id }, ...named];
};

const period = ({ start, end }: Value): Form[] => [
  ...(start ? [plain(`ge${start}`)] : []),
  ...(end ? [plain(`le${end}`)] : []),
];

const dated = /^\d{4}(?:-\d{2}){0,2}(?:T|$)/;

const date: Forms = (value, type) => {
  if (typeof value === 'string')
    // A choice may hold words: those are no date.
    return dated.test(value) ? [plain(value), plain(`ge${value}`), plain(`le${value}`)] : [];
  if (type === 'Period') return period(value);
  const { event = [], repeat } = value;
  return event.length > 0 ? [plain(`ge${event[0]}`)] : period(repeat?.boundsPeriod ?? {});
};

const range = ({ low, high }: Value): Form[] => [
  ...(low?.value === undefined ? [] : [plain(`ge${low.value}`)]),
  ...(high?.value === undefined ? [] : [plain(`le${high.value}`)]),
];

const number: Forms = (value) =>
  typeof value === 'number' ? [plain(`${value}`), plain(`ge${value}`)] : range(value);

const quantity: Forms = (given) => {
  const { value, comparator, system, code, unit, currency } = given;
  if (value === undefined) return range(given);
  if (comparator !== undefined) return [];
  const units = [code, unit, currency].filter((one) => one !== undefined);
  return [
    plain(`${value}`),
    plain(`le${value}`),
    ...(system && code ? [plain(`${value}|${escaped(system)}|${escaped(code)}`)] : []),
    ...units.map((one) => plain(`${value}||${escaped(one)}`)),
  ];
};

const uri: Forms = (value) => [exactly(escaped(value))];

const near: Forms = ({ latitude, longitude }) => [plain(`${latitude}|${longitude}|1|km`)];

const formsOf: Readonly<Record<string, Forms>> = {
  ...{ token, string, reference, date, number, quantity, uri },
  special: near,
};

/** An extension is searched by its value. */
const bare = ({ type, value }: TypedValue): TypedValue => {
  if (type !== 'Extension') return { type, value };
  const name = Object.keys(value).find((key) => key.startsWith('value')) ?? '';
  return { type: name.slice('value'.length), value: value[name] };
};

/** The ways to ask for a value by a parameter of a type. */
export function formsFor(paramType: string, found: TypedValue): Form[] {
  const { type, value } = bare(found);
  return value === undefined || value === null ? [] : (formsOf[paramType]?.(value, type) ?? []);
}

const nothing: Readonly<Record<string, string>> = {
  ...{ token: 'no-such-code', string: 'qqzzqqzz', date: '1801-02-03', number: '-98765.5' },
  ...{ quantity: '-98765.5', uri: 'urn:no:such', special: '-80|-120|1|m' },
};

/** A value that no example has. */
export const absentValue = (paramType: string, targets: readonly string[] = []): string =>
  nothing[paramType] ?? `${targets[0] ?? 'Patient'}/no-such-id`;
