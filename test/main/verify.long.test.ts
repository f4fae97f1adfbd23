import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { proveInclusion } from '../../src/ledger/proof.ts';
import { verify } from '../../src/main/verify.ts';
import { temporaryDir } from '../database.ts';
import { dayMs, type KeptLedger, keptLedger, linesOf } from '../ledger/kept.ts';

const monday = Date.UTC(2026, 10, 16, 9);
t.setTimeout(120_000);

const metaLeft = 'NOT PROVED: meta in a Provenance';

const program = new URL('../../src/main.ts', import.meta.url).pathname;

/** The command as an auditor runs it: in a folder of the auditor's, without any setting of ours. */
function run(dir: string, args: readonly string[]): Promise<{ code: number; out: string }> {
  const env = { PATH: process.env.PATH ?? '', DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
  return new Promise((done) => {
    execFile(process.execPath, [program, ...args], { cwd: dir, env }, (error, out, err) =>
      done({ code: Number(error?.code ?? 0), out: out + err }),
    );
  });
}

const put = (dir: string, name: string, text: string): string => {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
};

async function files(t: Test, kept: KeptLedger) {
  const dir = temporaryDir(t);
  const lines = await linesOf(kept);
  return {
    ...{
      dir,
      lines,
      witness: kept.file,
      whole: put(dir, 'ledger.ndjson', `${lines.join('\n')}\n`),
    },
    key: put(dir, 'key.json', JSON.stringify({ keys: [kept.ledger.key.publicJwk] })),
  };
}

t.test('an auditor checks an export alone, and is told what it proves and what not', async (t) => {
  const kept = await keptLedger(t, monday);
  const { dir, lines, whole, witness, key } = await files(t, kept);
  const good = await run(dir, ['verify', 'ledger.ndjson', '--witness', witness, '--key', key]);
  t.equal(good.code, 0, good.out);
  t.match(good.out, /510 rows, 0 to 509, and 5 checkpoints/);
  t.match(good.out, /15 writes have the Provenance/);
  t.match(good.out, /agrees with 5 checkpoints of the witness/);
  t.same(
    good.out.match(/NOT \w+: meta in a Provenance|NOT(?! \w+: meta).*/g),
    [metaLeft],
    'nothing else is left open',
  );
  const row = lines.findIndex((line) => line.startsWith('{"index":250,'));
  const bad = lines.with(row, (lines[row] ?? '').replace('Practitioner/nurse', 'Practitioner/x'));
  put(dir, 'bad.ndjson', bad.join('\n'));
  t.same(await run(dir, ['verify', 'bad.ndjson']), {
    ...{ code: 1, out: 'NOT TRUE: Row 250 does not say what it was committed to say.\n' },
  });
  const alone = await verify([whole]);
  t.match(
    alone.text,
    /NOT PROVED: whose key[\s\S]*NOT PROVED: that the whole ledger was not made anew/,
  );
  t.equal(alone.holds, true);
  const part = put(dir, 'part.ndjson', (await linesOf(kept, { from: monday + dayMs })).join('\n'));
  t.match((await verify([part, '--key', key])).text, /NOT PROVED: what the 201 rows before say/);
  for (const given of [[], ['a', 'b'], ['x', '--witnes', 'y'], ['x', '--key']])
    await t.rejects(verify(given), { name: 'ConfigError', message: /^Name the file/ });
  for (const given of [['none'], [whole, '--key', 'none'], [whole, '--witness', 'none']])
    await t.rejects(verify(given), { name: 'ConfigError', message: /cannot be read\.$/ });
  const notKey = await verify([whole, '--key', whole]);
  t.same(notKey, { holds: false, text: 'NOT TRUE: The file of the key is no JSON object.' });
});

t.test('a saved proof of one row is checked with what it is about', async (t) => {
  const kept = await keptLedger(t, monday);
  const { dir, key, witness } = await files(t, kept);
  const { rows } = await kept.db.query<{ id: string; content: string }>(
    'select id, content from provenance order by id limit 1',
  );
  const [{ id = '', content = '' } = {}] = rows;
  const proof = await proveInclusion(kept.ledger, id);
  if (typeof proof !== 'object') throw new Error('There is no proof.');
  const bytes = (name: string, value: Buffer | null) => ({
    ...{ name, valueBase64Binary: value?.toString('base64') },
  });
  const answer = (change: Partial<typeof proof> = {}): string => {
    const { row, nonce, commitment, index, treeSize, path, checkpoint } = { ...proof, ...change };
    const parameter = [
      ...(row === null ? [] : [{ name: 'row', valueString: row }]),
      ...(nonce === null ? [] : [bytes('nonce', nonce)]),
      bytes('commitment', commitment),
      { name: 'index', valueDecimal: index },
      { name: 'treeSize', valueDecimal: treeSize },
      ...path.map((hash) => bytes('path', hash)),
      { name: 'checkpoint', valueString: checkpoint },
    ];
    return put(
      dir,
      'proof.json',
      JSON.stringify({ resourceType: 'Parameters', parameter }, null, 1),
    );
  };
  const provenance = put(dir, 'provenance.json', content);
  const options = ['--key', key, '--witness', witness, '--provenance', provenance];
  const good = await verify([answer(), ...options]);
  t.match(good, {
    holds: true,
    text: /stands in the tree of 510 rows[\s\S]*The Provenance is the one/,
  });
  t.match(good.text, /The witness holds the very same tree/);
  t.same(good.text.match(/NOT \w+: meta in a Provenance|NOT(?! \w+: meta).*/g), [metaLeft]);
  const gone = await verify([answer({ row: null, nonce: null }), '--key', key]);
  t.match(gone, { holds: true, text: /NOT PROVED: what it says or said/ });
  const row = (proof.row ?? '').replace('karen', 'poul');
  const hidden = Buffer.concat([proof.nonce ?? Buffer.alloc(0), Buffer.from(proof.row ?? '')]);
  const wrong: readonly (readonly [Partial<typeof proof>, RegExp])[] = [
    [{ row }, /does not say what it was committed/],
    [{ nonce: null }, /content and no nonce/],
    [{ nonce: hidden, row: '' }, /has no nonce as it should be/],
    [{ path: [...proof.path, Buffer.alloc(31)] }, /has no path as it should be/],
    [{ commitment: Buffer.alloc(32), row: null, nonce: null }, /does not stand in the tree/],
    [{ index: proof.index + 1 }, /does not stand in the tree/],
    [{ path: proof.path.slice(1) }, /does not stand in the tree/],
    [{ path: [] }, /does not stand in the tree/],
    [{ treeSize: 509 }, /The checkpoint is of 510 rows/],
    [{ checkpoint: 'x.y.z' }, /no signed checkpoint/],
  ];
  for (const [change, sentence] of wrong)
    t.match(await verify([answer(change), '--key', key]), { holds: false, text: sentence });
  const saved = readFileSync(answer(), 'utf8');
  const strange: readonly (readonly [string, RegExp])[] = [
    [saved.replace('"name": "row"', '"name": "row", "name": "row"'), /with a member twice/],
    [saved.replace('"name": "row"', '"note": "x", "name": "row"'), /does not belong there: "note"/],
    [saved.replace('"name": "index"', '"name": "said"'), /a parameter that does not belong there/],
    [`\ufeff${saved}`, /begins with a byte order mark/],
  ];
  for (const [text, sentence] of strange)
    t.match(await verify([put(dir, 'strange.json', text), '--key', key]), {
      ...{ holds: false, text: sentence },
    });
  const twice = put(dir, 'twice.json', content.replace('{', '{"resourceType":"Patient",'));
  t.match(await verify([answer(), '--provenance', twice]), { text: /with a member twice/ });
  const other = put(dir, 'other.json', content.replace('Patient/karen', 'Patient/poul'));
  t.match(await verify([answer(), '--provenance', other]), {
    ...{ holds: false, text: /is not the one that was written/ },
  });
  for (const text of ['{"resourceType":"Parameters"}', '{"resourceType":"Patient"}'])
    t.match(await verify([put(dir, 'x.json', text)]), { holds: false, text: /no answer of/ });
  t.equal(readFileSync(provenance, 'utf8'), content);
});
