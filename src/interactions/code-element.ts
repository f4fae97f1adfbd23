import type { Definitions } from '../fhir/definitions.ts';
import type { Criterion, TokenValue } from '../fhir/search-criterion.ts';
import type { Rooms } from '../fhir/search-param.ts';
import type { Member } from '../fhir/shape.ts';

/** The element that a plain path names, such as `Appointment.participant.status`; undefined for one that is more. */
function memberAt(expression: string, { shape }: Definitions): Member | undefined {
  const [type = '', ...names] = expression.trim().split('.');
  let within = shape(type);
  let member: Member | undefined;
  for (const name of names) {
    member = within?.members.get(name);
    within = member && shape(member.type);
  }
  return member;
}

const withoutSystem = (member: Member, value: TokenValue): TokenValue => {
  const { system, code } = value;
  const isMeant =
    system !== undefined && code !== undefined && member.codes?.codings.has(`${system}|${code}`);
  return isMeant ? { system: '', code } : value;
};

/**
 * An element of type `code` says no system: that of its binding is meant. What is asked with that system is looked for as it is
 * stored, without one; another system finds nothing.
 */
export function withImpliedSystems(
  criterion: Criterion,
  type: string,
  { rooms, definitions }: { readonly rooms: Rooms; readonly definitions: Definitions },
): Criterion {
  const known = { rooms, definitions };
  switch (criterion.kind) {
    case 'token': {
      const expression = rooms.get(type)?.[criterion.name]?.expression;
      const member = expression === undefined ? undefined : memberAt(expression, definitions);
      if (member?.type !== 'code') return criterion;
      return { ...criterion, values: criterion.values.map((one) => withoutSystem(member, one)) };
    }
    case 'chain':
      return {
        ...criterion,
        through: criterion.through.map((way) => ({
          ...way,
          criterion: withImpliedSystems(way.criterion, way.type, known),
        })),
      };
    case 'has': {
      const { source, criterion: inner } = criterion;
      return { ...criterion, criterion: withImpliedSystems(inner, source, known) };
    }
    default:
      return criterion;
  }
}
