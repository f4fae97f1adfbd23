/** OIO Basic Privilege Profile 1.1 and 1.2: XML in base64 in a claim. It comes from outside and is read as such. */
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { utf8Text } from '../fhir/json.ts';

/** What one group gives, and for whom. */
export interface PrivilegeGroup {
  readonly scope: string;
  readonly privileges: readonly string[];
  /** Values by the constraint's name. */
  readonly constraints: ReadonlyMap<string, string>;
}

/** The list cannot be trusted to say what it says; the message tells which rule it breaks, and none of its content. */
export class PrivilegeListError extends Error {
  override readonly name = 'PrivilegeListError';
}

const namespaces = [
  'http://digst.dk/oiosaml/basic_privilege_profile',
  'http://itst.dk/oiosaml/basic_privilege_profile',
];
/** A hundred groups with two privileges each come to 21 KB. */
const maxBytes = 22_528;
/** In base64, which may be folded into lines. */
const maxEncodedLength = 31_744;
const maxGroups = 100;
const maxItems = 100;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const assertThat: (holds: boolean, rule: string) => asserts holds = (holds, rule) => {
  if (!holds) throw new PrivilegeListError(rule);
};

/** Size is judged before decoding and after; brokers may fold the text into lines. */
function decoded(value: string): string {
  assertThat(value.length <= maxEncodedLength, 'it is too long');
  const folded = value.replace(/[\r\n]/g, '');
  assertThat(folded !== '' && base64.test(folded), 'it is not base64');
  const bytes = Buffer.from(folded, 'base64');
  assertThat(bytes.length <= maxBytes, 'it is too long');
  const text = utf8Text(bytes);
  assertThat(text !== undefined, 'it is not UTF-8');
  return text;
}

interface Group {
  readonly scope: string;
  readonly privileges: string[];
  readonly constraints: Map<string, string>;
}

interface Reading {
  readonly groups: Group[];
  /** Local names of the open elements. */
  readonly open: string[];
  /** Of the open Constraint. */
  constraint: string;
  text: string;
}

/** Which elements may stand in which, from the root. */
const children: Readonly<Record<string, readonly string[]>> = {
  '': ['PrivilegeList'],
  PrivilegeList: ['PrivilegeGroup'],
  PrivilegeGroup: ['Privilege', 'Constraint'],
};

/** The root is in one of the profile's namespaces; what is within is in the same or in none. */
function assertPlace({ open }: Reading, { local, uri }: SaxesTagNS): void {
  const isKnown = children[open.at(-1) ?? '']?.includes(local);
  const isOurs = namespaces.includes(uri) || (open.length > 0 && uri === '');
  assertThat(isKnown === true && isOurs, 'an element stands where it may not');
}

const attribute = ({ attributes }: SaxesTagNS, name: string): string => {
  const value = attributes[name]?.value.trim() ?? '';
  assertThat(value !== '', 'an attribute is missing');
  return value;
};

function openTag(reading: Reading, tag: SaxesTagNS): void {
  assertPlace(reading, tag);
  const { groups, open } = reading;
  assertThat(reading.text.trim() === '', 'a text stands where it may not');
  open.push(tag.local);
  reading.text = '';
  if (tag.local === 'Constraint') reading.constraint = attribute(tag, 'Name');
  if (tag.local !== 'PrivilegeGroup') return;
  assertThat(groups.length < maxGroups, 'it has too many groups');
  groups.push({ scope: attribute(tag, 'Scope'), privileges: [], constraints: new Map() });
}

function closeTag(reading: Reading): void {
  const { groups, open, constraint } = reading;
  const [name, text, group] = [open.pop(), reading.text.trim(), groups.at(-1)];
  reading.text = '';
  const isText = name === 'Privilege' || name === 'Constraint';
  assertThat(isText === (text !== ''), 'a text stands where it may not, or is missing');
  if (!isText || !group) return;
  assertThat(group.privileges.length + group.constraints.size < maxItems, 'a group is too long');
  if (name === 'Privilege') group.privileges.push(text);
  else {
    assertThat(!group.constraints.has(constraint), 'a constraint stands twice');
    group.constraints.set(constraint, text);
  }
}

/** A document of XML 1.0 in UTF-8, without a DTD and therefore without entities of its own. */
function refuseForeign(parser: SaxesParser<{ xmlns: true }>): void {
  const refuse = (): never => {
    throw new PrivilegeListError('it has a DTD or an instruction');
  };
  parser.on('doctype', refuse);
  parser.on('processinginstruction', refuse);
  parser.on('xmldecl', ({ version = '1.0', encoding = 'UTF-8' }) =>
    assertThat(version === '1.0' && /^utf-8$/i.test(encoding), 'it is not XML 1.0 in UTF-8'),
  );
}

/** The groups of a privilege list. Throws `PrivilegeListError`; what is broken anywhere is read nowhere. */
export function readPrivilegeList(value: string): readonly PrivilegeGroup[] {
  const source = decoded(value);
  const parser = new SaxesParser({ xmlns: true });
  const reading: Reading = { groups: [], open: [], constraint: '', text: '' };
  const read = (text: string): void => {
    reading.text += text;
  };
  refuseForeign(parser);
  parser.on('opentag', (tag) => openTag(reading, tag));
  parser.on('closetag', () => closeTag(reading));
  parser.on('text', read);
  parser.on('cdata', read);
  try {
    parser.write(source).close();
  } catch (error) {
    if (error instanceof PrivilegeListError) throw error;
    throw new PrivilegeListError('it is not XML');
  }
  return reading.groups;
}
