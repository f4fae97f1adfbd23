/** FHIR Shorthand as text: its definitions and their rules, not yet what they mean. https://hl7.org/fhir/uv/shorthand/ */

/** One definition; its rules are the lines that begin with `*`, without it, a continued one in one piece. */
export interface Definition {
  readonly kind: string;
  readonly name: string;
  readonly id: string;
  readonly parent: string;
  readonly file: string;
  readonly keywords: ReadonlyMap<string, string>;
  readonly rules: readonly string[];
}

/** A file's text with its name. */
export interface FshText {
  readonly file: string;
  readonly text: string;
}

const kinds = ['Profile', 'Extension', 'Invariant', 'CodeSystem', 'ValueSet', 'Alias', 'RuleSet'];
const starts = new RegExp(`^(?=(?:${kinds.join('|')}): )`, 'm');
const keyword = /^([A-Z][A-Za-z]*):[ \t]*(.*)$/;

/** A profile's text says what this cannot read; the message names the file and the line. */
export class FshError extends Error {
  override readonly name = 'FshError';
}

const unquoted = (text: string): string => text.replace(/^"(.*)"$/s, '$1').replaceAll('\\"', '"');

/** Lines, without comments and with what is continued on the next line in one piece. */
function linesOf(block: string): string[] {
  const lines: string[] = [];
  for (const line of block.split('\n').map((one) => one.trimEnd())) {
    if (line === '' || /^\s*\/\//.test(line)) continue;
    const last = lines.length - 1;
    if (/^\s/.test(line)) lines[last] = `${lines[last] ?? ''} ${line.trim()}`;
    else lines.push(line);
  }
  return lines;
}

function definitionOf(block: string, file: string): Definition {
  const keywords = new Map<string, string>();
  const rules: string[] = [];
  for (const line of linesOf(block)) {
    const [, name, value = ''] = keyword.exec(line) ?? [];
    if (name !== undefined) keywords.set(name, unquoted(value.trim()));
    else if (line.startsWith('* ')) rules.push(line.slice(2).trim());
    else throw new FshError(`${file}: "${line}" is not understood`);
  }
  const [kind = ''] = keywords.keys();
  const name = keywords.get(kind) ?? '';
  const id = keywords.get('Id') ?? name;
  return { kind, name, id, parent: keywords.get('Parent') ?? '', file, keywords, rules };
}

/** Every definition of a text. Throws an FshError when a line is none of theirs. */
export function readFsh({ file, text }: FshText): Definition[] {
  const [before = '', ...blocks] = text.split(starts);
  const all = starts.test(before) ? [before, ...blocks] : blocks;
  const stray = all.length === blocks.length ? linesOf(before)[0] : undefined;
  if (stray !== undefined) throw new FshError(`${file}: "${stray}" is not understood`);
  return all.map((block) => definitionOf(block, file));
}
