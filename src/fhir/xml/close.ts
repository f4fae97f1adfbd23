import { keepForm } from '../decimal.ts';
import type { Member } from '../shape.ts';
import type { Json } from './element.ts';
import { dropValueless, type Frame, put, putShadow, skipped } from './frame.ts';
import { closeMarkup, narrativeText } from './narrative.ts';
import type { Reading } from './reading.ts';
import { jsonValue } from './value.ts';

type Closer = (reading: Reading, frame: Frame, parent: Frame) => void;

/** The value is put first: only then is it known how long the list is. */
const closePrimitive: Closer = ({ report }, { member, value: text, target: shadow }, parent) => {
  if (!member) return;
  const { target: holder } = parent;
  if (text !== undefined) putText(holder, member, text);
  else if (member.isArray) {
    put(holder, member, null);
    parent.valueless = (parent.valueless ?? new Set()).add(member.name);
  }
  putShadow(holder, member, shadow);
  if (text === undefined && Object.keys(shadow).length === 0) report('empty');
  else if (text !== undefined && isTooLarge(member, text)) report('out-of-range');
};

function putText(holder: Json, member: Member, text: string): void {
  const value = jsonValue(member.type, text);
  put(holder, member, value);
  if (member.type !== 'decimal' || typeof value !== 'number') return;
  const items = holder[member.name];
  if (Array.isArray(items)) keepForm(items, String(items.length - 1), text);
  else keepForm(holder, member.name, text);
}

const isTooLarge = ({ type }: Member, text: string): boolean =>
  Math.abs(Number(jsonValue(type, text))) === Number.POSITIVE_INFINITY;

const closers: Readonly<Partial<Record<Frame['kind'], Closer>>> = {
  primitive: closePrimitive,
  complex: (_reading, frame) => dropValueless(frame),
  resource: ({ report }, { isFilled }) => {
    if (!isFilled) report('one-resource');
  },
  narrative: ({ source, tagEnd }, { narrative, member }, { target }) => {
    if (!narrative || !member) return;
    closeMarkup(narrative, member.name);
    put(target, member, narrativeText(narrative, source, tagEnd()));
  },
};

/** A tag closes. */
export function closeElement(reading: Reading, local: string): void {
  const { frames } = reading;
  const frame = frames.at(-1) ?? skipped;
  if (frame.kind === 'markup' && frame.narrative) closeMarkup(frame.narrative, local);
  else closers[frame.kind]?.(reading, frame, frames.at(-2) ?? skipped);
  frames.pop();
}
