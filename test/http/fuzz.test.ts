import type { Appointment, Bundle } from '@medplum/fhirtypes';
import fc from 'fast-check';
import t from 'tap';
import { registry } from '../../src/registry.ts';
import { startHouse } from '../house.ts';
import { whole } from '../whole.ts';
import { type Heard, hear } from './wire.ts';

const limit = { numRuns: 150, interruptAfterTimeLimit: 40_000 } as const;
const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ maxLength: 20 }),
  fc.constantFrom('', ' ', '%', '\\', ',', '|', '||', '$', "'", '"', '{}', '{a,b}', 'null', '-1'),
  fc.constantFrom('<script>', "'; drop table patient; --", '\u0000', '\ud800', '9'.repeat(40)),
  fc.constantFrom('ge9999-12-31', 'le0001-01-01', 'ap2026', 'ne2026-11-24T10:00:00+14:00', 'eq24'),
);
const names = registry.flatMap(({ type, search }) =>
  Object.keys(search).map((name) => [type, name]),
);
const controls = ['_count', '_sort', '_include', '_revinclude', '_total', '_summary', '_elements'];

const search = fc.constantFrom(...registry.map(({ type }) => type)).chain((type) => {
  const own = names.filter(([of]) => of === type).map(([, name]) => `${name}`);
  const modifier = fc.constantFrom('', '', '', ':not', ':missing', ':exact', ':identifier', ':x');
  const name = fc.oneof(
    fc
      .tuple(fc.constantFrom(...own, '_id', '_lastUpdated'), modifier)
      .map((parts) => parts.join('')),
    fc.constantFrom(...controls, '_page', '_format'),
    nasty,
  );
  return fc.record({
    type: fc.constant(type),
    entries: fc.array(fc.tuple(name, nasty), { minLength: 1, maxLength: 4 }),
    lenient: fc.boolean(),
  });
});

const junk = fc.oneof(
  nasty,
  fc.constant(null),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constantFrom([], {}, [[]], [null], { reference: 'Patient/x' }, { coding: [{}] }),
);

/** Throws unless the answer is good, when it may be, or refuses with a reason that echoes no markup. */
function assertAnswered({ status, outcome, text }: Heard, mayBeGood: boolean): void {
  if (mayBeGood) return;
  if (status < 400 || status >= 500) throw new Error(`${status} ${text}`);
  if (!outcome?.issue[0]?.details?.text) throw new Error(`no reason: ${text}`);
  if (text.includes('<')) throw new Error(`an echo: ${text}`);
}

t.test('Nothing that a client makes up is a fault of ours', whole, async (t) => {
  const house = await startHouse(t);
  const staff = house.as('staff');
  const citizen = house.as('citizen');

  await t.test('as a search', async (t) => {
    let asked = 0;
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(search, async ({ type, entries, lenient }) => {
        asked += 1;
        const heard = await hear(
          staff(`${type}/_search`, {
            method: 'POST',
            headers: {
              'content-type': 'application/x-www-form-urlencoded',
              ...(lenient && { prefer: 'handling=lenient' }),
            },
            body: `${new URLSearchParams(entries.map(([name, value]): [string, string] => [name, value]))}`,
          }),
        );
        answered += heard.status === 200 ? 1 : 0;
        assertAnswered(heard, heard.status === 200);
      }),
      limit,
    );
    t.ok(asked > 50 && answered > 0, `${asked} searches, ${answered} answered`);
  });

  await t.test('as an Appointment', async (t) => {
    const found = (await (
      await citizen('Appointment?status=booked')
    ).json()) as Bundle<Appointment>;
    const good = { ...found.entry?.[0]?.resource };
    const keys = Object.keys(good);
    const change = fc.tuple(fc.oneof(fc.constantFrom(...keys), nasty), junk);
    let asked = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        asked += 1;
        const body = JSON.stringify({ ...good, ...Object.fromEntries(changes) });
        const heard = await hear(citizen('Appointment', { method: 'POST', body }));
        assertAnswered(heard, false);
      }),
      limit,
    );
    t.ok(asked > 50, `${asked} bodies`);
  });

  t.same(
    house.lines.filter((line) => line.includes('request failed')),
    [],
  );
});
