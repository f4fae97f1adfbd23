import type { Member, Shape } from './shape.ts';
import { isThere, type Json, type Place, report } from './validate-state.ts';

/** `_birthDate` holds the id and extensions of `birthDate`. */
export const shadowed = ({ name, path, isArray }: Member): Member => ({
  ...{ name, path, isArray },
  max: Number.POSITIVE_INFINITY,
  type: 'Element',
  targets: [],
  rules: [],
  isPlain: false,
});

/** Only one member of a choice may stand; false when there are more. */
export function checkChoices({ walk, path }: Place, value: Json, shape: Shape): boolean {
  let chosen: Map<string, string> | undefined;
  let isSingle = true;
  for (const name of Object.keys(value)) {
    const plain = name.startsWith('_') ? name.slice(1) : name;
    const member = shape.members.get(plain);
    if (!member || member.path === plain || value[name] === undefined) continue;
    chosen ??= new Map();
    const other = chosen.get(member.path);
    chosen.set(member.path, plain);
    if (other === undefined || other === plain) continue;
    isSingle = false;
    report(walk, 'two-choices', `${path}.${member.path}`, `${other}, ${plain}`);
  }
  return isSingle;
}

/** Everything that R4 requires is there. */
export function checkNeeded({ walk, path }: Place, value: Json, { needed, names }: Shape): void {
  for (const name of needed)
    if (!isThere(value, names.get(name))) report(walk, 'missing', `${path}.${name}`);
}
