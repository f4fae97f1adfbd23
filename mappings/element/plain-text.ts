import { type Codec, finer, text } from '../../src/mapping/codec.ts';

/** A text that FHIR requires: what is blank in Cura has a word in its place. */
export const textOr = (word: string): Codec<string, string> =>
  finer({
    name: 'textOr',
    decode: (value, context) => text.decode(value, context) ?? word,
    encode: (value, context) => text.encode(value, context, undefined),
  });

/** A list with one note that says no more than its text. */
export const oneNote: Codec<string, { text: string }[]> = {
  name: 'note',
  decode: (value, context) => {
    const shown = text.decode(value, context);
    return shown === undefined ? undefined : [{ text: shown }];
  },
  encode: (notes, context, base) =>
    text.encode(notes.map((note) => note.text).join('\n\n'), context, base),
};
