/** Names of files: who saves one opens it by what its name ends in, whatever was checked of its content. */
const endings: ReadonlyMap<string, readonly string[]> = new Map([
  ['application/pdf', ['pdf']],
  ['image/jpeg', ['jpg', 'jpeg', 'jpe']],
  ['image/png', ['png']],
  ['image/gif', ['gif']],
  ['text/plain', ['txt', 'text', 'log', 'csv', 'md']],
]);

/** `bat` of `Noter.BAT. `: what some systems take for the ending. */
const endingOf = (name: string): string | undefined =>
  /\.([\p{L}\p{N}_-]*\p{L}[\p{L}\p{N}_-]*)[\s.]*$/u.exec(name)?.[1]?.toLowerCase();

const isEndingOf = (ending: string | undefined, contentType: string): boolean =>
  ending !== undefined && endings.get(contentType)?.includes(ending) === true;

/** Whether a name has no ending, or one that goes with the type; of other types nothing is known. */
export function endsAs(name: string, contentType: string): boolean {
  const ending = endingOf(name);
  return ending === undefined || !endings.has(contentType) || isEndingOf(ending, contentType);
}

/** The name to save a file by: of what Cura has, too, the ending is that of its type. */
export function named(name: string, contentType: string): string {
  const [usual = 'bin'] = endings.get(contentType) ?? [];
  return isEndingOf(endingOf(name), contentType) && !/[\s.]$/.test(name)
    ? name
    : `${name}.${usual}`;
}
