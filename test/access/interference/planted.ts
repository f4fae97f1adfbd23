/** A process of its own, whose code is a copy with one check switched off: says where its houses differ. */
import { type Asked, compare } from './compare.ts';
import { openWhole, withPair } from './pair.ts';
import type { Town } from './town.ts';

/** What the process is told when it begins. */
export interface Errand {
  readonly town: Town;
  readonly asked: Asked;
}

process.once('message', async ({ town, asked }: Errand) => {
  const whole = await openWhole(town);
  const asker = town.askers.find(({ persona }) => persona === asked.persona);
  if (!asker) throw new RangeError(`nobody is ${asked.persona}`);
  const found = await withPair(town, whole, asker, (pair) => compare(pair, asked));
  await whole.close();
  process.send?.(found, () => process.disconnect());
});
