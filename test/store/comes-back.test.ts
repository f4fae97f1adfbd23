import type { Device } from '@medplum/fhirtypes';
import t from 'tap';
import { prepareStore } from '../../src/main/foundation.ts';
import { device } from '../../src/resources/device/index.ts';
import { putAll, removeAll } from '../../src/store/put.ts';
import { storeRoom } from '../../src/store/stored-room.ts';
import { testDatabase } from '../database.ts';

const now = Date.UTC(2026, 10, 24, 9, 0);
const one: Device & { id: string } = { resourceType: 'Device', id: 'one', status: 'active' };

t.test('what was taken away and comes back goes on counting its versions', async (t) => {
  const { db, owner } = await testDatabase(t);
  await prepareStore(db, [device], { owner });
  const room = storeRoom(device, Buffer.alloc(32));
  const versions: (number | undefined)[] = [];
  for (let round = 0; round < 3; round += 1) {
    const [put] = await db.transaction((tx) => putAll(tx, room, [one], now));
    const [removed] = await db.transaction((tx) => removeAll(tx, room, ['one'], now));
    versions.push(put?.version, removed?.version);
  }
  t.same(versions, [1, 2, 3, 4, 5, 6]);
  const { rows } = await db.query<{ version: number; there: boolean }>(
    'select version, content is not null as there from device_history order by version',
  );
  t.same(
    rows.map(({ there }) => there),
    [true, false, true, false, true, false],
  );
});
