import { type Codec, finer } from './codec.ts';
import { withForm } from './form.ts';
import { refusal, Unmappable } from './unmappable.ts';

/** What RFC 3986 lets stand in an address. */
const outside = /[^!#-;=?-[\]_a-z~]/gu;

/** What may stand in no address is shown in percent, as a browser would send it. */
const sendable = (value: string): string =>
  value.toWellFormed().trim().replace(outside, encodeURIComponent);

/** `https://x.example/a b` is shown as `https://x.example/a%20b`; Cura keeps its own as long as nobody writes another. */
export const url: Codec<string, string> = withForm(
  finer({
    name: 'url',
    exact: true,
    decode: (value) => sendable(value) || undefined,
    encode: (value) => {
      if (value === '' || sendable(value) !== value) throw new Unmappable(refusal.badText);
      return value;
    },
  }),
  { kind: 'copy' },
);
