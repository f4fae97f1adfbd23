/** XHTML inside XML: in JSON it is a text, in XML it is real elements. https://hl7.org/fhir/R4/narrative.html */
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { xhtmlNamespace } from './element.ts';
import { escapeXml, withoutForbidden } from './escape.ts';
import { withoutHtmlEntities } from './html-entity.ts';

/** A narrative that is being read: where it starts, and its text made anew where it cannot be taken as it stands. */
export interface Narrative {
  readonly start: number;
  readonly rebuilt: string[] | undefined;
}

/**
 * Starts at a `div`. One that names the XHTML namespace as its default is taken character by character, as JSON wants the same;
 * one that inherits it, or uses a prefix, is written again.
 */
export function openNarrative(tag: SaxesTagNS, start: number): Narrative {
  const isWhole = tag.prefix === '' && Object.hasOwn(tag.ns, '');
  const rebuilt = isWhole ? undefined : [startTag(tag, ` xmlns="${xhtmlNamespace}"`)];
  return { start, rebuilt };
}

function startTag(tag: SaxesTagNS, more = ''): string {
  const attributes = Object.values(tag.attributes)
    .filter(({ name, prefix }) => name !== 'xmlns' && prefix !== 'xmlns')
    .map(({ name, value }) => ` ${name}="${escapeXml(value)}"`);
  return `<${tag.local}${more}${attributes.join('')}>`;
}

/** An element inside the narrative; false when it is not XHTML. */
export function openMarkup({ rebuilt }: Narrative, tag: SaxesTagNS): boolean {
  rebuilt?.push(startTag(tag));
  return tag.uri === xhtmlNamespace && (tag.prefix === '' || rebuilt !== undefined);
}

/** Its end tag. */
export function closeMarkup({ rebuilt }: Narrative, local: string): void {
  rebuilt?.push(`</${local}>`);
}

/** The narrative's text, once its last tag is read. */
export const narrativeText = (
  { start, rebuilt }: Narrative,
  source: (start: number, end: number) => string,
  end: number,
): string => (rebuilt ? rebuilt.join('') : source(start, end));

function isOneDiv(markup: string): boolean {
  const parser = new SaxesParser({ xmlns: true, position: false });
  let depth = 0;
  let isXhtml = true;
  parser.on('opentag', ({ uri, local }) => {
    isXhtml &&= uri === xhtmlNamespace && (depth > 0 || local === 'div');
    depth += 1;
  });
  parser.on('closetag', () => {
    depth -= 1;
  });
  for (const event of ['doctype', 'processinginstruction', 'xmldecl'] as const) {
    parser.on(event, () => {
      isXhtml = false;
    });
  }
  try {
    parser.write(markup).close();
    return isXhtml;
  } catch {
    return false;
  }
}

/** The narrative as XML. One that is no XHTML is shown as the text that it is: it must not break what stands around it. */
export function writeNarrative(div: string): string {
  const markup = withoutHtmlEntities(withoutForbidden(div)).replaceAll(']]>', ']]&gt;');
  return isOneDiv(markup) ? markup : `<div xmlns="${xhtmlNamespace}">${escapeXml(div)}</div>`;
}
