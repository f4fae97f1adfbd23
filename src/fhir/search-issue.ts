/** What is said of search parameters that cannot be used. */
import { type Issue, issue, quote, type Text } from './outcome.ts';
import { prefixes } from './search-criterion.ts';
import { leastInfix } from './search-literal.ts';
import type { SearchParam } from './search-param.ts';

const shownMax = 60;

/** Names for a sentence; a long list ends in `…`. */
export const listed = (names: readonly string[]): string =>
  names.length > shownMax ? `${names.slice(0, shownMax).join(', ')}, …` : names.join(', ');

/** The end of a refusal: what may stand instead. */
function instead(names: readonly string[]): Text {
  if (names.length === 0) return { da: 'Ingen er mulige.', en: 'None is valid.' };
  return { da: `Muligt er: ${listed(names)}.`, en: `Valid are: ${listed(names)}.` };
}

const refused = (key: string, text: Text, name: string): Issue =>
  issue({ code: 'invalid', key, text, diagnostics: quote(name) });

/** There is no such parameter; `type` is given when it was sought behind a chain. */
export function unknownParameter(name: string, known: readonly string[], type?: string): Issue {
  const [shown, names] = [quote(name), listed(known)];
  const text =
    type === undefined
      ? {
          da: `Søgeparameteren "${shown}" findes ikke her. Muligt er: ${names}.`,
          en: `There is no search parameter "${shown}" here. Valid are: ${names}.`,
        }
      : {
          da: `Søgeparameteren "${shown}" findes ikke for ${quote(type)}. Muligt er: ${names}.`,
          en: `There is no search parameter "${shown}" of ${quote(type)}. Valid are: ${names}.`,
        };
  return refused('unknown-parameter', text, name);
}

/** R4 has it for every type, and we do not. */
export function unsupportedParameter(name: string, known: readonly string[]): Issue {
  const [shown, names] = [quote(name), listed(known)];
  const text = {
    da: `Søgeparameteren "${shown}" understøttes ikke. Muligt er: ${names}.`,
    en: `The search parameter "${shown}" is not supported. Valid are: ${names}.`,
  };
  return { ...refused('unsupported-parameter', text, name), code: 'not-supported' };
}

/** Modifiers of R4 that we do not take, and why. */
const reasons: Readonly<Record<string, Text>> = {
  'reference:above': {
    da: ' Hierarkier af ressourcer gennemsøges ikke; brug en kæde.',
    en: ' Hierarchies of resources are not walked; use a chain.',
  },
  'reference:below': {
    da: ' Hierarkier af ressourcer gennemsøges ikke; brug en kæde.',
    en: ' Hierarchies of resources are not walked; use a chain.',
  },
  'token:in': { da: ' Her er ingen værdisæt.', en: ' There are no value sets here.' },
  'token:not-in': { da: ' Her er ingen værdisæt.', en: ' There are no value sets here.' },
  'token:above': { da: ' Her er ingen kodesystemer.', en: ' There are no code systems here.' },
  'token:below': { da: ' Her er ingen kodesystemer.', en: ' There are no code systems here.' },
};

/** The parameter does not take the modifier; `known` are those that it takes. */
export function unknownModifier(
  { name, modifier, param }: { name: string; modifier: string; param: SearchParam },
  known: readonly string[],
): Issue {
  const [shown, given] = [quote(name), quote(modifier)];
  const valid = instead(known.map((one) => `:${one}`));
  const key = `${param.type}:${modifier}`;
  const why = Object.hasOwn(reasons, key) ? reasons[key] : undefined;
  const text = {
    da: `"${shown}" kan ikke bruges med ":${given}".${why?.da ?? ''} ${valid.da}`,
    en: `"${shown}" does not take ":${given}".${why?.en ?? ''} ${valid.en}`,
  };
  return refused('unknown-modifier', text, name);
}

