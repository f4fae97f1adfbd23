import type { Binary, Extension, Reference } from '@medplum/fhirtypes';
import type { Bilag } from '../src/cura/dialogue-records.ts';
import { structure } from '../src/fhir/canonical.ts';
import { type Codec, text } from '../src/mapping/codec.ts';
import { extension, reference } from '../src/mapping/element.ts';
import { inside } from '../src/mapping/make-rows.ts';
import { between } from '../src/mapping/mapping.ts';
import { refusal, Unmappable, within } from '../src/mapping/unmappable.ts';
import { mimeType } from './element/mime-type.ts';
import { eksternReference, written } from './element/unmapped.ts';

const { internNote: _, ...carried } = written;
const { row, mapping } = between<Bilag, Binary>('bilag', 'Binary');

type Owned = Pick<Bilag, 'borgerId' | 'navn'>;
const owned = inside<Owned, Extension>();
const url = structure('file');

const file = owned.shape('file', [
  owned.fixed('url', url),
  owned.list('extension', [
    owned.part('borgerId', extension('citizen', 'valueReference', reference('borger', 'Patient'))),
    owned.part('navn', extension('name', 'valueString', text)),
  ]),
]);

const at = `extension('${url}')`;

/** Whose it is and what it is called; which message it belongs to is known by the message. A Binary has no extensions of its own. */
const securityContext: Codec<Owned, Reference> = {
  name: 'securityContext',
  exact: true,
  decode: (value, context) => {
    const shown = file.decode(value, context);
    return shown && { extension: [shown] };
  },
  encode: (value, context, base) => {
    const { extension: [found, ...more] = [], ...rest } = value;
    if (found?.url !== url) throw new Unmappable(refusal.missing, at);
    if (more.length > 0 || Object.keys(rest).some((key) => key !== 'reference' && key !== 'type'))
      throw new Unmappable(more.length > 0 ? refusal.repeated : refusal.notKept, at);
    try {
      return file.encode(found, context, base as never) as Owned;
    } catch (error) {
      throw within(error, at);
    }
  },
};

/** Base64, as both sides have it. */
const content: Codec<string, string> = {
  name: 'base64',
  exact: true,
  decode: (value) => (value === '' ? undefined : value),
  encode: (value) => {
    if (value === '') throw new Unmappable(refusal.missing);
    return value;
  },
};

/** The content of a file. */
export const bilagMapping = mapping(
  [
    row('mimetype', 'contentType', mimeType),
    row(['borgerId', 'navn'], 'securityContext', securityContext),
    row('indhold', 'data', content),
  ],
  { ...carried, eksternReference },
  {
    externalId: 'eksternReference',
    completed: {
      securityContext: {
        da: 'beskeden, som filen hører til, når den er her',
        en: 'the message that the file belongs to, once that is here',
      },
      data: {
        da: 'gemmes for sig og sættes ind, når filen læses',
        en: 'kept apart, and put in when the file is read',
      },
    },
  },
);
