import t from 'tap';
import { compare } from './compare.ts';
import { openWhole, withPair } from './pair.ts';
import { foundTown } from './town.ts';

const seed = Number(process.env.INTERFERENCE_SEED || 1);
const questions = Number(
  process.env.INTERFERENCE_QUESTIONS || (process.env.WHOLE === '1' ? 60 : 12),
);

const askers = process.env.INTERFERENCE_ASKERS?.split(',') ?? [
  ...['citizen', 'neighbour', 'protected', 'parent', 'staff', 'otherstaff'],
  ...['relative', 'seeonly', 'protectedRelative', 'guardian', 'economyOnly', 'expired'],
  ...['ticketonly', 'ticketstranger', 'several', 'auditor', 'system', 'association', 'public'],
];

t.test('Every answer is that of a store which holds only what the caller may see', async (t) => {
  const town = await foundTown(t, askers);
  const whole = await openWhole(town);
  t.teardown(() => whole.close());
  for (const asker of town.askers)
    await t.test(asker.persona, async (t) => {
      const { persona } = asker;
      const { differences, statuses } = await withPair(town, whole, asker, (pair) =>
        compare(pair, { seed, persona, questions }),
      );
      t.same(differences, [], `with INTERFERENCE_SEED=${seed}`);
      t.ok(statuses[200] || statuses[403], JSON.stringify(statuses));
    });
});