/** How a value of each type is written, where that is not plain from its name. */
const forms: Readonly<Record<string, Text>> = {
  date: {
    da: ` Muligt foran værdien: ${prefixes.join(', ')}.`,
    en: ` Valid prefixes: ${prefixes.join(', ')}.`,
  },
  number: {
    da: ` Muligt foran værdien: ${prefixes.join(', ')}.`,
    en: ` Valid prefixes: ${prefixes.join(', ')}.`,
  },
  quantity: {
    da: ' Den skrives tal, tal|system|kode eller tal||kode.',
    en: ' It is written number, number|system|code or number||code.',
  },
  special: {
    da: ' Den skrives bredde|længde|afstand|enhed.',
    en: ' It is written latitude|longitude|distance|unit.',
  },
  reference: {
    da: ' Den skrives Type/id, id eller en hel adresse.',
    en: ' It is written Type/id, id or a whole address.',
  },
};

const composed = ({ components = [] }: SearchParam): Text => {
  const form = components.map(({ name, type }) => `${name} (${type})`).join('$');
  return { da: ` Den skrives ${form}.`, en: ` It is written ${form}.` };
};

/** What a modifier wants of a value, whatever the type. */
const wanted: Readonly<Record<string, Text>> = {
  missing: { da: 'skal være true eller false', en: 'must be true or false' },
  contains: {
    da: `skal have mindst ${leastInfix} bogstaver eller tal`,
    en: `must have at least ${leastInfix} letters or digits`,
  },
};

/** The value is not of the parameter's type, or not what its modifier takes. */
export function unreadable(name: string, param: SearchParam, modifier = ''): Issue {
  const shown = quote(modifier === '' ? name : `${name}:${modifier}`);
  const want = Object.hasOwn(wanted, modifier) ? wanted[modifier] : undefined;
  const form = param.type === 'composite' ? composed(param) : forms[param.type];
  const text = want
    ? { da: `Værdien af "${shown}" ${want.da}.`, en: `The value of "${shown}" ${want.en}.` }
    : {
        da: `Værdien af "${shown}" kan ikke læses som ${param.type}.${form?.da ?? ''}`,
        en: `The value of "${shown}" cannot be read as ${param.type}.${form?.en ?? ''}`,
      };
  return refused('unreadable-value', text, name);
}

/** The terminology asked for by `:in`, `:above` and their kin is not known. */
export function unknownTerminology(name: string, value: string): Issue {
  const [shown, given] = [quote(name), quote(value)];
  const text = {
    da: `"${given}" i "${shown}" kendes ikke her, eller dens koder kan ikke opregnes.`,
    en: `"${given}" in "${shown}" is not known here, or its codes cannot be listed.`,
  };
  return refused('unknown-terminology', text, name);
}

/** Alternatives in one value. */
export const mostValues = 200;

/** More alternatives than one parameter may have, or than a bare id comes to. */
export function tooManyValues(name: string): Issue {
  const shown = quote(name);
  const text = {
    da: `"${shown}" har over ${mostValues} værdier, eller id'er uden type kan være for meget: skriv Type/id.`,
    en: `"${shown}" has over ${mostValues} values, or ids without a type may be too much: write Type/id.`,
  };
  return { ...refused('too-many-values', text, name), code: 'too-costly' };
}

/** A chain or `_has` that leads nowhere, with what may stand there. */
export function brokenChain(name: string, valid: readonly string[]): Issue {
  const [shown, names] = [quote(name), instead(valid)];
  const text = {
    da: `"${shown}" fører ikke til noget her. ${names.da}`,
    en: `"${shown}" does not lead anywhere here. ${names.en}`,
  };
  return refused('chain', text, name);
}

/** References that a chain may follow, `_has` counted too. */
export const mostHops = 4;

/** A chain of over `mostHops`. */
export function tooDeep(name: string): Issue {
  const shown = quote(name);
  const text = {
    da: `"${shown}" går gennem over ${mostHops} referencer.`,
    en: `"${shown}" goes through over ${mostHops} references.`,
  };
  return { ...refused('chain-too-deep', text, name), code: 'too-costly' };
}

/** A chain whose references may be of so many types that one must be named. */
export function tooWide(name: string): Issue {
  const shown = quote(name);
  const text = {
    da: `"${shown}" kan gå gennem for mange typer: skriv typen, som i reference:Patient.name.`,
    en: `"${shown}" may go through too many types: name the type, as in reference:Patient.name.`,
  };
  return { ...refused('chain-too-wide', text, name), code: 'too-costly' };
}
