/** How resources are shown to those who are no staff. */
import type { Meta, Resource } from '@medplum/fhirtypes';
import type { Project } from '../store/shape.ts';
import type { Room } from './define.ts';
import { offIn } from './feature.ts';
import { hiddenIn, isClosed, leftIn } from './feature-room.ts';
import { type InsightRule, insightRooms, openingOf, type Reader, unnamedIn } from './insight.ts';
import type { Municipality, StaffNames } from './municipality.ts';
import { withoutReferences } from './without-reference.ts';

/** Something of the resource is left out. */
export const subsetted = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue',
  code: 'SUBSETTED',
};

/** Whether a resource has a label, whatever the system that it is given by: one that protects is not lost by a slip. */
export const bears = ({ meta }: { readonly meta?: Meta }, label: string): boolean =>
  meta?.security?.some(({ code }) => code === label) ?? false;

/** Says in the resource that something was left out. */
export const asSubset = <T extends { meta?: Meta }>(resource: T): T =>
  bears(resource, subsetted.code)
    ? resource
    : {
        ...resource,
        meta: { ...resource.meta, security: [...(resource.meta?.security ?? []), subsetted] },
      };

/** The labels by which staff keep a resource from a reader. */
const withholding = { citizen: 'not-citizen', proxy: 'not-guardian' } as const;

const asItIs: Project = (resource) => resource;

/** What a room shows of staff's names; undefined where that is all of them. */
function namedIn({ named }: Room, show: StaffNames): Project | undefined {
  return show === 'full' || !named ? undefined : (resource) => named(resource, show);
}

/** What of a municipality's choices says how rooms are shown, and to whom. */
export type Choices = Pick<Municipality, 'staffNames' | 'dialogue' | 'insight' | 'features'>;

/** What goes with features that are off: what of the room itself, and types that nothing names. */
interface Gone {
  readonly hides: ReturnType<typeof hiddenIn>;
  readonly left: ReturnType<typeof leftIn>;
  readonly types: readonly string[];
}

/** Resources of rooms about citizens do not refer to what is not there. Acts and looks are decided target by target. */
const goneFor = ({ type, patient }: Room, { types }: Gone): readonly string[] =>
  patient === undefined || type === 'Provenance' || type === 'AuditEvent' ? [] : types;

/** What the views of a room depend on beside the resource. */
function editionOf(
  room: Room,
  show: StaffNames,
  all: readonly InsightRule[] | undefined,
  gone: Gone,
) {
  const { type, named } = room;
  const rules = all?.filter((rule) => rule.room === type);
  const unnamed = [unnamedIn(room, all, 'citizen'), unnamedIn(room, all, 'relative')];
  if (gone.hides || gone.left || goneFor(room, gone).length > 0)
    return JSON.stringify([
      named ? show : '',
      rules,
      unnamed,
      gone.types,
      gone.hides !== undefined,
      ...(gone.left ? ['left'] : []),
    ]);
  if (!insightRooms.includes(type) && unnamed.every(({ length }) => length === 0))
    return named && show;
  return JSON.stringify([named ? show : '', rules, unnamed]);
}

/** A resource without what would lead to what is kept back. */
function unnaming(types: readonly string[]): (resource: Resource) => Resource {
  if (types.length === 0) return (resource) => resource;
  return (resource) => {
    const left = withoutReferences(resource, types);
    return left === resource ? resource : asSubset(left);
  };
}

/**
 * A room as it is shown in a municipality: nothing that a label keeps back or that is not opened, and of staff's names what the
 * municipality shows.
 */
export function shownIn(room: Room, choices: Choices, hidden: readonly string[] = []): Room {
  const { staffNames = 'full', insight } = choices;
  const gone: Gone = {
    ...{ hides: hiddenIn(room, choices), left: leftIn(room, choices) },
    types: hidden,
  };
  const { citizen = asItIs, proxy = citizen } = room.views ?? {};
  const named = namedIn(room, staffNames);
  const edition = editionOf(room, staffNames, insight, gone);
  const shown = (view: Project, label: string, reader: Reader): Project => {
    const openIn = openingOf(room, insight, reader);
    const unnamed = unnaming([...unnamedIn(room, insight, reader), ...goneFor(room, gone)]);
    return (resource) => {
      const isKept = bears(resource, label) || gone.hides?.(resource);
      const seen = isKept ? undefined : view((gone.left?.(resource) ?? resource) as never);
      const opened = seen && openIn(unnamed(seen));
      return opened && named ? named(opened as never) : opened;
    };
  };
  return {
    ...room,
    off: offIn(choices),
    ...(isClosed(room, choices) && { closed: true }),
    ...(room.accessIn && { access: room.accessIn(choices) }),
    views: {
      citizen: shown(citizen, withholding.citizen, 'citizen'),
      proxy: shown(proxy, withholding.proxy, 'relative'),
    },
    ...(edition !== undefined && { edition }),
  };
}
