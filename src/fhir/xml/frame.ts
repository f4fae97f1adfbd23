import type { Member, Shape } from '../shape.ts';
import type { Json, Kind } from './element.ts';
import type { Narrative } from './narrative.ts';

/**
 * An open element. `root` is the document itself, `markup` an element inside a narrative, `skipped` one that was refused, with
 * all that it holds.
 */
export interface Frame {
  readonly kind: Kind | 'root' | 'markup' | 'skipped';
  /** None for a whole resource. */
  readonly member: Member | undefined;
  /** Place in the list, for a member that is one. */
  readonly index: number | undefined;
  /** What the children may be. */
  readonly shape: Shape | undefined;
  /** What the children become members of; for a primitive, its id and extensions. */
  readonly target: Json;
  readonly narrative: Narrative | undefined;
  /** The attribute of a primitive. */
  value: string | undefined;
  /** Whether the one resource that may stand here has been seen. */
  isFilled: boolean;
  /** Members of the target that are lists with a place without a value. */
  valueless: Set<string> | undefined;
}

type Given = Pick<Frame, 'kind'> & Partial<Frame>;

/** A new frame. Each has every member, so that the machine sees one kind of object. */
export const frameOf = ({ kind, member, index, shape, target = {}, narrative }: Given): Frame => ({
  kind,
  member,
  index,
  shape,
  target,
  narrative,
  value: undefined,
  isFilled: false,
  valueless: undefined,
});

/** Stands for what was refused: it is read to its end and goes nowhere. */
export const skipped: Frame = Object.freeze(frameOf({ kind: 'skipped' }));

/** The FHIRPath of the innermost frame, and of a child of it; empty outside of any resource. */
export function pathOf(frames: readonly Frame[], child = ''): string {
  let path = '';
  for (const { member, index, shape } of frames) {
    if (member) path += `.${member.path}${index === undefined ? '' : `[${index}]`}`;
    else if (path === '') path = shape?.type ?? '';
  }
  return child === '' || path === '' ? path : `${path}.${child}`;
}

/** Whether a member that is no list stands already. */
export const isTaken = (holder: Json, { name, isArray }: Member): boolean =>
  !isArray && (Object.hasOwn(holder, name) || Object.hasOwn(holder, `_${name}`));

/** The place that the next item of a list gets; undefined for a member that is none. */
export function nextIndex(holder: Json, { name, isArray }: Member): number | undefined {
  const items = holder[name];
  return isArray ? (Array.isArray(items) ? items.length : 0) : undefined;
}

/** Puts a value under its member, last where that is a list. */
export function put(holder: Json, { name, isArray }: Member, value: unknown): void {
  const items = holder[name];
  if (!isArray) holder[name] = value;
  else if (Array.isArray(items)) items.push(value);
  else holder[name] = [value];
}

/** Puts the id and extensions of the value put last. A list of them is as long as that of the values, once it is there. */
export function putShadow(holder: Json, { name, isArray }: Member, shadow: Json): void {
  const key = `_${name}`;
  const isFilled = Object.keys(shadow).length > 0;
  const shadows = holder[key];
  if (!isArray) {
    if (isFilled) holder[key] = shadow;
  } else if (Array.isArray(shadows)) shadows.push(isFilled ? shadow : null);
  else if (isFilled) {
    const before = (holder[name] as readonly unknown[]).length - 1;
    holder[key] = [...Array<null>(before).fill(null), shadow];
  }
}

/** A list without a single value is left out: its other half says all. */
export function dropValueless({ target, valueless }: Frame): void {
  for (const name of valueless ?? []) {
    const values = target[name];
    if (Array.isArray(values) && values.every((value) => value === null)) delete target[name];
  }
}
