import type { OperationOutcome, Parameters } from '@medplum/fhirtypes';
import t from 'tap';
import { readCheckpoint } from '../../src/ledger/checkpoint.ts';
import { makeCheckpoint } from '../../src/ledger/checkpoint-log.ts';
import { leafHash } from '../../src/ledger/merkle.ts';
import { isConsistent, isIncluded } from '../../src/ledger/merkle-proof.ts';
import { commitmentOf } from '../../src/ledger/row.ts';
import { sealAll } from '../../src/ledger/seal.ts';
import { startHouse } from '../house.ts';

const own = (body: Parameters, name: string) =>
  body.parameter?.filter((one) => one.name === name) ?? [];
const bytes = (body: Parameters, name: string): Buffer[] =>
  own(body, name).map(({ valueBase64Binary = '' }) => Buffer.from(valueBase64Binary, 'base64'));

const codeIn = (outcome: unknown): unknown =>
  (outcome as OperationOutcome).issue[0]?.details?.coding?.[0]?.code;

/** What an outsider does with the answer and the keys that are published. */
async function proved(body: Parameters, base: string): Promise<string> {
  const { keys } = (await (await fetch(`${base}/ledger/keys`)).json()) as { keys: [object] };
  const text = own(body, 'row')[0]?.valueString ?? '';
  const [nonce, commitment] = [...bytes(body, 'nonce'), ...bytes(body, 'commitment')];
  if (!nonce || !commitment?.equals(commitmentOf(nonce, text))) return 'not committed to';
  const signed = await readCheckpoint(own(body, 'checkpoint')[0]?.valueString ?? '', keys[0]);
  const isThere = isIncluded({
    leaf: leafHash(commitment),
    index: own(body, 'index')[0]?.valueDecimal ?? -1,
    size: own(body, 'treeSize')[0]?.valueDecimal ?? -1,
    path: bytes(body, 'path'),
    root: signed.root,
  });
  return isThere ? text : 'not included';
}

t.test('who may read a Provenance or AuditEvent gets a proof of it, and nobody else', async (t) => {
  const house = await startHouse(t);
  const { ledger } = house.workers;
  const place = house.base.replace('/fhir', '');
  const { rows } = await house.ports.db.query<{ id: string; patient: string }>(
    `select id, patient from ledger where kind = 'write' and patient is not null order by tx, seq limit 1`,
  );
  const id = rows[0]?.id ?? '';
  const early = await house.as('auditor')(`Provenance/${id}/$inclusion-proof`);
  t.equal(early.status, 409);
  t.equal(early.headers.get('retry-after'), '10');
  t.match(await early.json(), {
    issue: [{ code: 'conflict', details: { coding: [{ code: 'not-sealed-yet' }] } }],
  });

  await sealAll(ledger.db);
  await makeCheckpoint(ledger);
  const answer = await house.as('auditor')(`Provenance/${id}/$inclusion-proof`);
  t.equal(answer.status, 200);
  const body = (await answer.json()) as Parameters;
  t.match(JSON.parse(await proved(body, place)), [id, 'write']);
  const { parameter = [] } = body;
  const other = parameter.map((one) =>
    one.name === 'row'
      ? { ...one, valueString: one.valueString?.replace('write', 'wrote') ?? '' }
      : one,
  );
  t.equal(await proved({ ...body, parameter: other }, place), 'not committed to');

  t.equal((await house.as('neighbour')(`Provenance/${id}/$inclusion-proof`)).status, 404);
  t.equal((await house.as('auditor')('Provenance/none/$inclusion-proof')).status, 404);
  t.equal((await fetch(`${house.base}/Provenance/${id}/$inclusion-proof`)).status, 401);
  t.equal((await house.as('auditor')(`Provenance/${id}/$inclusion-proof?x=1`)).status, 400);

  const seen = await house.ports.db.query(
    `select from ledger where kind = 'access' and interaction = '$inclusion-proof' and patient = $1`,
    [rows[0]?.patient],
  );
  t.equal(seen.rowCount, 1, 'the look at a citizen’s row is in the ledger too');

  const first = await readCheckpoint(own(body, 'checkpoint')[0]?.valueString ?? '');
  await sealAll(ledger.db);
  await makeCheckpoint(ledger);
  const { rows: looks } = await house.ports.db.query<{ id: string }>(
    `select id from ledger where kind = 'access' and interaction = '$inclusion-proof' limit 1`,
  );
  const ofLook = await house.as('auditor')(`AuditEvent/${looks[0]?.id}/$inclusion-proof`);
  t.match(JSON.parse(await proved((await ofLook.json()) as Parameters, place)), [
    looks[0]?.id,
    'access',
  ]);
  const latest = (await (await fetch(`${place}/ledger/checkpoint`)).json()) as {
    checkpoint: string;
    size: number;
    witness: object;
  };
  t.same(latest.witness, { kind: 'none', waiting: 0 });
  const second = await readCheckpoint(latest.checkpoint);
  t.ok(second.size > first.size);
  const ask = (query: string) => fetch(`${place}/ledger/consistency?${query}`);
  const told = await (await ask(`first=${first.size}&second=${second.size}`)).json();
  const path = (told as { path: string[] }).path.map((hash) => Buffer.from(hash, 'base64url'));
  t.ok(
    isConsistent({
      ...{ first: first.size, second: second.size, path },
      ...{ firstRoot: first.root, secondRoot: second.root },
    }),
  );
  for (const bad of [
    '',
    'first=2&second=1',
    `first=1&second=${second.size + 1}`,
    'first=-1&second=1',
    'first=1&first=2&second=3',
    'first=1e3&second=5',
  ])
    t.match(
      await ask(bad).then(async (one) => [one.status, codeIn(await one.json())]),
      [400, 'ledger-range'],
      bad,
    );
});
