import type { AnyRecord, Store } from './store.ts';

/** Why Cura does not take a record; the first that breaks is its answer. */
interface Rule {
  readonly kode: string;
  readonly tekst: string;
  readonly breaks: (store: Store, before: AnyRecord | undefined, after: AnyRecord) => boolean;
}

type Broken = Pick<Rule, 'kode' | 'tekst'>;

const citizen: Rule = {
  kode: 'borger-ukendt',
  tekst: 'Borgeren findes ikke eller er død.',
  breaks: (store, _, { borgerId }) => {
    const found = store.get('borger', String(borgerId));
    return found === undefined || found.doed !== undefined;
  },
};

const standing: Rule = {
  kode: 'fejl-staar',
  tekst: 'Posten er markeret som fejl og kan ikke ændres.',
  breaks: (_, before, after) => before?.status === 'fejl' && after.status === 'fejl',
};

/** The citizen's own. */
const owned = (
  type: 'maaleplan' | 'traeningsprogram',
  field: 'maaleplanId' | 'traeningsprogramId',
  tekst: string,
): Rule => ({
  kode: `${type}-ukendt`,
  tekst,
  breaks: (store, _, after) => {
    const id = after[field];
    if (id === undefined) return false;
    return store.get(type, String(id))?.borgerId !== after.borgerId;
  },
});

const measurementRules: readonly Rule[] = [
  citizen,
  owned('maaleplan', 'maaleplanId', 'Måleplanen findes ikke eller er en andens.'),
  {
    kode: 'vaerdi-mangler',
    tekst: 'Målingen har ingen værdi.',
    breaks: (_, __, { vaerdier }) => !Array.isArray(vaerdier) || vaerdier.length === 0,
  },
  {
    kode: 'anden-type',
    tekst: 'En måling bliver ikke til en anden slags.',
    breaks: (_, before, after) => before !== undefined && before.type !== after.type,
  },
  standing,
];

const exerciseRules: readonly Rule[] = [
  citizen,
  owned('traeningsprogram', 'traeningsprogramId', 'Programmet findes ikke eller er en andens.'),
];

const firstOf =
  (rules: readonly Rule[]) =>
  (store: Store, before: AnyRecord | undefined, after: AnyRecord): Broken | undefined =>
    rules.find(({ breaks }) => breaks(store, before, after));

/** Why Cura does not take a measurement; undefined when it does. */
export const measurementRefusal = firstOf(measurementRules);
/** Why Cura does not take an exercise that was done; undefined when it does. */
export const exerciseRefusal = firstOf(exerciseRules);
