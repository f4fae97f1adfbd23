import t from 'tap';
import { giveBack, leaseTable, takeLease } from '../../src/store/lease.ts';
import { testDatabase } from '../database.ts';

t.test('one at a time has the lease of a key', async (t) => {
  const { owner: db } = await testDatabase(t);
  await db.query(leaseTable.sql);
  t.equal(await takeLease(db, 'a', 'first'), true);
  t.equal(await takeLease(db, 'b', 'other'), true, 'another key is another lease');
  let isHeld = true;
  const second = takeLease(db, 'a', 'second').then((taken) => ({ taken, isHeld }));
  await giveBack(db, 'a', 'nobody');
  isHeld = false;
  await giveBack(db, 'a', 'first');
  t.same(await second, { taken: true, isHeld: false }, 'whoever waits gets it afterwards');

  await db.query(`update lease set until = now() - interval '1 second'`);
  t.equal(await takeLease(db, 'a', 'third'), true, 'one that has expired is free');
  await giveBack(db, 'a', 'second');
  const { rows } = await db.query('select key, holder from lease order by key');
  t.same(rows, [
    { key: 'a', holder: 'third' },
    { key: 'b', holder: 'other' },
  ]);
});
