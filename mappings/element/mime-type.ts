import { type Codec, finer } from '../../src/mapping/codec.ts';
import { refusal, Unmappable } from '../../src/mapping/unmappable.ts';

const grammar = /^[A-Za-z0-9][\w.+-]*\/[A-Za-z0-9][\w.+-]*$/;
/** What is said of content whose type is not known. */
const unknown = 'application/octet-stream';

/** `image/png`; what is no such name is shown as bytes of no known type. */
export const mimeType: Codec<string, string> = finer({
  name: 'mimeType',
  exact: true,
  decode: (value) => (grammar.test(value) ? value : unknown),
  encode: (value) => {
    if (!grammar.test(value)) throw new Unmappable(refusal.badShape);
    return value;
  },
});
