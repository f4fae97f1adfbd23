import t from 'tap';
import { compareWith } from './plant.ts';
import { plants } from './plants.ts';
import { foundTown } from './town.ts';

/** All of them take most of ten minutes, more than CI has beside the rest. */
const isWhole = process.env.PLANTS === 'all';
t.setTimeout(isWhole ? 1_800_000 : 240_000);

const seed = Number(process.env.INTERFERENCE_SEED || 1);
/** So many before a plant must have been found. */
const questions = 3_000;

t.test('A check that is switched off is found', async (t) => {
  const planted = plants.filter(({ isQuick }) => isWhole || isQuick);
  const town = await foundTown(t, [...new Set(planted.map(({ persona }) => persona))]);
  for (const plant of planted)
    await t.test(plant.name, async (t) => {
      const asked = { seed, persona: plant.persona, questions, enough: 1 };
      const { differences } = await compareWith(plant, { town, asked });
      t.not(differences.length, 0);
      t.comment(differences[0]);
    });
});
