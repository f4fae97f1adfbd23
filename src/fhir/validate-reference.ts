import { type ParsedReference, parseReference } from './reference.ts';
import type { Member } from './shape.ts';
import { type Json, report, type Walk } from './validate-state.ts';

/** Types that may stand where `member` does: as R4 names them, or any of R4's. */
function mayName(walk: Walk, member: Member, type: string): boolean {
  if (!walk.definitions.resourceTypes.has(type)) return false;
  return member.targets.length === 0 || member.targets.includes(type);
}

function literalType(walk: Walk, parsed: ParsedReference): string | undefined {
  if (parsed.kind === 'relative') return parsed.type;
  const known = walk.definitions.resourceTypes.has(parsed.type ?? '');
  return parsed.kind === 'absolute' && known ? parsed.type : undefined;
}

/** Checks the syntax of a reference and the type it names; those to contained resources are settled at the end of the pass. */
export function checkReference(walk: Walk, member: Member, value: Json, path: string): void {
  const { reference, type: said } = value;
  const named = typeof said === 'string' ? [said] : [];
  if (typeof reference === 'string' && reference !== '') {
    const parsed = parseReference(reference);
    if (!parsed) {
      report(walk, 'reference-syntax', `${path}.reference`, reference);
      return;
    }
    if (parsed.kind === 'contained') walk.referred.push({ id: parsed.id ?? '', member, path });
    const type = literalType(walk, parsed);
    if (type !== undefined) named.push(type);
  }
  const wrong = named.find((type) => !mayName(walk, member, type));
  if (wrong !== undefined) report(walk, 'reference-type', path, wrong);
}

/** After the pass: every `#id` has its contained resource of a right type, and every contained resource is referred to or refers to its container. */
export function checkContained(walk: Walk): void {
  for (const { id, member, path } of walk.referred) {
    const type = walk.contained.find((one) => one.id === id)?.type;
    if (id === '' || member.type !== 'Reference') continue;
    if (type === undefined) report(walk, 'contained-missing', path, `#${id}`);
    else if (!mayName(walk, member, type)) report(walk, 'reference-type', path, type);
  }
  for (const { id, path } of walk.contained) {
    const isUsed = walk.referred.some((one) => one.id === id || one.path.startsWith(`${path}.`));
    if (!isUsed) report(walk, 'dom-3', path, `#${id}`);
  }
}
