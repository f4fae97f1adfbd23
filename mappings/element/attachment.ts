import type { Attachment, CommunicationPayload } from '@medplum/fhirtypes';
import type { Vedhaeftning } from '../../src/cura/dialogue-records.ts';
import type { Codec } from '../../src/mapping/codec.ts';
import { count, text } from '../../src/mapping/codec.ts';
import { member, reference } from '../../src/mapping/element.ts';
import { inside } from '../../src/mapping/make-rows.ts';
import { slice } from '../../src/mapping/structure.ts';
import { refusal, Unmappable } from '../../src/mapping/unmappable.ts';
import { mimeType } from './mime-type.ts';

const binary = reference('bilag', 'Binary');

/** `bilag-1` is `Binary/<id>`. */
const fileUrl: Codec<string, string> = {
  name: 'url(Binary)',
  exact: true,
  decode: (value, context) => binary.decode(value, context).reference,
  encode: (value, context, base) => binary.encode({ reference: value }, context, base),
};

const sha1: Codec<string, string> = {
  name: 'sha1',
  exact: true,
  decode: (value) => (/^[A-Za-z0-9+/]{27}=$/.test(value) ? value : undefined),
  encode: (value) => {
    if (!/^[A-Za-z0-9+/]{27}=$/.test(value)) throw new Unmappable(refusal.badShape);
    return value;
  },
};

const { row, shape } = inside<Vedhaeftning, Attachment>();

const file = shape('attachment', [
  row('mimetype', 'contentType', mimeType),
  row('bilagId', 'url', fileUrl),
  row('bytes', 'size', count),
  row('sha1?', 'hash', sha1),
  row('navn', 'title', text),
]);

/** One file that a message names; the content is a Binary. */
export const attachment = slice<Vedhaeftning, CommunicationPayload>(
  member<Vedhaeftning, CommunicationPayload, 'contentAttachment'>('contentAttachment', file, {}),
  '.where(content is Attachment)',
  (item) => item.contentAttachment !== undefined,
);

/** The words of a message. */
export const words = slice<string, CommunicationPayload>(
  member<string, CommunicationPayload, 'contentString'>('contentString', text, {}),
  '.where(content is string)',
  (item) => item.contentString !== undefined,
);
