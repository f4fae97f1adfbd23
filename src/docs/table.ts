/** Text that stands in a cell: no line break, and no end of the cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

/** A table in Markdown. Throws on a row that has not as many cells as there are headings. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const uneven = rows.find(({ length }) => length !== headings.length);
  if (uneven) throw new RangeError(`${uneven[0]} has ${uneven.length} cells`);
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
}

/** `name` as code. */
export const code = (text: string): string => `\`${text}\``;

/** Several as code, or a dash for none. */
export const codes = (texts: readonly string[]): string =>
  texts.length > 0 ? texts.map(code).join(' ') : '–';
