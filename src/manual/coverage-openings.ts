/** To whom a municipality opens what comes of a record. */

import type { Room } from '../resources/define.ts';
import { features } from '../resources/feature.ts';
import { featureOf } from '../resources/feature-room.ts';
import { type InsightRule, insightRooms } from '../resources/insight.ts';
import type { Municipality } from '../resources/municipality.ts';
import type { Described } from './described.ts';
import { code, type Section, sectionOf, table, text } from './page.ts';

const ruleRow = ({ kind, citizen, relative, reason }: InsightRule): string[] => [
  kind === undefined ? 'all else' : code(kind),
  citizen,
  relative,
  reason.en,
];

/** What no rule opens is closed. */
function ruleRows({ type }: Room, rules: readonly InsightRule[] | undefined): string[][] {
  if (!rules || !insightRooms.includes(type)) return [];
  const own = rules.filter(({ room }) => room === type);
  const isWhole = own.some(({ kind }) => kind === undefined);
  const closed = ['all else', 'closed', 'closed', 'no rule opens it'];
  return [...own.map(ruleRow), ...(isWhole ? [] : [closed])];
}

const names = {
  given: 'Others than staff see the given names of staff alone.',
  function: 'Others than staff see the function of staff, and no name.',
} as const;

function switchedOn(room: Room, { features: chosen = {} }: Municipality): string[] {
  const feature = featureOf(room);
  const choice = feature && (chosen[feature] ?? 'on');
  if (feature === undefined || choice === undefined || choice === 'on') return [];
  const { en } = features[feature];
  const where = choice === 'off' ? 'for nobody' : `in these units alone: ${choice.join(', ')}`;
  return [`Goes with ${en}, which is on ${where}.`];
}

/** What the municipality has chosen for the room; nothing where none is named. */
export function openingsOf(
  room: Room,
  { municipality }: Pick<Described, 'municipality'>,
): Section[] {
  if (!municipality) return [];
  const { staffNames = 'full' } = municipality;
  const shown = room.named && staffNames !== 'full' ? [names[staffNames]] : [];
  return sectionOf(`What ${municipality.name} opens of ${room.type}`, [
    ...[...shown, ...switchedOn(room, municipality)].map(text),
    table(['Kind', 'Citizens', 'Relatives', 'Because'], ruleRows(room, municipality.insight)),
  ]);
}
