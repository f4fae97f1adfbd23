import { libraries } from './library-part.ts';
import { pages } from './manual-part.ts';
import { mappings } from './mapping-parts.ts';
import { rooms } from './room-parts.ts';
import { commands, personaTable, settingTable, tryIt } from './run-parts.ts';

/** What is generated, by the name in its markers. */
export const parts: Readonly<Record<string, () => string>> = {
  'main-job': tryIt,
  personas: personaTable,
  commands,
  settings: settingTable,
  pages,
  rooms,
  mappings,
  libraries,
};

const between = (name: string): RegExp =>
  new RegExp(`(<!-- generated: ${name} -->\n)[\\s\\S]*?(<!-- end: ${name} -->)`);

/** The text with every part as it is now. Throws when the place of a part is not there. */
export function refreshed(text: string): string {
  let made = text;
  for (const [name, write] of Object.entries(parts)) {
    if (!between(name).test(made)) throw new RangeError(`there is no place for ${name}`);
    made = made.replace(between(name), (_, start, end) => `${start}\n${write()}\n\n${end}`);
  }
  return made;
}

/** The names of the parts that are not as they should be. */
export const staleParts = (text: string): string[] => {
  const fresh = refreshed(text);
  return Object.keys(parts).filter(
    (name) => between(name).exec(text)?.[0] !== between(name).exec(fresh)?.[0],
  );
};
