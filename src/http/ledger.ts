import type { FastifyInstance } from 'fastify';
import { formatUtc } from '../fhir/instant.ts';
import { badRequest } from '../fhir/outcome.ts';
import { type Ledger, latestCheckpoint } from '../ledger/checkpoint-log.ts';
import { proveConsistency } from '../ledger/proof.ts';
import { treeState } from '../ledger/tree-state.ts';
import { type WitnessState, witnessState } from '../ledger/witness-letter.ts';
import type { Ports } from '../resources/define.ts';

const wrongRange = (size: number) =>
  badRequest('ledger-range', {
    da: `Giv first og second som hele tal: first højst second, og second højst ${size}.`,
    en: `Give first and second as whole numbers: first at most second, and second at most ${size}.`,
  });

const sizeIn = (query: unknown, name: 'first' | 'second'): number => {
  const text = (query as Readonly<Record<string, unknown>>)[name];
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
};

async function consistency(ledger: Ledger, query: unknown) {
  const [first, second] = [sizeIn(query, 'first'), sizeIn(query, 'second')];
  const { size = 0 } = (await latestCheckpoint(ledger.db)) ?? {};
  if (!(first <= second && second <= size)) throw wrongRange(size);
  const path = await proveConsistency(ledger, first, second);
  return { first, second, path: path.map((hash) => hash.toString('base64url')) };
}

const shownState = ({ kept, alarm, ...state }: WitnessState) => ({
  ...state,
  ...(kept && { kept: { ...kept, at: formatUtc(kept.at) } }),
  ...(alarm && {
    alarm: { ...alarm, at: formatUtc(alarm.at), since: formatUtc(alarm.since) },
  }),
});

const seconds = (ms: number): number => Math.floor(ms / 1_000);

/** What anybody may have to check the ledger by: the newest checkpoint, its key, and that trees go on from each other. It says nothing of persons. */
export function addLedger(
  app: FastifyInstance,
  { ports: { ledger } }: { readonly ports: Pick<Ports, 'ledger'> },
): void {
  if (!ledger) return;
  app.get('/ledger/checkpoint', async () => {
    const [latest, witness, { unsealedMs, aheadMs }] = await Promise.all([
      latestCheckpoint(ledger.db),
      witnessState(ledger),
      treeState(ledger),
    ]);
    return {
      checkpoint: latest?.jws ?? null,
      size: latest?.size ?? 0,
      unsealedSeconds: seconds(unsealedMs),
      aheadSeconds: seconds(aheadMs),
      witness: shownState(witness),
    };
  });
  app.get('/ledger/keys', async () => ({ keys: [ledger.key.publicJwk] }));
  app.get('/ledger/consistency', async ({ query }) => consistency(ledger, query));
}
