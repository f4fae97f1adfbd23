/** How much of a resource others than staff see in this municipality, and why not all. */
import { isDeepStrictEqual } from 'node:util';
import type { Resource } from '@medplum/fhirtypes';
import type { Text } from '../fhir/outcome.ts';
import { leftOut } from '../mapping/difference.ts';
import type { Room } from '../resources/define.ts';
import { features } from '../resources/feature.ts';
import { hiddenIn } from '../resources/feature-room.ts';
import { insightRooms, openTo, type Reader } from '../resources/insight.ts';
import type { Municipality } from '../resources/municipality.ts';
import { bears } from '../resources/view.ts';

/** What one of them sees. */
export interface Seen {
  readonly reader: Reader;
  readonly isShown: boolean;
  /** Elements that are left out of what is shown. */
  readonly missing: readonly string[];
  readonly reasons: readonly Text[];
}

const labels = { citizen: 'not-citizen', relative: 'not-guardian' } as const;

const labelled: Readonly<Record<Reader, Text>> = {
  citizen: { da: 'personalet har undtaget den for borgeren', en: 'staff keep it from the citizen' },
  relative: {
    da: 'personalet har undtaget den for værgen og pårørende',
    en: 'staff keep it from guardians and relatives',
  },
};

const noRule: Text = { da: 'ingen regel åbner for den', en: 'no rule opens it' };
const namesOther: Text = {
  da: 'det, der henvises til, er ikke åbent',
  en: 'what is referred to is not open',
};

const staffNames: Readonly<Record<'given' | 'function', Text>> = {
  given: {
    da: 'kommunen viser kun personalets fornavne',
    en: 'the municipality shows the given names of staff alone',
  },
  function: {
    da: 'kommunen viser personalets funktion og intet navn',
    en: 'the municipality shows the function of staff and no name',
  },
};

interface Asked {
  readonly room: Room;
  readonly resource: Resource;
  readonly municipality: Municipality;
}

function closedBy({ room, resource, municipality }: Asked, reader: Reader): Text[] {
  const { insight } = municipality;
  if (!insight || !insightRooms.includes(room.type)) return [];
  const rules = insight.filter((rule) => rule.room === room.type);
  if (openTo(rules, reader, resource)) return [];
  const closing = rules.filter((rule) => rule[reader] === 'closed').map(({ reason }) => reason);
  return closing.length > 0 ? closing : [noRule];
}

function offBy({ room, resource, municipality }: Asked): Text[] {
  const { name } = room.feature ?? {};
  if (name === undefined || hiddenIn(room, municipality)?.(resource) !== true) return [];
  const { da, en } = features[name];
  return [{ da: `slået fra: ${da}`, en: `switched off: ${en}` }];
}

function namedBy({ room, resource, municipality }: Asked): Text[] {
  const { staffNames: show = 'full' } = municipality;
  if (show === 'full' || !room.named) return [];
  return isDeepStrictEqual(room.named(resource as never, show) as unknown, resource)
    ? []
    : [staffNames[show]];
}

function reasonsOf(asked: Asked, reader: Reader): Text[] {
  const { room, resource } = asked;
  const kept = bears(resource, labels[reader]) ? [labelled[reader]] : [];
  const known = [...kept, ...offBy(asked), ...closedBy(asked, reader), ...namedBy(asked)];
  if (known.length > 0) return known;
  return [room.viewReason ?? namesOther];
}

function seenBy(asked: Asked, reader: Reader): Seen {
  const { room, resource } = asked;
  const view = reader === 'citizen' ? room.views?.citizen : room.views?.proxy;
  const seen = view ? view(resource as never) : resource;
  const missing = seen ? leftOut(resource, seen) : [];
  const isWhole = seen !== undefined && missing.length === 0;
  return {
    ...{ reader, isShown: seen !== undefined, missing },
    reasons: isWhole ? [] : reasonsOf(asked, reader),
  };
}

/** As views go: which citizen and which relative may read it at all is decided at each read. */
export const seenByOthers = (asked: Asked): readonly Seen[] => [
  seenBy(asked, 'citizen'),
  seenBy(asked, 'relative'),
];
