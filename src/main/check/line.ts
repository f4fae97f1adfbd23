/** In which line of a file something stands. */

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

interface Open {
  readonly at: string;
  readonly isList: boolean;
  key: string;
  index: number;
  isName: boolean;
}

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

const placeOf = ({ at, isList, key, index }: Open): string => `${at}/${isList ? index : key}`;

/** A value begins, and perhaps what it holds; gives its pointer. */
function begin(stack: Open[], sign: string): string {
  const open = stack.at(-1);
  const at = open ? placeOf(open) : '';
  const isList = sign === '[';
  if (isList || sign === '{') stack.push({ at, isList, key: '', index: 0, isName: !isList });
  return at;
}

/** Reads one sign; gives the pointer of what begins with it. */
function step(stack: Open[], sign: string): string | undefined {
  const open = stack.at(-1);
  if (sign === '}' || sign === ']') stack.pop();
  else if (sign === ',' && open) {
    open.index += 1;
    open.isName = !open.isList;
  } else if (sign === ':' && open) open.isName = false;
  else if (open?.isName) {
    open.key = escaped(JSON.parse(sign) as string);
    return placeOf(open);
  } else return begin(stack, sign);
  return undefined;
}

/** The line, from 1, of each JSON pointer into a text that is JSON; of a member that of its name. */
export function linesOf(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const stack: Open[] = [];
  let [line, from] = [1, 0];
  for (const { 0: sign, index } of text.matchAll(token)) {
    line += text.slice(from, index).split('\n').length - 1;
    from = index;
    const at = step(stack, sign);
    if (at !== undefined && !lines.has(at)) lines.set(at, line);
  }
  return lines;
}
