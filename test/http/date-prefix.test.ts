import type { Bundle } from '@medplum/fhirtypes';
import t from 'tap';
import { registry } from '../../src/registry.ts';
import { startHouse } from '../house.ts';
import { whole } from '../whole.ts';

const prefixes = ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'sa', 'eb', 'ap'];

const house = await startHouse(t);

t.test('every prefix of every date parameter is answered', whole, async (t) => {
  const staff = house.as('staff');
  let asked = 0;
  for (const { type, search } of registry) {
    const dates = Object.keys(search).filter((name) => search[name]?.type === 'date');
    for (const name of [...dates, '_lastUpdated'])
      for (const prefix of prefixes) {
        const { status } = await staff(`${type}?${name}=${prefix}2026-11-24&_count=1`);
        t.equal(status, 200, `${type}?${name}=${prefix}`);
        asked += 1;
      }
  }
  t.ok(asked > 150, `${asked} were asked`);
});

t.test(
  'what comes before a day and what comes after it is everything but that day',
  whole,
  async (t) => {
    const citizen = house.as('citizen');
    const [{ resource } = {}] = ((await (await citizen('Patient')).json()) as Bundle).entry ?? [];
    const count = async (date: string): Promise<number> => {
      const url = `Appointment?patient=${resource?.id}${date}&_count=0`;
      return ((await (await citizen(url)).json()) as Bundle).total ?? -1;
    };
    const day = '2026-11-27';
    const parts = [`&date=lt${day}`, `&date=eq${day}`, `&date=gt${day}`];
    const [before = 0, on = 0, after = 0] = await Promise.all(parts.map(count));
    t.ok(before > 0 && after > 0, `${before} before, ${on} on it, ${after} after`);
    t.equal(before + on + after, await count(''));
    t.equal(await count(`&date=le${day}`), before + on);
    t.equal(await count(`&date=ge${day}`), on + after);
    t.equal(await count(`&date=ne${day}`), before + after);
  },
);
