import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { CuraUnavailable } from '../../src/cura/port.ts';
import { booking, client, sandbox } from './sandbox.ts';

t.test('reads outlast passing errors, cut connections and too many requests', async (t) => {
  const staff = await sandbox(t);
  const cura = client(t, staff, { maxPauseMs: 1_100 });
  staff.faults.failNext = { n: 2, status: 503 };
  t.equal((await cura.get('borger', 'borger-00001'))?.id, 'borger-00001');
  staff.faults.rateLimit = 2;
  const reads = [1, 2, 3].map(() => cura.get('borger', 'borger-00001'));
  t.same(
    (await Promise.all(reads)).map((found) => found?.id),
    Array(3).fill('borger-00001'),
  );
});

t.test('a read that never succeeds ends as CuraUnavailable', async (t) => {
  const staff = await sandbox(t);
  const cura = client(t, staff);
  await cura.get('borger', 'borger-00001');
  staff.faults.failNext = { n: 100, status: 500 };
  await t.rejects(cura.get('borger', 'borger-00001'), {
    name: 'CuraUnavailable',
    message: 'Cura GET /v1/borger/{id}: status 500',
  });
  t.equal(staff.faults.failNext.n, 96, 'it was asked four times');
  staff.heal();
  staff.faults.down = true;
  await t.rejects(cura.changes(0, 1), CuraUnavailable);
});

t.test(
  'a write whose answer is lost is unknown, is not sent again, and its key tells',
  async (t) => {
    const staff = await sandbox(t);
    const cura = client(t, staff);
    await cura.list('enhed', { max: 1 });
    const cases = [
      { fault: () => Object.assign(staff.faults, { cutBeforeCommit: 1 }), done: false },
      { fault: () => Object.assign(staff.faults, { cutAfterCommit: 1 }), done: true },
      {
        fault: () => Object.assign(staff.faults, { failNext: { n: 1, status: 503 } }),
        done: false,
      },
      {
        fault: () =>
          Object.assign(staff.faults, { failNext: { n: 1, status: 500, afterCommit: true } }),
        done: true,
      },
    ];
    for (const [nth, { fault, done }] of cases.entries()) {
      const draft = booking({
        start: `2026-11-2${4 + nth}T23:00:00+01:00`,
        slut: `2026-11-2${4 + nth}T23:30:00+01:00`,
      });
      fault();
      t.match(await cura.create('aftale', draft, `key-${nth}`), { kind: 'unknown' });
      t.equal((await cura.outcome(`key-${nth}`))?.kind, done ? 'done' : undefined, `case ${nth}`);
      const again = await cura.create('aftale', draft, `key-${nth}`);
      t.match(again, { kind: 'done', record: { version: 1 } }, 'the same key finishes it');
    }
    const page = await cura.changes(0, 100);
    t.equal(page.kind === 'rows' && page.rows.length, cases.length, 'nothing happened twice');
  },
);

t.test('a write that takes too long is unknown, and under way until Cura is done', async (t) => {
  const staff = await sandbox(t);
  const cura = client(t, staff, { timeoutMs: 60 });
  const patient = client(t, staff);
  await patient.list('enhed', { max: 1 });
  await cura.list('enhed', { max: 1 });
  staff.faults.latencyMs = 2_000;
  const made = await cura.create('aftale', booking(), 'key-slow');
  t.match(made, { kind: 'unknown', reason: /time-out/ });
  staff.faults.latencyMs = 0;
  t.match(await patient.outcome('key-slow'), { kind: 'unknown', reason: 'status 202' });
  await sleep(2_000);
  for (let left = 200; left > 0; left -= 1) {
    if ((await patient.outcome('key-slow'))?.kind === 'done') break;
    await sleep(20);
  }
  t.equal((await patient.outcome('key-slow'))?.kind, 'done');
});

t.test('a write that was surely not carried out is sent again: 429', async (t) => {
  const staff = await sandbox(t);
  const cura = client(t, staff);
  await cura.list('enhed', { max: 1 });
  staff.faults.failNext = { n: 2, status: 429 };
  t.match(await cura.create('aftale', booking(), 'key-1'), { kind: 'done' });
});

t.test('a Cura that does not listen is unavailable to reads and unknown to writes', async (t) => {
  const staff = await sandbox(t, { size: { citizens: 0 } });
  const cura = client(t, staff, { attempts: 2 });
  await cura.list('enhed', { max: 1 });
  await staff.close();
  staff.close = async () => {};
  await t.rejects(cura.list('enhed', { max: 1 }), CuraUnavailable);
  t.match(await cura.create('aftale', booking(), 'key-1'), { kind: 'unknown' });
});

t.test(
  'tokens that Cura never accepts end the matter, and a wrong secret is said to be one',
  async (t) => {
    const staff = await sandbox(t, { tokenSeconds: 0 });
    const cura = client(t, staff, { attempts: 1 });
    await t.rejects(cura.list('enhed', { max: 1 }), { message: 'Cura GET /v1/enhed: status 401' });
    const wrong = client(t, staff, { clientSecret: 'gættet' });
    await t.rejects(wrong.list('enhed', { max: 1 }), {
      message: 'Cura refuses the client credentials; check the client id and secret.',
    });
  },
);
