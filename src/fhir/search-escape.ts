/** Splits at separators that no backslash escapes; the escapes stay. */
export function splitEscaped(text: string, separator: ',' | '|' | '$'): string[] {
  const parts = [''];
  for (let at = 0; at < text.length; at += 1) {
    const isEscape = text[at] === '\\' && at + 1 < text.length;
    const taken = isEscape ? text.slice(at, at + 2) : text[at];
    if (isEscape) at += 1;
    if (taken === separator) parts.push('');
    else parts[parts.length - 1] += taken ?? '';
  }
  return parts;
}

/** `\,` `\|` `\$` `\\` as the characters they stand for. */
export const unescaped = (text: string): string => text.replace(/\\([,|$\\])/g, '$1');
