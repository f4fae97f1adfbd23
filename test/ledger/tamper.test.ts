import { readFileSync } from 'node:fs';
import t, { type Test } from 'tap';
import { openCheckpointKey, readCheckpoint, signCheckpoint } from '../../src/ledger/checkpoint.ts';
import type { ExportRange } from '../../src/ledger/export-rows.ts';
import type { Transaction } from '../../src/store/database.ts';
import { checked, checkpointsOf, dayMs, keptLedger, linesOf } from './kept.ts';
import { seed } from './rows.ts';
import { at, contents, forge, monday, remake, tampered } from './tampering.ts';

t.setTimeout(120_000);

t.test('whatever is done to the ledger is found', async (t) => {
  const kept = await keptLedger(t, monday);
  const [first, , , fourth] = (await checkpointsOf(kept)).map(({ size }) => size);
  const { publicJwk: key } = kept.ledger.key;
  const witness = readFileSync(kept.file, 'utf8').trim().split('\n');
  const finds = async (
    t: Test,
    act: (tx: Transaction) => Promise<unknown>,
    sentence: RegExp,
    range?: ExportRange,
  ) => t.match(await checked(await tampered(kept, act, range), { key }), sentence);

  await t.test('a field of a row', async (t) => {
    for (const change of [`agent = 'Patient/x'`, 'shown = 9', `at = at - interval '1 hour'`])
      await finds(
        t,
        (tx) => tx.query(`update ledger set ${change} where ${at(250)}`),
        /^Row 250 does not say what it was committed to say/,
      );
  });
  await t.test('a row and what commits to it', (t) =>
    finds(
      t,
      (tx) => forge(tx, 250, { agent: 'Patient/x' }),
      /of rows 201 to 302 one was altered, put in, taken out or moved/,
    ),
  );
  await t.test('the commitment alone', (t) =>
    finds(
      t,
      (tx) => tx.query(`update ledger set commitment = sha256(commitment) where ${at(0)}`),
      /^Row 0 does not say/,
    ),
  );
  await t.test('a row that is gone', async (t) => {
    await finds(t, (tx) => tx.query(`delete from ledger where ${at(10)}`), /of rows 0 to 99 one/);
    await finds(
      t,
      (tx) => tx.query(`delete from ledger where ${at(509)}`),
      /^Rows 509 to 509 are missing/,
    );
  });
  await t.test('a row that was put in', (t) =>
    finds(
      t,
      (tx) =>
        tx.query(`insert into ledger (tx, seq, ${contents.join(', ')}) overriding system value
          select tx, 9000000000, ${contents.join(', ')} from ledger where ${at(150)}`),
      /of rows 201 to 302 one was altered, put in/,
    ),
  );
  await t.test('two rows in each other’s place', (t) =>
    finds(
      t,
      async (tx) => {
        await tx.query(`create temp table pair on commit drop as
          select *, row_number() over (order by tx, seq) as n from ledger where ${at(20)} or ${at(21)}`);
        await tx.query(`update ledger l set ${contents.map((name) => `${name} = b.${name}`).join(', ')}
          from pair a, pair b where a.n <> b.n and (l.tx, l.seq) = (a.tx, a.seq)`);
      },
      /of rows 0 to 99 one was altered, put in, taken out or moved/,
    ),
  );
  await t.test('a tile of the tree', async (t) => {
    const alter = (tx: Transaction) =>
      tx.query(`update tile set hashes = set_byte(hashes, 0, 255 - get_byte(hashes, 0))`);
    await finds(t, alter, /The tree is not the one that was signed/, { from: monday + dayMs });
  });
  await t.test('a checkpoint', async (t) => {
    const sign = async (seed: Buffer, change: object) =>
      signCheckpoint(await openCheckpointKey(seed), {
        ...(await readCheckpoint(witness[1] ?? '')),
        ...change,
      });
    const put = (jws: string) => (tx: Transaction) =>
      tx.query('update checkpoint set jws = $1 where size = 201', [jws]);
    await finds(
      t,
      put(await sign(Buffer.alloc(32, 8), {})),
      /Its signature is not that of the key/,
    );
    await finds(t, put(await sign(seed, { root: Buffer.alloc(32) })), /of rows 100 to 200 one/);
    await finds(t, put(await sign(seed, { size: 200 })), /out of order/);
    await finds(t, put(await sign(seed, { size: 202 })), /Rows 201 to 201 are missing/);
    await finds(t, put(await sign(seed, { time: 0 })), /out of order/);
    await finds(t, put(await sign(seed, { origin: 'https://x.test' })), /is of https:\/\/x.test/);
  });
  await t.test('content that was taken out to hide what it said', (t) =>
    finds(
      t,
      (tx) =>
        tx.query(`update ledger set nonce = null, agent = null, targets = null where ${at(123)}`),
      /^Row 123 says nothing any more, and is not 2 years old/,
    ),
  );
  await t.test('a Provenance', async (t) => {
    await finds(
      t,
      (tx) =>
        tx.query(`update provenance set content = replace(content, 'Patient/karen', 'Patient/poul')
          where id = (select id from ledger where ${at(101)})`),
      /^The Provenance of row 101 is not the one that was written/,
    );
    await finds(t, (tx) => tx.query('delete from provenance'), /^The Provenance of row 0 is gone/);
  });
  await t.test('a tree made anew with the true key: by the witness alone', async (t) => {
    const lines = await tampered(kept, async (tx) => {
      await forge(tx, 250, { agent: 'Patient/x' });
      await remake(tx);
    });
    t.match(await checked(lines, { key }), { rows: { other: 495 } }, 'it is whole in itself');
    t.match(
      await checked(lines, { key, witness }),
      /^The witness holds another tree of 303 rows: .* at or before row 302/,
    );
    const early = { key, witness: witness.slice(0, 1) };
    const behind = (more: string) =>
      tampered(
        kept,
        async (tx) => {
          await forge(tx, 50, { agent: 'Patient/x' });
          await remake(tx);
          await tx.query(more);
        },
        { from: monday + 5 * dayMs },
      );
    t.match(
      await checked(await behind(''), early),
      /^The export brings no proof that it goes on from the 100 rows/,
    );
    const letter = `insert into checkpoint select 100, at, jws from checkpoint;
      insert into witness_letter (size, made_at) values (100, now())`;
    t.match(
      await checked(await behind(letter), early),
      /^The witness holds another tree of 100 rows, before the first/,
    );
  });
  await t.test('last rows that are gone with their checkpoint: by the witness alone', async (t) => {
    const lines = await tampered(kept, async (tx) => {
      await tx.query('delete from witness_letter; delete from checkpoint where size > 406');
      await tx.query(
        `delete from ledger where not (tx, seq) in (select tx, seq from ledger order by tx, seq limit 406)`,
      );
    });
    t.match(await checked(lines, { key }), { header: { end: fourth } });
    t.match(await checked(lines, { key, witness }), /^The rows from 406 on are missing/);
  });
  t.equal(first, 100);
  t.match(await checked(await linesOf(kept), { key, witness }), { witness: { agreed: 5 } });
});
