import { hash, randomUUID } from 'node:crypto';

const idGrammar = /^[A-Za-z0-9\-.]{1,64}$/;

/** Whether the text is a FHIR id: letters, digits, `-` and `.`, at most 64. */
export const isId = (text: string): boolean => idGrammar.test(text);

const hyphenated = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;

let latest: { readonly namespace: string; readonly space: Buffer } | undefined;

/** Ids are made in long rows under one namespace. */
const spaceOf = (namespace: string): Buffer => {
  if (latest?.namespace !== namespace) latest = { namespace, space: readSpace(namespace) };
  return latest.space;
};

const readSpace = (namespace: string): Buffer => {
  const space = Buffer.from(namespace.replaceAll('-', ''), 'hex');
  if (space.length !== 16) throw new RangeError('the namespace is not a UUID');
  return space;
};

const variants = ['8', '9', 'a', 'b'] as const;

/** The same id for the same name, for ever (RFC 9562, version 5). `namespace` is a UUID; keep it secret where names can be guessed. */
export function uuidv5(namespace: string, name: string): string {
  const digest = hash('sha1', Buffer.concat([spaceOf(namespace), Buffer.from(name)]), 'hex');
  const variant = variants[Number.parseInt(digest.charAt(16), 16) & 3];
  return hyphenated(`${digest.slice(0, 12)}5${digest.slice(13, 16)}${variant}${digest.slice(17)}`);
}

/** A new id that sorts by the time it was made (RFC 9562, version 7). `now` is epoch milliseconds. */
export function uuidv7(now: number): string {
  const time = now.toString(16).padStart(12, '0');
  // A random UUID of version 4 has its randomness at the same places, and Node makes them in stock.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
