/** Whether a narrative is safe to show. https://hl7.org/fhir/R4/narrative.html */

const elements = new Set(
  `a abbr acronym b big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i img li ol p pre q
  samp small span strong sub sup table tbody td tfoot th thead tr tt ul var`.split(/\s+/),
);
const attributes = new Set(
  `abbr accesskey align alt axis bgcolor border cellhalign cellpadding cellspacing cellvalign char charoff charset cite class
  colspan compact coords dir frame headers height href hreflang hspace id lang longdesc name nowrap rel rev rowspan rules scope
  shape span src start style summary tabindex title type valign value vspace width xml:lang xmlns`.split(
    /\s+/,
  ),
);
const link = /^(?:https?:|ftp:|mailto:|tel:|[^:]*$|[./#?])/i;
const image = /^(?:#|data:image\/(?:png|jpeg|gif);|(?!\/\/)[^:\\]*$)/i;
const unsafeStyle = /url\s*\(|expression\s*\(|@import|behaviou?r|-moz-binding|javascript|[\\<]/i;
const tag =
  /<(\/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z:]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const attribute = /([A-Za-z:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const comment = /<!--(?:(?!--)[\s\S])*-->/g;
const entity = /&(?!(?:[A-Za-z][A-Za-z0-9]*|#\d+|#x[0-9a-fA-F]+);)/;
const xhtml = 'http://www.w3.org/1999/xhtml';

/** A scheme may hide behind character references: `java&#115;cript:`. */
function plain(value: string): string {
  const numbered = value.replace(
    /&#(?:x([0-9a-f]+)|(\d+));/gi,
    (_, hex: string, decimal: string) => {
      const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
      return code <= 0x10_ffff ? String.fromCodePoint(code) : '';
    },
  );
  return numbered.replace(/&colon;/gi, ':').replace(/&(?:Tab|NewLine);|[\s\p{Cc}]/giu, '');
}

/** An image in a style is held to the same as any other. */
const isSafeStyle = (style: string): boolean =>
  !unsafeStyle.test(
    style.replace(/url\(['"]?([^'"()]*)['"]?\)/gi, (whole, source: string) =>
      image.test(source) ? '' : whole,
    ),
  );

function isSafeAttribute(name: string, value: string): boolean {
  if (!attributes.has(name)) return false;
  if (name === 'xmlns') return value === xhtml;
  if (name === 'style') return isSafeStyle(plain(value));
  if (name === 'src') return image.test(plain(value));
  return name === 'href' || name === 'cite' || name === 'longdesc' ? link.test(plain(value)) : true;
}

function areSafeAttributes(text: string): boolean {
  const found = [...text.matchAll(attribute)];
  return found.every(([, name, double, single]) =>
    isSafeAttribute(name ?? '', double ?? single ?? ''),
  );
}

/** Reads one tag into the stack of open elements; returns where it ends, or -1 when it is not allowed. */
function readTag(text: string, at: number, open: string[]): number {
  tag.lastIndex = at;
  const [, closing, name = '', given = '', alone] = tag.exec(text) ?? [];
  if (!elements.has(name) || !areSafeAttributes(given)) return -1;
  if (closing) return given === '' && !alone && open.pop() === name ? tag.lastIndex : -1;
  if (!alone) open.push(name);
  return tag.lastIndex;
}

/** Whether the text is one well-formed `<div>` in the XHTML namespace with FHIR's elements and attributes only, and says something. */
export function isSafeNarrative(text: string): boolean {
  const body = text.trim().replace(comment, ' ');
  if (!/^<div\s[^>]*xmlns\s*=\s*["']http:\/\/www\.w3\.org\/1999\/xhtml["']/.test(body))
    return false;
  if (entity.test(body) || !(/<img\s/.test(body) || /\S/.test(body.replace(/<[^<>]*>/g, ''))))
    return false;
  const open: string[] = [];
  for (let at = body.indexOf('<'); at !== -1; at = body.indexOf('<', at)) {
    at = readTag(body, at, open);
    if (at === -1 || (open.length === 0 && at < body.length)) return false;
  }
  return open.length === 0;
}
