/** References by a search, such as `Patient?identifier=…`. https://hl7.org/fhir/R4/http.html#trules */
import { badRequest, fail, issue, quote } from '../fhir/outcome.ts';
import { criteriaIn, matchOne } from './conditional.ts';
import type { Desk } from './exchange.ts';

const form = /^([A-Z][A-Za-z]{1,63})\?(.*)$/s;
/** Each is a search. */
const most = 100;

type Holder = Record<string, unknown>;

/** A reference by a search; `path` is its FHIRPath. */
interface Asked {
  readonly text: string;
  readonly path: string;
}

interface Conditional extends Asked {
  readonly holder: Holder;
}

/** Whether a reference names what it means by a search. */
export const isConditional = (text: string): boolean => form.test(text);

function* conditionals(value: unknown, path: string): Generator<Conditional> {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) yield* conditionals(item, `${path}[${at}]`);
    return;
  }
  for (const [name, inner] of Object.entries(value)) {
    const here = `${path}.${name}`;
    if (name === 'reference' && typeof inner === 'string' && isConditional(inner))
      yield { holder: value as Holder, text: inner, path: here };
    else yield* conditionals(inner, here);
  }
}

const tooMany = () =>
  badRequest('too-many-references', {
    da: `Der er over ${most} betingede referencer.`,
    en: `There are over ${most} conditional references.`,
  });

const unknownType = (type: string, path: string) =>
  badRequest(
    'unknown-type',
    {
      da: `Ressourcetypen ${quote(type)} findes ikke her.`,
      en: `There is no resource type ${quote(type)} here.`,
    },
    { expression: path },
  );

const noneMatches = (text: string, path: string) =>
  fail(
    412,
    issue({
      code: 'not-found',
      key: 'none-matches',
      text: {
        da: 'Ingen ressource, du må se, opfylder den betingede reference.',
        en: 'No resource that you may see fulfils the conditional reference.',
      },
      expression: path,
      diagnostics: text.slice(0, text.indexOf('?')),
    }),
  );

async function meantBy(desk: Desk, { text, path }: Asked): Promise<string> {
  const [, type = '', query = ''] = form.exec(text) ?? [];
  const room = desk.rooms.find((one) => one.type === type);
  if (!room?.interactions.includes('search-type')) throw unknownType(type, path);
  const { id } = await matchOne(desk, room, criteriaIn(query));
  if (id === undefined) throw noneMatches(text, path);
  return `${type}/${id}`;
}

/**
 * Finds what conditional references mean: exactly one of what the caller may see, as `Type/id`. 412 for none and for several, 400 for
 * too many searches. Each is made once.
 */
export function referenceFinder(desk: Desk): (asked: Asked) => Promise<string> {
  const known = new Map<string, string>();
  return async (asked) => {
    const before = known.get(asked.text);
    if (before !== undefined) return before;
    if (known.size >= most) throw tooMany();
    const meant = await meantBy(desk, asked);
    known.set(asked.text, meant);
    return meant;
  };
}

/** Puts what they mean in place of the conditional references of a resource that was just read, whatever it turns out to be. */
export async function resolveReferences(desk: Desk, resource: unknown): Promise<void> {
  const type = (resource as { resourceType?: unknown } | null)?.resourceType;
  const find = referenceFinder(desk);
  for (const one of conditionals(resource, typeof type === 'string' ? quote(type) : 'Resource'))
    one.holder.reference = await find(one);
}
