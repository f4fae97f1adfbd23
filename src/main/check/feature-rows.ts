import {
  type FeatureName,
  featureNames,
  features,
  offIn,
  unitsOf,
} from '../../resources/feature.ts';
import type { DeclaredUnit, Municipality } from '../../resources/municipality.ts';
import { type CheckRow, type Finding, ofChoices, place, whether } from './row.ts';

const namesOf = ({ sor, curaId, name }: DeclaredUnit): readonly (string | undefined)[] => [
  sor,
  curaId,
  name,
];

const unitNamed = ({ units = [] }: Municipality, named: string): DeclaredUnit | undefined =>
  units.find((unit) => namesOf(unit).includes(named));

/** Every unit that is named somewhere, with where. */
const named = (chosen: Municipality): (readonly [string, string])[] => [
  ...featureNames.flatMap((name) =>
    (unitsOf(chosen, name) ?? []).map((unit, at) => [`/features/${name}/${at}`, unit] as const),
  ),
  ...Object.keys(chosen.dialogue?.units ?? {}).map(
    (unit) => [`/dialogue/units/${unit}`, unit] as const,
  ),
];

const unknownUnit = (pointer: string, unit: string): Finding => ({
  at: place(pointer),
  text: {
    da: `Enheden “${unit}” står ikke under units.`,
    en: `The unit “${unit}” does not stand under units.`,
  },
  remedy: {
    da: 'Skriv den under units med SOR-kode og navn som i Cura, eller ret den her.',
    en: 'Add it to units with SOR code and name as in Cura, or change it here.',
  },
});

const twice = ({ units = [] }: Municipality): Finding[] => {
  const all = units.flatMap((unit, at) =>
    namesOf(unit).flatMap((one) => (one === undefined ? [] : [[one, at] as const])),
  );
  return [...Map.groupBy(all, ([one]) => one)]
    .filter(([, group]) => new Set(group.map(([, at]) => at)).size > 1)
    .map(([one]) => ({
      at: place('/units'),
      text: { da: `“${one}” står ved to enheder.`, en: `“${one}” stands at two units.` },
      remedy: { da: 'Giv hver enhed sit eget.', en: 'Give each unit its own.' },
    }));
};

/** Units, by SOR code, that have a feature; undefined for all. */
function having(chosen: Municipality, name: FeatureName): ReadonlySet<string> | undefined {
  if (offIn(chosen).has(name)) return new Set();
  const units = unitsOf(chosen, name);
  return units && new Set(units.map((one) => unitNamed(chosen, one)?.sor ?? one));
}

/** A feature that is of use only where another is on. */
const needsOther = (key: string, name: FeatureName, other: FeatureName): CheckRow =>
  ofChoices(key, 'error', (chosen) => {
    const [wants, has] = [having(chosen, name), having(chosen, other)];
    const lacking = wants && has ? [...wants].filter((unit) => !has.has(unit)) : [];
    const isAmiss = has && (wants ? lacking.length > 0 : true);
    if (!isAmiss) return [];
    const where = lacking.length > 0 ? ` (${lacking.join(', ')})` : '';
    return [
      {
        at: place(`/features/${name}`),
        text: {
          da: `${features[name].da} er slået til, hvor ${features[other].da} ikke er${where}.`,
          en: `${features[name].en} is on where ${features[other].en} is not${where}.`,
        },
        remedy: {
          da: `Slå ${features[other].da} til for de samme enheder, eller ${features[name].da} fra.`,
          en: `Switch ${features[other].en} on for the same units, or ${features[name].en} off.`,
        },
      },
    ];
  });

/** What is switched on, and for whom. */
export const featureRows: readonly CheckRow[] = [
  ofChoices('unit-unknown', 'error', (chosen) =>
    named(chosen)
      .filter(([, unit]) => unitNamed(chosen, unit) === undefined)
      .map(([pointer, unit]) => unknownUnit(pointer, unit)),
  ),
  ofChoices('unit-twice', 'error', twice),
  needsOther('waitlist-without-booking', 'waitlist', 'booking'),
  needsOther('video-without-booking', 'video', 'booking'),
  whether(
    'messages-without-dialogue',
    'error',
    (chosen) => !offIn(chosen).has('messages') && chosen.dialogue === undefined,
    {
      at: place('/features/messages'),
      text: {
        da: 'Beskeder er slået til, men dialogue mangler: ingen enhed tager imod.',
        en: 'Messages are on, but dialogue is missing: no unit takes any.',
      },
      remedy: {
        da: 'Skriv svartid og teksten om det, der haster, under dialogue, eller slå beskeder fra.',
        en: 'Write the reply time and the text about what is urgent under dialogue, or switch messages off.',
      },
    },
  ),
  ofChoices('messages-unit-closed', 'error', (chosen) =>
    [...(having(chosen, 'messages') ?? [])]
      .filter((sor) => chosen.dialogue?.units?.[sor]?.replyDays === null)
      .map((sor) => ({
        at: place(`/dialogue/units/${sor}`),
        text: {
          da: 'Enheden har beskeder slået til, men tager ikke imod nogen (replyDays: null).',
          en: 'The unit has messages switched on, but takes none (replyDays: null).',
        },
        remedy: {
          da: 'Giv den en svartid, eller tag den ud.',
          en: 'Give it a reply time, or take it out.',
        },
      })),
  ),
  whether(
    'dialogue-nobody',
    'error',
    ({ dialogue, ...chosen }) =>
      !offIn(chosen).has('messages') &&
      dialogue !== undefined &&
      dialogue.replyDays === undefined &&
      !Object.values(dialogue.units ?? {}).some(({ replyDays }) => replyDays !== null),
    {
      at: place('/dialogue'),
      text: {
        da: 'Beskeder er slået til, men ingen enhed har en svartid: ingen tager imod.',
        en: 'Messages are on, but no unit has a reply time: none takes any.',
      },
      remedy: {
        da: 'Sæt replyDays, eller en svartid for mindst én enhed under units.',
        en: 'Set replyDays, or a reply time of one unit at least under units.',
      },
    },
  ),
];
