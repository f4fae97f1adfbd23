import t from 'tap';
import {
  CheckpointError,
  openCheckpointKey,
  readCheckpoint,
  signCheckpoint,
} from '../../src/ledger/checkpoint.ts';
import { latestCheckpoint, makeCheckpoint } from '../../src/ledger/checkpoint-log.ts';
import { rootOf } from '../../src/ledger/merkle.ts';
import { sealAll } from '../../src/ledger/seal.ts';
import { append, emptyLedger, noon, seed, standing } from './rows.ts';

const checkpoint = {
  origin: 'https://samspil.test',
  size: 3,
  root: Buffer.alloc(32, 9),
  time: noon,
};

t.test(
  'a checkpoint is signed by the key of the seed, always alike, and is read by it',
  async (t) => {
    const key = await openCheckpointKey(seed);
    const again = await openCheckpointKey(seed);
    t.same(again.publicJwk, key.publicJwk);
    t.match(key.publicJwk, { kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', d: undefined });
    const jws = await signCheckpoint(key, checkpoint);
    t.equal(await signCheckpoint(again, checkpoint), jws);
    t.match(await readCheckpoint(jws, key.publicJwk), checkpoint);
    t.equal((await readCheckpoint(jws)).jwk.kid, key.publicJwk.kid);
  },
);

t.test('what is not signed by the key, or no checkpoint, is refused in a sentence', async (t) => {
  const key = await openCheckpointKey(seed);
  const other = await openCheckpointKey(Buffer.alloc(32, 8));
  const jws = await signCheckpoint(key, checkpoint);
  const [head = '', body = '', signature = ''] = jws.split('.');
  const larger = Buffer.from(body, 'base64url').toString().replace('"size":3', '"size":4');
  const badKey = new CheckpointError('Its signature is not that of the key.');
  const none = new CheckpointError('It is no signed checkpoint.');
  await t.rejects(readCheckpoint(jws, other.publicJwk), badKey);
  await t.rejects(
    readCheckpoint([head, Buffer.from(larger).toString('base64url'), signature].join('.')),
    badKey,
  );
  const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
  for (const text of ['', 'a.b.c', `${unsigned}.${body}.`, `${head}.${body}`])
    await t.rejects(readCheckpoint(text, key.publicJwk), none);
  for (const said of [{ size: -1 }, { root: Buffer.alloc(31) }, { size: 0.5 }])
    await t.rejects(
      readCheckpoint(await signCheckpoint(key, { ...checkpoint, ...said })),
      new CheckpointError('It is signed, and says no origin, size, root and time of a tree.'),
    );
});

t.test('a checkpoint is made when the tree has grown, and not sooner than asked for', async (t) => {
  const { db, ledger, setNow } = await emptyLedger(t);
  t.equal(await makeCheckpoint(ledger), false, 'nothing is sealed');
  await append(db, 'a', 300);
  t.equal(await makeCheckpoint(ledger), false, 'rows that are not sealed are in no checkpoint');
  await sealAll(db);
  t.equal(await makeCheckpoint(ledger, 5_000), true);
  t.equal(await makeCheckpoint(ledger), false, 'it has not grown');
  await append(db, 'b', 1);
  await sealAll(db);
  setNow(noon + 4_999);
  t.equal(await makeCheckpoint(ledger, 5_000), false);
  setNow(noon + 5_000);
  t.equal(await makeCheckpoint(ledger, 5_000), true);
  const { rows } = await standing(db);
  const latest = await latestCheckpoint(db);
  t.match(await readCheckpoint(latest?.jws ?? '', ledger.key.publicJwk), {
    origin: 'https://samspil.test',
    size: 301,
    root: rootOf(rows.map(({ leaf }) => leaf)),
    time: noon + 5_000,
  });
});

t.test('a clock that had run ahead stops no checkpoint', async (t) => {
  const { db, ledger, setNow } = await emptyLedger(t);
  const ahead = noon + 86_400_000;
  setNow(ahead);
  await append(db, 'a', 1);
  await sealAll(db);
  t.equal(await makeCheckpoint(ledger, 5_000), true);
  setNow(noon);
  await append(db, 'b', 1);
  await sealAll(db);
  t.equal(await makeCheckpoint(ledger, 5_000), true);
  t.match(await latestCheckpoint(db), { size: 2, at: ahead }, 'no time goes back');
  setNow(ahead - 1);
  await append(db, 'c', 1);
  await sealAll(db);
  t.equal(await makeCheckpoint(ledger, 5_000), false, 'a moment is waited for');
  setNow(ahead + 5_000);
  t.equal(await makeCheckpoint(ledger, 5_000), true);
  t.match(await latestCheckpoint(db), { size: 3, at: ahead + 5_000 });
});

t.test('checkpoints cannot be altered or taken away by what runs', async (t) => {
  const { db, ledger } = await emptyLedger(t);
  await append(db, 'a', 1);
  await sealAll(db);
  await makeCheckpoint(ledger);
  const refused = { message: /permission denied for table checkpoint/ };
  await t.rejects(db.query(`update checkpoint set jws = ''`), refused);
  await t.rejects(db.query('delete from checkpoint'), refused);
});
