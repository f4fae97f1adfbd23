import t from 'tap';
import { readCheckpoint } from '../../src/ledger/checkpoint.ts';
import { latestCheckpoint, makeCheckpoint } from '../../src/ledger/checkpoint-log.ts';
import { leafHash } from '../../src/ledger/merkle.ts';
import { isConsistent, isIncluded } from '../../src/ledger/merkle-proof.ts';
import { type InclusionProof, proveConsistency, proveInclusion } from '../../src/ledger/proof.ts';
import { commitmentOf, rowText } from '../../src/ledger/row.ts';
import { sealAll } from '../../src/ledger/seal.ts';
import { openTiles, TileMissing } from '../../src/ledger/tile.ts';
import { append, emptyLedger, look } from './rows.ts';
import { grow } from './witness-scene.ts';

/** What an outsider does with a proof. */
async function holds(proof: InclusionProof): Promise<boolean> {
  const { row, nonce, commitment, index, treeSize: size, path, checkpoint } = proof;
  const signed = await readCheckpoint(checkpoint);
  const isSame = row === null || commitmentOf(nonce ?? Buffer.alloc(0), row).equals(commitment);
  const claim = { leaf: leafHash(commitment), index, size, path, root: signed.root };
  return isSame && signed.size === size && isIncluded(claim);
}

t.test('each row is proved to be in the tree that the newest checkpoint names', async (t) => {
  const { db, ledger } = await emptyLedger(t);
  await grow(ledger, 'a', 257);
  await grow(ledger, 'b', 600);
  const asked = ['a 0', 'a 1', 'a 255', 'a 256', 'b 0', 'b 254', 'b 255', 'b 599'];
  for (const id of asked) {
    const proof = await proveInclusion(ledger, id);
    if (!proof || proof === 'unsealed') return t.fail(`no proof of ${id}`);
    const [name, number] = id.split(' ');
    t.match(proof, {
      row: rowText(look(id)),
      index: Number(number) + (name === 'b' ? 257 : 0),
      treeSize: 857,
    });
    t.ok(await holds(proof), `the proof of ${id} holds`);
    const nonce = Buffer.alloc(16);
    t.notOk(await holds({ ...proof, nonce }), 'with another nonce it does not');
    const row = proof.row?.replace('TREAT', 'ETREAT') ?? null;
    t.notOk(await holds({ ...proof, row }), 'nor with another row');
  }
  t.equal(await proveInclusion(ledger, 'nobody'), undefined);
  await append(db, 'c', 400);
  t.equal(await proveInclusion(ledger, 'c 0'), 'unsealed');
  t.equal(await proveInclusion(ledger, 'c 399'), 'unsealed');
  await sealAll(db);
  t.equal(await proveInclusion(ledger, 'c 0'), 'unsealed', 'no checkpoint has it yet');
  await makeCheckpoint(ledger);
  t.match(await proveInclusion(ledger, 'c 399'), { index: 1_256, treeSize: 1_257 });
});

t.test('a row whose content was purged is still proved, by what it was committed to', async (t) => {
  const { owner, ledger } = await emptyLedger(t);
  await grow(ledger, 'a', 3);
  await owner.query(`update ledger set nonce = null, query = null, agent = null where id = 'a 1'`);
  const proof = await proveInclusion(ledger, 'a 1');
  t.match(proof, { row: null, nonce: null, index: 1 });
  t.ok(proof && proof !== 'unsealed' && (await holds(proof)));
});

t.test('trees of any two sizes are proved to go on from each other', async (t) => {
  const { ledger } = await emptyLedger(t);
  await grow(ledger, 'a', 2_000);
  await ledger.db.query(`insert into ledger (commitment, at)
    select sha256(n::text::bytea), now() from generate_series(1, 70000) as n`);
  await sealAll(ledger.db);
  for (const [first, second] of [
    [1, 2],
    [255, 256],
    [256, 257],
    [300, 65_536],
    [65_535, 65_537],
    [65_536, 72_000],
    [71_999, 72_000],
    [72_000, 72_000],
    [0, 5],
  ] as const) {
    const [firstRoot, secondRoot] = [
      await ledger.tiles.rootAt(first),
      await openTiles(ledger.db).rootAt(second),
    ];
    const path = await proveConsistency(ledger, first, second);
    t.ok(isConsistent({ first, second, firstRoot, secondRoot, path }), `${first} to ${second}`);
  }
  await t.rejects(ledger.tiles.rootAt(72_001), TileMissing);
  t.equal(await latestCheckpoint(ledger.db).then((one) => one?.size), 2_000);
});
