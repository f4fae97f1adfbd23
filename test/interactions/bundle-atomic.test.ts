import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Bundle, BundleEntry, Observation, Patient } from '@medplum/fhirtypes';
import t from 'tap';
import { whole } from '../whole.ts';
import { type Ask, startPlain } from './plain-house.ts';

const put = (resource: { resourceType: string; id: string }) => ({
  resource,
  request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
});
const get = (url: string) => ({ request: { method: 'GET', url } });
const patient = (id: string, birthDate: string) => ({ resourceType: 'Patient', id, birthDate });
const observed = (effectiveDateTime: string) => ({
  resourceType: 'Observation',
  ...{ id: 'o', status: 'final', code: { text: 'x' } },
  ...{ subject: { reference: 'Patient/a' }, effectiveDateTime },
});

const transact = (ask: Ask, entry: readonly object[]) =>
  ask('POST', '', { resourceType: 'Bundle', type: 'transaction', entry });

const resourcesIn = ({ entry = [] }: Bundle) =>
  entry.flatMap(({ resource }: BundleEntry) => resource ?? []);

/** The dates that a Bundle shows, once each: one writer gives all the same. */
const datesIn = (bundle: Bundle): string[] => [
  ...new Set(
    resourcesIn(bundle).flatMap((one): string[] => {
      if (one.resourceType === 'Bundle') return datesIn(one);
      const { birthDate, effectiveDateTime } = one as Patient & Observation;
      return [birthDate ?? effectiveDateTime ?? ''];
    }),
  ),
];

t.test('transactions are whole to everybody', whole, async (t) => {
  const { asks, ask } = await startPlain(t, ['Patient', 'Observation'], 2);
  const other = asks[1] as Ask;

  await t.test('a reader never sees half of one', async (t) => {
    const write = (at: number) => {
      const date = `19${String(at).padStart(2, '0')}-01-01`;
      return transact(ask, [put(patient('a', date)), put(observed(date)), put(patient('b', date))]);
    };
    await write(10);
    let writing = true;
    const reads = [
      () => other('GET', 'Patient?_id=a,b'),
      () => other('GET', 'Observation?_id=o&_include=Observation:subject'),
      () => other('GET', 'Patient?_id=a&_revinclude=Observation:subject'),
      () => transact(other, [get('Patient/a'), get('Observation/o'), get('Patient?_id=b')]),
    ];
    const seen = new Set<string>();
    const read = async (one: (typeof reads)[number]): Promise<string[]> => {
      const halves: string[] = [];
      while (writing) {
        const dates = datesIn((await one()).body);
        for (const date of dates) seen.add(date);
        if (dates.length !== 1) halves.push(dates.join(' and '));
      }
      return halves;
    };
    const readers = reads.map(read);
    for (let at = 11; at < 40; at += 1) t.equal((await write(at)).status, 200);
    writing = false;
    t.same((await Promise.all(readers)).flat(), []);
    t.ok(seen.size > 5, `the readers saw ${seen.size} states`);
  });

  await t.test('those that cross each other all come through', async (t) => {
    const ids = Array.from({ length: 6 }, (_, at) => `x${at}`);
    const crossing = (at: number) => {
      const order = at % 2 === 0 ? ids : ids.toReversed();
      const send = asks[at % 2] as Ask;
      return transact(
        send,
        order.map((id) => put(patient(id, `19${at + 10}-01-01`))),
      );
    };
    const started = performance.now();
    const all = await Promise.all(Array.from({ length: 40 }, (_, at) => crossing(at)));
    t.same([...new Set(all.map(({ status }) => status))], [200]);
    t.ok(performance.now() - started < 20_000, 'without waiting for deadlocks to be found');
    const last = (await ask('GET', `Patient?_id=${ids}`)).body;
    t.equal(datesIn(last).length, 1, 'the last one is whole');
    t.equal((await ask('GET', 'Patient/x0/_history?_count=100')).body.total, 40);
  });

  await t.test('conditional ones at once make one of each', async (t) => {
    const entry = ['1', '2', '3'].map((value) => ({
      resource: { resourceType: 'Patient', identifier: [{ system: 'urn:x', value }] },
      request: { method: 'POST', url: 'Patient', ifNoneExist: `identifier=urn:x|${value}` },
    }));
    const all = await Promise.all(
      Array.from({ length: 32 }, (_, at) =>
        transact(asks[at % 2] as Ask, at % 3 === 0 ? entry : entry.toReversed()),
      ),
    );
    t.same([...new Set(all.map(({ status }) => status))], [200]);
    const there = await ask('GET', 'Patient?identifier=urn:x|1,urn:x|2,urn:x|3');
    t.equal(resourcesIn(there.body).length, 3);
  });

  await t.test('a large one holds up nobody', async (t) => {
    const large = Array.from({ length: 1_000 }, (_, at) => put(patient(`l${at}`, '1950-01-01')));
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const both = await Promise.all([transact(ask, large), transact(other, large.toReversed())]);
    delay.disable();
    t.same(
      both.map(({ status }) => status),
      [200, 200],
    );
    t.comment(`event loop: worst ${Math.round(delay.max / 1e6)} ms`);
    t.equal((await ask('GET', 'Patient?birthdate=1950&_summary=count')).body.total, 1_000);
  });
});
