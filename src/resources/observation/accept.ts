/** Measurements are accepted here at once, each identifier of a client once, and reach Cura when it can be reached. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Observation } from '@medplum/fhirtypes';
import { uuidv7 } from '../../fhir/id.ts';
import { FhirError, fail, issue, unavailable, unprocessable } from '../../fhir/outcome.ts';
import type { Transaction } from '../../store/database.ts';
import { KeyTaken, type Known, lookUp, takeKeys } from '../accepted-key.ts';
import type { Call } from '../define.ts';
import { findAll } from '../find-resource.ts';
import { defaultLaw } from '../healthcare-service/policy.ts';
import type { Stored, WritePlan } from '../write-plan.ts';
import { assertPlans } from './based-on.ts';
import { assertFitsCura, assertTime, canonicalOf, type Kept } from './canonical.ts';
import { knownBy } from './measurement-key.ts';
import { plausible } from './plausible.ts';
import { readingOf } from './read.ts';
import type { Sender } from './sender.ts';

/** What became of one: it stands (`isNew`, or it was sent before), or why not. */
export type Accepted = { readonly stored: Stored; readonly isNew: boolean } | FhirError;

const identifierUsed = (): FhirError =>
  fail(
    409,
    issue({
      code: 'duplicate',
      key: 'identifier-used',
      expression: 'Observation.identifier',
      text: {
        da: 'Der findes allerede en anden måling med dette identifier. En rettelse sendes med PUT eller PATCH.',
        en: 'There is another measurement with this identifier already. A correction is sent by PUT or PATCH.',
      },
    }),
  );

function assertNew({ status }: Observation): void {
  if (status === 'final') return;
  throw unprocessable(
    'measure-status',
    {
      da: 'En ny måling har status final.',
      en: 'A new measurement has the status final.',
    },
    { expression: 'Observation.status' },
  );
}

/** A measurement as it would stand. Throws all that is wrong with it. */
function drafted({ ports }: Call, sender: Sender, given: Observation): Kept {
  assertNew(given);
  const reading = readingOf(given);
  const origin = {
    source: sender.source,
    performer: sender.performer ? [sender.performer] : [],
  };
  const draft = canonicalOf(given, reading, origin, uuidv7(ports.now()));
  assertTime(draft, ports.now());
  assertFitsCura(draft);
  return plausible(reading, draft);
}

interface Draft {
  readonly resource: Kept;
  readonly known: Known | undefined;
}

/** Whoever else is served comes between, so that a batch holds up nobody. */
const atOnce = 10;

async function draftAll(
  call: Call,
  sender: Sender,
  all: readonly Observation[],
): Promise<(Draft | FhirError)[]> {
  const drafts: (Draft | FhirError)[] = [];
  for (const [at, given] of all.entries()) {
    if (at % atOnce === atOnce - 1) await nextTurn();
    try {
      const resource = drafted(call, sender, given);
      drafts.push({ resource, known: knownBy(call.ports, resource) });
    } catch (error) {
      if (!(error instanceof FhirError)) throw error;
      drafts.push(error);
    }
  }
  return assertPlans(call.ports, drafts);
}

/** The id that stands, or is to stand, for each; what means something else already is refused. */
function decided(
  drafts: readonly (Draft | FhirError)[],
  standing: ReadonlyMap<string, Known>,
): { readonly ids: (string | FhirError)[]; readonly fresh: Draft[] } {
  const meant = new Map(standing);
  const fresh: Draft[] = [];
  const ids = drafts.map((draft) => {
    if (draft instanceof FhirError) return draft;
    const { known, resource } = draft;
    const other = known && meant.get(known.key);
    if (other) return other.content === known.content ? other.id : identifierUsed();
    if (known) meant.set(known.key, known);
    fresh.push(draft);
    return resource.id;
  });
  return { ids, fresh };
}

/** One statement for all: the first plan takes the identifiers of every one. */
function guardOf(fresh: readonly Draft[]): NonNullable<WritePlan['guard']> {
  const keys = fresh.flatMap(({ known }) => known ?? []);
  return async (tx: Transaction) => {
    if ((await takeKeys(tx, keys)) < keys.length) throw new KeyTaken();
  };
}

const plansFor = ({ patient }: Sender, fresh: readonly Draft[]): WritePlan[] =>
  fresh.map(({ resource }, at) => ({
    ...({ kind: 'measure', record: 'maaling', method: 'create' } as const),
    ...{ resource, patient, policy: defaultLaw },
    ...(at === 0 && { guard: guardOf(fresh) }),
  }));

/** So few at a time that others are served in between. */
const mostInWrite = 50;

/** Writes what an earlier try has not. */
async function writeAll(
  { ports }: Call,
  sender: Sender,
  fresh: readonly Draft[],
  made: Map<string, Stored>,
): Promise<void> {
  const left = fresh.filter(({ resource }) => !made.has(resource.id));
  for (let at = 0; at < left.length; at += mostInWrite) {
    const plans = plansFor(sender, left.slice(at, at + mostInWrite));
    for (const one of await ports.writeLater(plans, sender.actor)) made.set(one.resource.id, one);
  }
}

async function acceptOnce(
  call: Call,
  sender: Sender,
  drafts: readonly (Draft | FhirError)[],
  made: Map<string, Stored>,
): Promise<Accepted[]> {
  const { db, room } = call.ports;
  const keys = drafts.flatMap((one) => (one instanceof FhirError ? [] : (one.known?.key ?? [])));
  const { ids, fresh } = decided(drafts, await lookUp(db, sender.patient, keys));
  await writeAll(call, sender, fresh, made);
  const old = ids.filter((id): id is string => typeof id === 'string' && !made.has(id));
  const found = await findAll(db, room('Observation'), old);
  const all = new Map([...made, ...found.map((one) => [one.resource.id, one] as const)]);
  return ids.map((id, at): Accepted => {
    if (id instanceof FhirError) return id;
    const stored = all.get(id);
    const own = drafts[at];
    const isNew = own !== undefined && !(own instanceof FhirError) && own.resource.id === id;
    return stored ? { stored, isNew } : identifierUsed();
  });
}

const mostTries = 5;

/** Accepts measurements of one citizen, each judged for itself; what was sent before is found again. In their order. */
export async function acceptAll(
  call: Call,
  sender: Sender,
  all: readonly Observation[],
): Promise<Accepted[]> {
  const drafts = await draftAll(call, sender, all);
  const made = new Map<string, Stored>();
  for (let tries = 0; tries < mostTries; tries += 1) {
    try {
      return await acceptOnce(call, sender, drafts, made);
    } catch (error) {
      if (!(error instanceof KeyTaken)) throw error;
    }
  }
  throw unavailable(
    'condition-busy',
    {
      da: 'En anden er i gang med det samme. Prøv igen om lidt.',
      en: 'Somebody else is doing the same. Try again in a moment.',
    },
    5,
  );
}
