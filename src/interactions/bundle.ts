/** https://hl7.org/fhir/R4/http.html#transaction */
import { setImmediate as turn } from 'node:timers/promises';
import { FhirError } from '../fhir/outcome.ts';
import { tellBundle, tellEntry, tellRefusal } from './bundle-answer.ts';
import { type Entry, readEntry } from './bundle-entry.ts';
import { type Envelope, envelopeOf, type GivenEntry } from './bundle-envelope.ts';
import { runTransaction } from './bundle-transaction.ts';
import { type Asking, type Desk, resourceOf, type Told } from './exchange.ts';
import { refusedLook, stamped } from './look.ts';
import { assertNoParameters } from './place.ts';
import type { Match, SystemHandler } from './route.ts';

/** An entry of a batch is a request of its own: what it is refused for is its answer. */
async function answerOne(
  desk: Desk,
  given: GivenEntry,
  index: number,
  how: { readonly match: Match; readonly prefer: Asking['prefer'] },
): Promise<{ asking: Asking; told: Told }> {
  let entry: Entry | undefined;
  try {
    entry = readEntry(desk, given, index, how);
    const answer = await entry.route.run(desk, entry.asking, entry.place);
    const told = stamped(answer, entry.route, entry.asking);
    return { asking: entry.asking, told: tellEntry(entry, told) };
  } catch (error) {
    if (!(error instanceof FhirError)) throw error;
    const asking = entry?.asking ?? unread(how.prefer);
    const looks = entry ? refusedLook(error, entry.route, asking, entry.place) : [];
    return { asking, told: { ...tellRefusal(error, desk.call.language), looks } };
  }
}

/** Stands for an entry whose address is none. */
const unread = (prefer: Asking['prefer']): Asking => ({
  ...{ method: 'GET', path: [], query: [], conditions: {}, prefer },
  body: () => undefined,
});

async function runBatch(
  desk: Desk,
  { entries }: Envelope,
  asking: Asking,
  match: Match,
): Promise<Told> {
  const answers = [];
  for (const [index, given] of entries.entries()) {
    answers.push(await answerOne(desk, given, index, { match, prefer: asking.prefer }));
    await turn();
  }
  return tellBundle('batch', desk.base, answers);
}

const runs = { batch: runBatch, transaction: runTransaction } as const;

/** Carries out a Bundle: each entry by itself, or all of them or none. */
export const runBundle: SystemHandler['run'] = async (desk, asking, _, match) => {
  assertNoParameters(asking);
  const given = resourceOf(asking);
  // Others get their turn: a large Bundle takes its time at every step.
  await turn();
  const envelope = envelopeOf(given, desk.definitions);
  await turn();
  return runs[envelope.type](desk, envelope, asking, match);
};
