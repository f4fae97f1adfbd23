import type { CodeableConcept } from '@medplum/fhirtypes';
import { type Codec, text } from '../../src/mapping/codec.ts';
import { refusal, Unmappable } from '../../src/mapping/unmappable.ts';
import { serviceCode } from './service-code.ts';

interface Named {
  readonly kode: string;
  readonly kodeUuid: string;
  readonly navn: string;
}

/** Both codes, and the name as Cura writes it. The same word has several codes, so the name is no key. */
export const namedCode: Codec<Named, CodeableConcept> = {
  name: 'namedCode',
  decode: (value, context) => {
    const name = text.decode(value.navn, context);
    return { ...serviceCode.decode(value, context), ...(name !== undefined && { text: name }) };
  },
  encode: (value, context, base) => {
    const hidden = base !== undefined && text.decode(base.navn, context) === undefined;
    const name = value.text ?? (hidden ? base.navn : undefined);
    if (name === undefined) throw new Unmappable(refusal.missing, 'text');
    const navn = value.text === undefined ? name : text.encode(name, context, base?.navn);
    return { ...serviceCode.encode(value, context, base), navn };
  },
};
