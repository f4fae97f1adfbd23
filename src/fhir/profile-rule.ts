import {
  blankElement,
  type Discriminator,
  elementAt,
  type Pattern,
  type ProfileElement,
} from './profile-element.ts';
import type { Definition } from './profile-fsh.ts';
import type { Rule } from './shape.ts';

/** What the names in rules mean; each gives undefined for a name that is nowhere defined. */
export interface Names {
  /** Resource type of a profile of ours, or of R4. */
  readonly typeOf: (name: string) => string | undefined;
  readonly valueSet: (name: string) => string | undefined;
  readonly codeSystem: (name: string) => string | undefined;
  readonly extension: (name: string) => string | undefined;
  readonly invariant: (name: string) => Rule | undefined;
}

/** Adds what a rule says to the profile; false when it cannot be understood. */
type Apply = (root: ProfileElement, names: Names, ...found: readonly string[]) => boolean;

/** Says something of the element at the path that a rule begins with. */
const ofElement =
  (say: (element: ProfileElement, names: Names, ...found: readonly string[]) => boolean): Apply =>
  (root, names, path = '', ...found) => {
    const element = elementAt(root, path);
    return element !== undefined && say(element, names, ...found);
  };

const cardinality = ofElement((element, _names, min = '', max = '') => {
  if (min !== '') element.min = Number(min);
  if (max !== '' && max !== '*') element.max = Number(max);
  return true;
});

/** `SamspilPatient or SamspilLocation`, all of them known. */
function typesIn(text: string, names: Names): string[] | undefined {
  const types = text.split(/\s+or\s+/).map((name) => names.typeOf(name.trim()));
  return types.every((type) => type !== undefined) ? types : undefined;
}

const only = ofElement((element, names, text = '') => {
  const [, referred] = /^(?:Reference|Canonical)\((.*)\)$/.exec(text) ?? [];
  if (referred !== undefined) {
    const targets = typesIn(referred, names);
    element.types = text.startsWith('Reference') ? ['Reference'] : ['canonical'];
    element.targets = text.startsWith('Reference') ? (targets ?? []) : [];
    return targets !== undefined;
  }
  element.types = text.split(/\s+or\s+/);
  return element.types.every((type) => /^[A-Za-z]\w*$/.test(type));
});

