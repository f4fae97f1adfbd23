import type { CodeableConcept, CompositionSection, Narrative } from '@medplum/fhirtypes';
import type { Afsnit } from '../../src/cura/insight-records.ts';
import { structure } from '../../src/fhir/canonical.ts';
import { type Codec, flag, text } from '../../src/mapping/codec.ts';
import { extension, member } from '../../src/mapping/element.ts';
import { inside } from '../../src/mapping/make-rows.ts';
import { only } from '../../src/mapping/structure.ts';
import { refusal, Unmappable } from '../../src/mapping/unmappable.ts';
import { system } from '../codes/system.ts';
import { textOr } from './plain-text.ts';

/** Says of a section whether it is opened to the citizen; where it says nothing it is. */
export const openedUrl = structure('section-opened');

const { row, list, part, shape } = inside<Afsnit, CompositionSection>();

const escapes = [
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
] as const;

const before = '<div xmlns="http://www.w3.org/1999/xhtml">';
const after = '</div>';

const escaped = (words: string): string =>
  escapes.reduce((all, [character, entity]) => all.replaceAll(character, entity), words);

const plain = (markup: string): string =>
  escapes.reduceRight((all, [character, entity]) => all.replaceAll(entity, character), markup);

const said = textOr('Uden tekst');

/** `to\nlinjer` is `<div …>to<br/>linjer</div>`. */
const narrative: Codec<string, Narrative> = {
  name: 'narrative',
  decode: (value, context) => {
    const shown = said.decode(value, context) ?? '';
    const div = before + escaped(shown).replaceAll('\n', '<br/>') + after;
    return { status: 'additional', div };
  },
  encode: ({ div }, context, base) => {
    if (!div.startsWith(before) || !div.endsWith(after))
      throw new Unmappable(refusal.badText, 'div');
    const inner = div.slice(before.length, -after.length).replaceAll('<br/>', '\n');
    if (/[<>]/.test(inner)) throw new Unmappable(refusal.badText, 'div');
    return said.encode(plain(inner), context, base);
  },
};

const key = member<string, CodeableConcept, 'coding'>(
  'coding',
  only(
    member<string, { system?: string; code?: string }, 'code'>('code', text, {
      system: system.documentSection,
    }),
  ),
  {},
);

/** One section of a document. */
export const section = shape('section', [
  list('extension', [part('aaben?', extension(openedUrl, 'valueBoolean', flag))]),
  row('overskrift', 'title', text),
  row('noegle', 'code', key),
  row('tekst', 'text', narrative),
]);
