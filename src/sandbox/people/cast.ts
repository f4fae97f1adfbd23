import type { Fuldmagt, Relation } from '../../cura/person-records.ts';

/** Somebody in a story that tests and demonstrations tell. Birth dates are fixed: personas stay who they are. */
export interface Role {
  readonly fornavn: string;
  readonly efternavn: string;
  readonly female: boolean;
  readonly born: string;
}

export interface MandateRole {
  readonly art: Fuldmagt['art'];
  readonly rettigheder: Fuldmagt['rettigheder'];
  readonly omfatter?: Fuldmagt['omfatter'];
  /** Days from now. */
  readonly untilDays?: number;
}

/** `actor` names the citizen who is this relative too. */
export interface RelativeRole extends Role {
  readonly key: string;
  readonly relation: Relation;
  readonly actor?: string;
  readonly mandate?: MandateRole;
}

export interface CitizenRole extends Role {
  readonly key: string;
  readonly kind?: 'protected' | 'dead' | 'ecpr';
  readonly relatives?: readonly RelativeRole[];
}

const act: MandateRole = { art: 'fuldmagt', rettigheder: ['se', 'handle'], untilDays: 700 };
const see: MandateRole = { art: 'fuldmagt', rettigheder: ['se'], untilDays: 700 };

const ownRelatives: readonly RelativeRole[] = [
  {
    key: 'relative',
    relation: 'datter',
    fornavn: 'Mette',
    efternavn: 'Lindgaard Holm',
    female: true,
    born: '1975-06-02',
    mandate: act,
  },
  {
    key: 'seeonly',
    relation: 'soen',
    fornavn: 'Søren',
    efternavn: 'Lindgaard',
    female: false,
    born: '1978-11-23',
    mandate: see,
  },
  {
    key: 'expired',
    relation: 'barnebarn',
    fornavn: 'Jonas',
    efternavn: 'Lindgaard Holm',
    female: false,
    born: '2001-04-17',
    mandate: { ...act, untilDays: -30 },
  },
  {
    key: 'friend',
    relation: 'ven',
    fornavn: 'Åse',
    efternavn: 'Krogh',
    female: true,
    born: '1949-08-30',
  },
];

/** The first citizens, in this order. */
export const cast: readonly CitizenRole[] = [
  {
    key: 'citizen',
    fornavn: 'Karen Margrethe',
    efternavn: 'Lindgaard',
    female: true,
    born: '1948-03-14',
    relatives: ownRelatives,
  },
  {
    key: 'neighbour',
    fornavn: 'Poul Erik',
    efternavn: 'Vestermark',
    female: false,
    born: '1951-09-08',
  },
  {
    key: 'protected',
    fornavn: 'Nadia',
    efternavn: 'Kjærsgaard',
    female: true,
    born: '1986-12-19',
    kind: 'protected',
    relatives: [
      {
        key: 'protectedRelative',
        relation: 'mor',
        fornavn: 'Samira',
        efternavn: 'Kjærsgaard',
        female: true,
        born: '1960-05-05',
        mandate: act,
      },
    ],
  },
  {
    key: 'dead',
    fornavn: 'Orla',
    efternavn: 'Frandsen',
    female: false,
    born: '1939-01-27',
    kind: 'dead',
    relatives: [
      {
        key: 'bereaved',
        relation: 'datter',
        fornavn: 'Lisbeth',
        efternavn: 'Frandsen',
        female: true,
        born: '1966-10-11',
        mandate: act,
      },
    ],
  },
  {
    key: 'ecpr',
    fornavn: 'Andrzej',
    efternavn: 'Nowicki',
    female: false,
    born: '1979-03-07',
    kind: 'ecpr',
  },
  {
    key: 'child',
    fornavn: 'Alma',
    efternavn: 'Riisgaard',
    female: true,
    born: '2018-05-09',
    relatives: [
      {
        key: 'parent',
        actor: 'parentCitizen',
        relation: 'mor',
        fornavn: 'Line',
        efternavn: 'Riisgaard',
        female: true,
        born: '1985-02-21',
        mandate: { art: 'foraeldremyndighed', rettigheder: ['se', 'handle'] },
      },
    ],
  },
  {
    key: 'parentCitizen',
    fornavn: 'Line',
    efternavn: 'Riisgaard',
    female: true,
    born: '1985-02-21',
  },
  {
    key: 'ward',
    fornavn: 'Kaj',
    efternavn: 'Mikkelborg',
    female: false,
    born: '1957-07-03',
    relatives: [
      {
        key: 'guardian',
        relation: 'vaerge',
        fornavn: 'Hanne',
        efternavn: 'Juulsgaard',
        female: true,
        born: '1968-03-30',
        mandate: { art: 'vaergemaal', rettigheder: ['se', 'handle'] },
      },
      {
        key: 'economyOnly',
        relation: 'soeskende',
        fornavn: 'Bent',
        efternavn: 'Mikkelborg',
        female: false,
        born: '1960-12-01',
        mandate: { art: 'fremtidsfuldmagt', rettigheder: ['se', 'handle'], omfatter: ['oekonomi'] },
      },
    ],
  },
];