/** `"text"`, `true`, `5`, `#code`, `system#code "display"`, the system by its URL or our name. */
function patternOf(text: string, names: Names): Pattern | undefined {
  const [, quoted] = /^"((?:[^"\\]|\\.)*)"$/.exec(text) ?? [];
  if (quoted !== undefined) return { kind: 'plain', value: quoted.replace(/\\(.)/g, '$1') };
  if (/^(?:true|false)$/.test(text)) return { kind: 'plain', value: text === 'true' };
  if (/^[+-]?\d+(?:\.\d+)?$/.test(text)) return { kind: 'plain', value: Number(text) };
  const [, system = '', code] = /^([^\s#"]*)#(\S+)(?: "(?:[^"\\]|\\.)*")?$/.exec(text) ?? [];
  if (code === undefined) return undefined;
  if (system === '') return { kind: 'code', system: undefined, code };
  const url = /^(?:https?|urn):/.test(system) ? system : names.codeSystem(system);
  return url === undefined ? undefined : { kind: 'code', system: url, code };
}

const demands = ofElement((element, names, text = '') => {
  const pattern = patternOf(text.replace(/\s+\(exactly\)$/, ''), names);
  if (pattern) element.patterns.push(pattern);
  return pattern !== undefined;
});

/** Preferred and example bindings demand nothing. */
const binds = ofElement((element, names, set = '', strength = 'required') => {
  const valueSet = /^(?:https?|urn):/.test(set) ? set : names.valueSet(set);
  if (valueSet === undefined) return false;
  if (strength === 'required' || strength === 'extensible')
    element.bindings.push({ valueSet, strength });
  return /^(?:required|extensible|preferred|example)$/.test(strength);
});

const one = /^(?:(\S+) named )?([A-Za-z][\w-]*) (\d+)\.\.(\d+|\*)((?: (?:MS|SU|TU|N|D|\?!))*)$/;

function contain(list: ProfileElement, names: Names, text: string, isExtension: boolean): boolean {
  const [, named, slice = '', min, max] = one.exec(text.trim()) ?? [];
  if (min === undefined || max === undefined) return false;
  const url = named === undefined ? slice : names.extension(named);
  if (isExtension ? url === undefined : named !== undefined) return false;
  const element = blankElement(list.profile, { slice, ...(isExtension && url && { url }) });
  element.min = Number(min);
  if (max !== '*') element.max = Number(max);
  list.slices.set(slice, element);
  return true;
}

const contains: Apply = (root, names, path = '', text = '') => {
  const list = elementAt(root, path);
  const isExtension = /(?:^|\.)(?:modifierE|e)xtension$/.test(path);
  return (
    list !== undefined &&
    text.split(/\s+and\s+/).every((item) => contain(list, names, item, isExtension))
  );
};

const obeys = ofElement((element, names, text = '') => {
  const rules = text.split(/\s+and\s+/).map((name) => names.invariant(name));
  element.rules.push(...rules.filter((rule) => rule !== undefined));
  return rules.every((rule) => rule !== undefined);
});

const discriminatorTypes = new Set<string>(['value', 'pattern', 'type', 'exists']);
const isDiscriminatorType = (text: string): text is Discriminator['type'] =>
  discriminatorTypes.has(text);

/** `type` and `path` of a discriminator come in two rules; the place of each in the list is 0 unless it is said. */
const slicing = ofElement((element, _names, at = '0', member = '', text = '') => {
  const { type = 'value', path = '$this' } = element.discriminators[Number(at)] ?? {};
  const given = text.replace(/^[#"]|"$/g, '');
  if (member === 'type' && !isDiscriminatorType(given)) return false;
  element.discriminators[Number(at)] =
    member === 'path' ? { type, path: given } : { type: given as Discriminator['type'], path };
  return true;
});

const slicingRules = ofElement((element, _names, rules = '') => {
  element.isClosed = rules === 'closed';
  return rules === 'closed' || rules === 'open';
});

const nothing: Apply = () => true;
const path = '(\\.|[A-Za-z][\\w.\\[\\]-]*)';
const flags = '(?:(?:MS|SU|TU|N|D|\\?!)(?:\\s+|$))+';

/** Every form of rule that a profile or an extension may have, each with what it does. What is about display only does nothing. */
const forms: readonly (readonly [RegExp, Apply])[] = [
  [new RegExp(`^${path} (\\d*)\\.\\.(\\d+|\\*|)(?: ${flags})?$`), cardinality],
  [new RegExp(`^${path}(?:\\s+and\\s+${path})* ${flags}$`), nothing],
  [new RegExp(`^${path} only (.+)$`), only],
  [new RegExp(`^${path} = (.+)$`), demands],
  [new RegExp(`^${path} from (\\S+)(?: \\((\\w+)\\))?$`), binds],
  [new RegExp(`^${path} contains (.+)$`), contains],
  [new RegExp(`^${path} obeys (.+)$`), obeys],
  [
    new RegExp(`^${path} \\^slicing\\.discriminator(?:\\[(\\d+)\\])?\\.(type|path) = (\\S+)$`),
    slicing,
  ],
  [new RegExp(`^${path} \\^slicing\\.rules = #(\\w+)$`), slicingRules],
  [
    new RegExp(
      `^(?:${path} )?\\^(?:short|definition|comment|requirements|language|status|experimental|version|publisher|date|purpose|copyright|(?:title|description|requirements|extension)(?:\\[\\d\\])?\\.\\S+) = .+$`,
    ),
    nothing,
  ],
  [new RegExp(`^${path} \\^slicing\\.(?:ordered = false|description = .+)$`), nothing],
];

/** Adds one rule of FHIR Shorthand to a profile; false when no form fits, or a name in it is not defined. */
export function applyRule(root: ProfileElement, rule: string, names: Names): boolean {
  for (const [form, apply] of forms) {
    const found = form.exec(rule);
    if (found) return apply(root, names, ...found.slice(1));
  }
  return false;
}

/** An extension has either a value or extensions of its own, and so has each of those. */
export function closeExtension(root: ProfileElement): void {
  const parts = root.children.get('extension')?.slices;
  const other = elementAt(root, parts && parts.size > 0 ? 'value' : 'extension');
  if (other) other.max = 0;
  for (const part of parts?.values() ?? []) closeExtension(part);
}

/** `Invariant:` as R4 has them. */
export function invariantOf({ name, keywords }: Definition): Rule {
  return {
    key: name,
    severity: keywords.get('Severity') === '#warning' ? 'warning' : 'error',
    human: keywords.get('Description') ?? name,
    expression: keywords.get('Expression') ?? 'true',
  };
}
