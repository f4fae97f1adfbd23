import type { SaxesAttributeNS, SaxesTagNS } from 'saxes';
import type { Member } from '../shape.ts';
import {
  attributesOf,
  fhirNamespace,
  type Json,
  type Kind,
  kindOf,
  xhtmlNamespace,
} from './element.ts';
import { escapeText } from './escape.ts';
import type { XmlFault } from './fault.ts';
import { type Frame, frameOf, isTaken, nextIndex, put, skipped } from './frame.ts';
import { openMarkup, openNarrative } from './narrative.ts';
import type { Reading } from './reading.ts';

type Opener = (reading: Reading, parent: Frame, tag: SaxesTagNS) => Frame;

function refuse({ report }: Reading, fault: XmlFault, tag: SaxesTagNS, detail = tag.local): Frame {
  report(fault, detail, tag.local);
  return skipped;
}

const foreign = (reading: Reading, tag: SaxesTagNS): Frame =>
  refuse(reading, 'namespace', tag, `${tag.name} (${tag.uri || '-'})`);

const openResource: Opener = (reading, parent, tag) => {
  if (tag.uri !== fhirNamespace) return foreign(reading, tag);
  if (parent.isFilled) return refuse(reading, 'one-resource', tag);
  parent.isFilled = true;
  const { definitions } = reading;
  const shape = definitions.resourceTypes.has(tag.local) && definitions.shape(tag.local);
  if (!shape) return refuse(reading, 'unknown-type', tag);
  const target = { resourceType: tag.local };
  if (parent.member) put(parent.target, parent.member, target);
  else parent.target.resource = target;
  return frameOf({ kind: 'complex', shape, target });
};

/**
 * Elements may come in any order. R4 gives them one, which writeXml keeps, and asks no reader to insist: it carries no meaning
 * but within a list, where it is kept, and there are clients that write their own.
 */
const openChild: Opener = (reading, parent, tag) => {
  const { shape, target: holder } = parent;
  const member = shape?.members.get(tag.local);
  const namespace = member?.type === 'xhtml' ? xhtmlNamespace : fhirNamespace;
  if (tag.uri !== namespace) return foreign(reading, tag);
  if (!shape || !member || attributesOf(shape).includes(tag.local)) {
    return refuse(reading, 'unknown-element', tag);
  }
  if (isTaken(holder, member)) return refuse(reading, 'repeated', tag);
  return contents[kindOf(member)](reading, holder, member, tag);
};

type Content = (reading: Reading, holder: Json, member: Member, tag: SaxesTagNS) => Frame;

/** What an element's own frame is, by how its member stands in XML. */
const contents: Readonly<Record<Kind, Content>> = {
  primitive: ({ definitions }, holder, member) => {
    const index = nextIndex(holder, member);
    return frameOf({ kind: 'primitive', member, index, shape: definitions.shape('Element') });
  },
  complex: ({ definitions }, holder, member) => {
    const index = nextIndex(holder, member);
    const target = {};
    put(holder, member, target);
    return frameOf({
      kind: 'complex',
      member,
      index,
      target,
      shape: definitions.shape(member.type),
    });
  },
  resource: (_reading, holder, member) => {
    const index = nextIndex(holder, member);
    return frameOf({ kind: 'resource', member, index, target: holder });
  },
  narrative: ({ tagStart }, _holder, member, tag) => {
    const narrative = openNarrative(tag, tagStart());
    return frameOf({ kind: 'narrative', member, narrative });
  },
};

const openInner: Opener = (reading, { narrative }, tag) => {
  if (!narrative || !openMarkup(narrative, tag)) return foreign(reading, tag);
  return frameOf({ kind: 'markup', narrative });
};

const openers: Readonly<Record<Frame['kind'], Opener>> = {
  root: openResource,
  resource: openResource,
  complex: openChild,
  primitive: openChild,
  narrative: openInner,
  markup: openInner,
  skipped: () => skipped,
};

/** What says something to an XML processor and nothing to us. */
const tolerated = new Set([
  '{http://www.w3.org/XML/1998/namespace}base',
  '{http://www.w3.org/2001/XMLSchema-instance}schemaLocation',
]);

function readAttribute({ report }: Reading, frame: Frame, given: SaxesAttributeNS): void {
  const { name, prefix, local, uri, value } = given;
  const isOurs = prefix === '' && frame.shape !== undefined;
  if (isOurs && name === 'value' && frame.kind === 'primitive') frame.value = value;
  else if (isOurs && frame.shape && attributesOf(frame.shape).includes(name)) {
    frame.target[name] = value;
  } else if (name !== 'xmlns' && prefix !== 'xmlns' && !tolerated.has(`{${uri}}${local}`)) {
    report('unknown-attribute', name);
  }
}

/** A tag opens. */
export function openElement(reading: Reading, tag: SaxesTagNS): void {
  const { frames } = reading;
  const parent = frames.at(-1) ?? skipped;
  const frame = openers[parent.kind](reading, parent, tag);
  frames.push(frame);
  if (frame.narrative || frame === skipped) return;
  for (const name in tag.attributes) {
    const attribute = tag.attributes[name];
    if (attribute) readAttribute(reading, frame, attribute);
  }
}

/** Text between tags, which only a narrative may have. */
export function readText({ frames, report }: Reading, text: string): void {
  const frame = frames.at(-1) ?? skipped;
  if (frame.narrative) frame.narrative.rebuilt?.push(escapeText(text));
  else if (frame !== skipped && /[^ \t\r\n]/.test(text)) report('text');
}
