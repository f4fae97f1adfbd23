import type { Period } from '@medplum/fhirtypes';
import { dateRange, formatInstant } from '../../fhir/instant.ts';
import { badRequest, unprocessable } from '../../fhir/outcome.ts';
import { parseProposalId } from '../../scheduling/proposal-id.ts';
import type { Input } from '../operation.ts';
import type { Wish } from '../task/request.ts';
import { referencesIn, textInput } from './input.ts';
import { missing, type OperationCall, parameter } from './operation-parameter.ts';
import { loadOffer } from './situation.ts';

const most = 10;

/** How a wish for a time is put. */
export const wishParameters = [
  parameter('slot', 'Reference', 'En ledig tid, der ønskes.', 'A free time that is wished for.', {
    max: '*',
  }),
  parameter(
    'proposal',
    'Reference',
    'Et forslag fra $find, der ønskes.',
    'A proposal of $find that is wished for.',
    { max: '*' },
  ),
  parameter(
    'period',
    'Period',
    'Et tidsrum, der passer; med start og end.',
    'A period that would suit; with start and end.',
    { max: '*' },
  ),
  parameter('comment', 'string', 'Ønsket med egne ord.', 'The wish in words.'),
];

const wrongPeriod = () =>
  badRequest(
    'parameter-value',
    {
      da: 'Et tidsrum skal have start og end, og end skal ligge efter start og efter nu.',
      en: 'A period needs start and end, and end must come after start and after now.',
    },
    { expression: 'period' },
  );

function periodWish({ start, end }: Period, now: number): Wish {
  if (start === undefined || end === undefined) throw wrongPeriod();
  try {
    const [from, to] = [dateRange(start).from, dateRange(end).to];
    if (from < to && to > now)
      return { period: { start: formatInstant(from), end: formatInstant(to) } };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw wrongPeriod();
}

const slotsIn = (input: Input): string[] => [
  ...referencesIn(input, 'slot', 'Slot'),
  ...referencesIn(input, 'proposal', 'Appointment').flatMap(
    (id) => parseProposalId(id)?.slotId ?? id,
  ),
];

async function assertOfService(call: OperationCall, slot: string, service: string): Promise<void> {
  const offer = await loadOffer(call.ports, slot);
  if (offer.service.id === service) return;
  throw unprocessable('same-service', {
    da: 'En aftale kan kun flyttes til en tid for samme ydelse.',
    en: 'An appointment can only be moved to a time of the same service.',
  });
}

/** The wishes of a call, for times of one service; 400 when there is neither a time nor a word. */
export async function wishesIn(call: OperationCall, service: string): Promise<readonly Wish[]> {
  const { input, ports } = call;
  const periods = (input.values.get('period') ?? []).map(({ valuePeriod = {} }) =>
    periodWish(valuePeriod, ports.now()),
  );
  const slots = [...new Set(slotsIn(input))];
  const all = [...slots.map((slot) => ({ slot })), ...periods];
  if (all.length === 0 && textInput(input, 'comment') === undefined) throw missing('slot');
  if (all.length > most)
    throw badRequest('parameter-value', {
      da: `Der kan højst ønskes ${most} tider.`,
      en: `At most ${most} times can be wished for.`,
    });
  for (const slot of slots) await assertOfService(call, slot, service);
  return all;
}
