import { readFileSync } from 'node:fs';
import t from 'tap';
import { LedgerExportError } from '../../src/ledger/export-rows.ts';
import { checked, checkpointsOf, dayMs, emptyKept, keptLedger, linesOf } from './kept.ts';

t.setTimeout(120_000);

const monday = Date.UTC(2026, 10, 16, 9);
const witnessOf = (file: string): string[] => readFileSync(file, 'utf8').trim().split('\n');

t.test(
  'an export holds every row in its place, and proves itself to whoever has the key',
  async (t) => {
    const kept = await keptLedger(t, monday);
    const lines = await linesOf(kept);
    const { publicJwk: key } = kept.ledger.key;
    t.match(await checked(lines, { key }), {
      ...{ trust: { from: 'file' }, rows: { write: 15, other: 495, purged: 0 }, checkpoints: 5 },
      ...{ witness: undefined, header: { start: 0, end: 510, origin: 'https://samspil.test' } },
    });
    const witness = witnessOf(kept.file);
    t.equal(witness.length, 5);
    t.match(await checked(lines, { witness }), {
      ...{ trust: { from: 'witness' }, witness: { agreed: 5, later: 0 } },
    });
    t.match(await checked(lines), { trust: { from: 'export' } });
    t.notOk(lines.join().includes('"d":'), 'no private key leaves the house');
  },
);

t.test('a period is exported with all its rows, and goes on from what was before', async (t) => {
  const kept = await keptLedger(t, monday);
  const witness = witnessOf(kept.file);
  const sizes = (await checkpointsOf(kept)).map(({ size }) => size);
  const [from, to] = [monday + 2 * dayMs, monday + 3 * dayMs - 60_000];
  const lines = await linesOf(kept, { from, to });
  t.match(await checked(lines, { witness }), {
    ...{ header: { start: sizes[2], end: sizes[3] }, checkpoints: 2 },
    ...{ witness: { agreed: 4, later: 1 }, rows: { write: 3, other: 100 } },
  });
  const late = await linesOf(kept, { from: monday + 9 * dayMs });
  t.match(await checked(late, { witness }), {
    ...{ header: { start: 510, end: 510 }, witness: { agreed: 5, later: 0 } },
  });
  kept.setNow(monday + 5 * dayMs);
  await kept.fill('friday', 1);
  t.equal((await linesOf(kept)).length, 516, 'what is not sealed yet waits');
  await kept.seal();
  t.match(await checked(lines, { witness: witnessOf(kept.file) }), {
    witness: { agreed: 4, later: 2 },
  });
});

t.test('before the first checkpoint there is nothing to export', async (t) => {
  const kept = await emptyKept(t, monday);
  await t.rejects(linesOf(kept), LedgerExportError);
});

t.test('whatever an export is made of, the check ends in a sentence', async (t) => {
  const kept = await keptLedger(t, monday);
  const lines = await linesOf(kept);
  const { publicJwk: key } = kept.ledger.key;
  const [head = '', first = '', ...rest] = lines;
  const header = (change: object): string[] => [
    JSON.stringify({ ...JSON.parse(head), ...change }),
    ...lines.slice(1),
  ];
  const row = (change: object): string[] => [
    head,
    JSON.stringify({ ...JSON.parse(first), ...change }),
    ...rest,
  ];
  const cases: readonly (readonly [string[], RegExp])[] = [
    [[], /^The file is empty/],
    [['<html>'], /^The first line is no JSON object/],
    [['[]'], /^The first line is no JSON object/],
    [['{"format":"other"}'], /is no export of a ledger/],
    [header({ left: ['AA'] }), /no left/],
    [header({ left: 'x'.repeat(9) }), /no left/],
    [header({ start: 2 ** 60 }), /no start/],
    [header({ start: 1 }), /no left/],
    [header({ end: -1 }), /no end/],
    [header({ until: 'soon' }), /no until/],
    [header({ until: '2026-11-16T09:00:00Z' }), /does not end with the checkpoint/],
    [header({ key: null }), /no key/],
    [header({ origin: 'https://other.test' }), /is of https:\/\/samspil.test/],
    [row({ index: '0' }), /no index/],
    [row({ index: 7 }), /^Row 0 is missing/],
    [row({ commitment: 'AAAA' }), /^Row 0 has no commitment/],
    [row({ nonce: null }), /^Row 0 has no nonce/],
    [row({ nonce: 4 }), /^Row 0 has no nonce/],
    [row({ row: null }), /^Row 0 has no row/],
    [row({ row: 'null' }), /^Row 0 does not say/],
    [row({ provenance: '{' }), /^The Provenance of row 0 is no JSON/],
    [row({ provenance: 'null' }), /^The Provenance of row 0 is no JSON/],
    [[head, '{"checkpoint":"a.b.c"}'], /no signed checkpoint/],
    [[head, '{"checkpoint":"x"}'], /no signed checkpoint/],
    [[head, '{"consistency":4}'], /^Line 2 is neither/],
    [[head, '{}'], /^Line 2 is neither/],
    [[head], /^Rows 0 to 509 are missing/],
    [lines.slice(0, 300), /^Rows \d+ to 509 are missing/],
  ];
  for (const [given, sentence] of cases) t.match(await checked(given, { key }), sentence);
  for (const witness of [['x'], ['{}', 'a.b.c']])
    t.match(await checked(lines, { witness }), /^Line 1 of the witness is wrong/);
});
