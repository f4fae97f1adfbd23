import { parseProposalId } from '../../scheduling/proposal-id.ts';
import type { Operation } from '../define.ts';
import { cancelAs, checkedReason } from './cancel.ts';
import { leaveSeries } from './class-leave.ts';
import { seriesIn, seriesParameter } from './class-parameter.ts';
import { decidedAnew } from './decided-anew.ts';
import { referencesIn, tokensIn } from './input.ts';
import { move } from './move.ts';
import {
  instanceId,
  missing,
  overrideIn,
  overrideReason,
  parameter,
  reference,
} from './operation-parameter.ts';

export const cancel: Operation = {
  code: 'cancel',
  title: { da: 'Meld afbud', en: 'Cancel' },
  onType: true,
  onInstance: true,
  affectsState: true,
  parameter: [
    reference,
    parameter(
      'reason',
      'CodeableConcept',
      'Årsag: citizen, illness, transport eller other.',
      'Reason: citizen, illness, transport or other.',
    ),
    seriesParameter,
    overrideReason,
  ],
  run: decidedAnew(async (call) => {
    const reason = tokensIn(call.input, ['reason'])[0]?.split('|').at(-1);
    const given = { reason: checkedReason(reason), override: overrideIn(call.input) };
    if (seriesIn(call.input))
      return { status: 200, several: await leaveSeries(call, instanceId(call), given) };
    return { status: 200, stored: await cancelAs(call, instanceId(call), given) };
  }),
};

export const reschedule: Operation = {
  code: 'reschedule',
  feature: 'booking',
  title: { da: 'Flyt', en: 'Move' },
  onType: false,
  onInstance: true,
  affectsState: true,
  parameter: [
    parameter('slot', 'Reference', 'Den nye tid.', 'The new time.'),
    parameter(
      'proposal',
      'Reference',
      'Et forslag fra $find i stedet for slot.',
      'A proposal of $find instead of a slot.',
    ),
    overrideReason,
  ],
  run: decidedAnew(async (call) => {
    const proposal = parseProposalId(referencesIn(call.input, 'proposal', 'Appointment')[0] ?? '');
    const slot = referencesIn(call.input, 'slot', 'Slot')[0] ?? proposal?.slotId;
    if (slot === undefined) throw missing('slot');
    return {
      status: 200,
      stored: await move(call, instanceId(call), slot, { override: overrideIn(call.input) }),
    };
  }),
};
