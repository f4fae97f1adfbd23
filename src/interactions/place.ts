import { isId } from '../fhir/id.ts';
import { badRequest, fail, type Issue, issue, notFound, quote } from '../fhir/outcome.ts';
import { assertReadable } from '../fhir/search-query.ts';
import type { Room } from '../resources/define.ts';
import type { Asking, Entries } from './exchange.ts';
import type { Place } from './route.ts';

/** 404 for what can be no id, before anything is asked about it; 400 for a person's number. */
export const idAt = (room: Pick<Room, 'type'>, id = ''): string => {
  if (!isId(id)) throw notFound(room.type, id);
  assertReadable([['_id', id]], 'GET');
  return id;
};

/** 404 for what can be no version of ours. */
export const versionAt = (room: Pick<Room, 'type'>, { id, version = '' }: Place): number => {
  if (!/^[1-9]\d{0,8}$/.test(version)) throw notFound(room.type, `${id}/_history/${version}`);
  return Number(version);
};

/** Taken at every address, before the interactions see what is asked. */
const everywhere: readonly string[] = ['_format', '_pretty'];

function impossible(name: string, known: readonly string[]): Issue {
  const [shown, names] = [quote(name), [...known, ...everywhere].join(', ')];
  const text = {
    da: `Her kan ${shown} ikke bruges. Muligt er: ${names}.`,
    en: `${shown} is not possible here. Valid are: ${names}.`,
  };
  return issue({ code: 'invalid', key: 'unknown-parameter', text, expression: shown });
}

const repeated = (name: string): Issue =>
  issue({
    code: 'invalid',
    key: 'parameter-repeated',
    text: {
      da: `${quote(name)} må kun stå én gang.`,
      en: `${quote(name)} may stand only once.`,
    },
    expression: quote(name),
  });

/** 400 for parameters that an address does not take, and for one that stands twice: nothing is passed over in silence. */
export function assertOnly(query: Entries, known: readonly string[]): void {
  assertReadable(query, 'GET');
  const names = query.map(([name]) => name);
  const unknown = names.filter((name) => !known.includes(name));
  const twice = known.filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
  const issues = [
    ...[...new Set(unknown)].map((name) => impossible(name, known)),
    ...twice.map(repeated),
  ];
  if (issues.length > 0) throw fail(400, issues);
}

/** 400 for parameters where an address takes none. */
export const assertNoParameters = ({ query }: Asking): void => assertOnly(query, []);

/** 400: the value of a parameter, with how it is written. */
export const unreadable = (name: string, form: string) =>
  badRequest(
    'unreadable-value',
    {
      da: `Værdien af "${name}" kan ikke læses. Den skrives ${form}.`,
      en: `The value of "${name}" cannot be read. It is written ${form}.`,
    },
    { expression: name },
  );
