import type { Coding } from '@medplum/fhirtypes';

/** What a codec does in words that the FHIR Mapping Language has too. Most codecs have none: FML cannot say what they do. */
export type Form =
  | { readonly kind: 'copy' }
  | {
      /** By a code table, which is known by its identity. */
      readonly kind: 'translate';
      readonly table: Readonly<Record<string, string | Readonly<Coding>>>;
      readonly as: 'code' | 'Coding';
    }
  | { readonly kind: 'reference'; readonly record: string; readonly type: string }
  /** `13:15` is `13:15:00`. */
  | { readonly kind: 'seconds' }
  | {
      readonly kind: 'member';
      readonly name: string;
      /** What stands beside it, always. */
      readonly rest: Readonly<Record<string, unknown>>;
      readonly of: Form;
    };

// Beside the codecs, not in them: a codec made of another by spreading may do something else, and then has no form.
const forms = new WeakMap<object, Form>();

/** What the codec does, if that was said of this very codec. */
export const formOf = (codec: object): Form | undefined => forms.get(codec);

/** The codec, with what it does. */
export function withForm<C extends object>(codec: C, form: Form | undefined): C {
  if (form) forms.set(codec, form);
  return codec;
}

/** A copy that does the same by another way, with the form of the first. */
export const alike = <C extends object>(codec: C, of: object): C => withForm(codec, formOf(of));
