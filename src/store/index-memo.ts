/** What is indexed of elements that say the same, such as a code with its displays: made once, and kept while it is asked for. */

/** Entries of a generation; there are two. */
const most = 64;
/** Longer elements are seldom the same. */
const longest = 1_000;
/** Where no two are the same, nothing is looked up for so many calls. */
const rest = 4_096;

type Elements = readonly unknown[];

/** Numbers of people and of things are each other than the last. */
const isNumber = (element: unknown): boolean =>
  typeof element === 'object' && element !== null && 'value' in element;

/** Of a pure function of JSON elements a function that gives the same result, perhaps the very same. */
export function remembered<T>(make: (elements: Elements) => T): (elements: Elements) => T {
  let young = new Map<string, T>();
  let old = new Map<string, T>();
  let found = 0;
  let asleep = 0;
  const keep = (key: string, value: T): T => {
    young.set(key, value);
    if (young.size < most) return value;
    if (found < most) asleep = rest;
    [old, young, found] = [asleep > 0 ? new Map() : young, new Map(), 0];
    return value;
  };
  return (elements) => {
    if (asleep > 0) asleep -= 1;
    if (asleep > 0 || elements.length === 0 || isNumber(elements[0])) return make(elements);
    const key = JSON.stringify(elements);
    if (key.length > longest) return make(elements);
    const known = young.get(key);
    if (known !== undefined) {
      found += 1;
      return known;
    }
    const before = old.get(key);
    if (before !== undefined) found += 1;
    return keep(key, before ?? make(elements));
  };
}
