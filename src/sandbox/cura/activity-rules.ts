import type { Aktivitet } from '../../cura/activity-records.ts';
import type { CuraType } from '../../cura/records.ts';
import type { AnyRecord, Store } from './store.ts';

/** All that a rule about an activity may look at. `before` is undefined when it is new. */
interface ActivityFacts {
  readonly before: Aktivitet | undefined;
  readonly after: Aktivitet;
  readonly knows: (type: CuraType, id: string | undefined) => boolean;
}

interface ActivityRule {
  readonly kode: string;
  readonly status: 409 | 422;
  readonly tekst: string;
  readonly holds: (facts: ActivityFacts) => boolean;
}

const isOfAssociation = ({ foreningId }: Aktivitet): boolean => foreningId !== undefined;

/** Cura's own rules, in the order in which it looks at them. */
const rules: readonly ActivityRule[] = [
  {
    kode: 'en-arrangoer',
    status: 422,
    tekst: 'En aktivitet holdes af én enhed eller én forening.',
    holds: ({ after }) => (after.enhedId === undefined) !== (after.foreningId === undefined),
  },
  {
    kode: 'ukendt-arrangoer',
    status: 422,
    tekst: 'Enheden eller foreningen findes ikke i Cura.',
    holds: ({ after, knows }) =>
      knows('enhed', after.enhedId) && knows('forening', after.foreningId),
  },
  {
    kode: 'ukendt-lokation',
    status: 422,
    tekst: 'Lokationen findes ikke i Cura.',
    holds: ({ after, knows }) => knows('lokation', after.lokationId),
  },
  {
    kode: 'tilmelding-ugyldig',
    status: 422,
    tekst:
      'Kun en enheds aktivitet har tilmelding på et hold, og kun tilmelding ved link har en adresse.',
    holds: ({ after }) =>
      (after.tilmelding === 'samspil') === (after.holdId !== undefined) &&
      (after.tilmelding === 'link') === (after.tilmeldingslink !== undefined) &&
      !(isOfAssociation(after) && after.tilmelding === 'samspil'),
  },
  {
    kode: 'godkendes-af-personale',
    status: 422,
    tekst: 'En forenings aktivitet godkendes af personalet.',
    holds: ({ before, after }) =>
      after.status !== 'godkendt' ||
      before?.status === 'godkendt' ||
      !isOfAssociation(after) ||
      after.udfoertAf?.art === 'medarbejder',
  },
  {
    kode: 'begrundelse-mangler',
    status: 422,
    tekst: 'Et afslag skal begrundes.',
    holds: ({ after }) => after.status !== 'afvist' || after.afvisningsgrund !== undefined,
  },
  {
    kode: 'anden-arrangoer',
    status: 409,
    tekst: 'En aktivitet skifter ikke arrangør.',
    holds: ({ before, after }) =>
      before === undefined ||
      (before.foreningId === after.foreningId && before.enhedId === after.enhedId),
  },
];

/** What Cura says to a write of an activity; undefined when it accepts. */
export function activityRefusal({
  before,
  after,
  store,
}: {
  readonly before: AnyRecord | undefined;
  readonly after: AnyRecord;
  readonly store: Store;
}): ActivityRule | undefined {
  const facts = {
    before: before as unknown as Aktivitet | undefined,
    after: after as unknown as Aktivitet,
    knows: (type: CuraType, id: string | undefined) =>
      id === undefined || store.json(type, id) !== undefined,
  };
  return rules.find(({ holds }) => !holds(facts));
}
