import type { Besked, Bilag } from '../../cura/dialogue-records.ts';
import type { Borger } from '../../cura/person-records.ts';
import type { CuraType } from '../../cura/records.ts';
import type { AnyRecord, Store } from './store.ts';

interface Rule<R> {
  readonly kode: string;
  readonly tekst: string;
  readonly holds: (facts: Facts<R>) => boolean;
}

interface Facts<R> {
  readonly store: Pick<Store, 'get'>;
  readonly before: R | undefined;
  readonly after: R;
}

const mostBytes = 5_000_000;
const mostBytesInAll = 10_000_000;

const isAlive = ({ store, after }: Facts<{ readonly borgerId: string }>): boolean => {
  const citizen = store.get('borger', after.borgerId) as unknown as Borger | undefined;
  return citizen !== undefined && citizen.doed === undefined;
};

/** Whether Cura has it, and it is of the same citizen where it is of one. */
function knows(
  { store, after }: Facts<{ readonly borgerId: string }>,
  type: CuraType,
  id: string | undefined,
): boolean {
  if (id === undefined) return true;
  const found = store.get(type, id);
  return found !== undefined && (found.borgerId ?? after.borgerId) === after.borgerId;
}

function isInThread({ store, after }: Facts<Besked>): boolean {
  if (after.traadId === undefined) return after.svarPaaId === undefined;
  const first = store.get('besked', after.traadId) as unknown as Besked | undefined;
  const answered = store.get('besked', after.svarPaaId ?? after.traadId);
  return (
    first?.traadId === undefined &&
    first?.emne === after.emne &&
    (answered?.traadId ?? answered?.id) === after.traadId
  );
}

const bytesOf = ({ indhold }: Pick<Bilag, 'indhold'>): number =>
  (indhold.length / 4) * 3 - (indhold.endsWith('==') ? 2 : indhold.endsWith('=') ? 1 : 0);

const messageRules: readonly Rule<Besked>[] = [
  { kode: 'borger-ukendt', tekst: 'Borgeren findes ikke eller er død.', holds: isAlive },
  {
    kode: 'modpart-ukendt',
    tekst: 'Enheden, ydelsen, medarbejderen, den pårørende eller aftalen findes ikke hos borgeren.',
    holds: (facts) =>
      knows(facts, 'enhed', facts.after.enhedId) &&
      knows(facts, 'ydelsestype', facts.after.ydelsestypeId) &&
      knows(facts, 'medarbejder', facts.after.medarbejderId) &&
      knows(facts, 'paaroerende', facts.after.paaroerendeId) &&
      knows(facts, 'aftale', facts.after.aftaleId),
  },
  {
    kode: 'traad-ukendt',
    tekst: 'Tråden findes ikke hos borgeren, eller den har en anden titel.',
    holds: (facts) => knows(facts, 'besked', facts.after.traadId) && isInThread(facts),
  },
  {
    kode: 'bilag-ukendt',
    tekst: 'Et bilag findes ikke hos borgeren.',
    holds: (facts) =>
      (facts.after.vedhaeftninger ?? []).every(({ bilagId }) => knows(facts, 'bilag', bilagId)),
  },
  {
    kode: 'bilag-for-store',
    tekst: 'Bilagene er for store tilsammen.',
    holds: ({ after: { vedhaeftninger = [] } }) =>
      vedhaeftninger.reduce((sum, { bytes }) => sum + bytes, 0) <= mostBytesInAll,
  },
  {
    kode: 'laest-staar',
    tekst: 'Beskeden er allerede læst.',
    holds: ({ before, after }) => before?.laest === undefined || before.laest === after.laest,
  },
];

const fileRules: readonly Rule<Bilag>[] = [
  { kode: 'borger-ukendt', tekst: 'Borgeren findes ikke eller er død.', holds: isAlive },
  {
    kode: 'bilag-for-stort',
    tekst: 'Bilaget er for stort.',
    holds: ({ after }) => bytesOf(after) <= mostBytes,
  },
];

/** Why Cura does not take a message, or that it was read; undefined when it does. */
export const messageRefusal = (
  store: Store,
  before: AnyRecord | undefined,
  after: AnyRecord,
): Pick<Rule<Besked>, 'kode' | 'tekst'> | undefined => {
  const facts = { store, before, after } as unknown as Facts<Besked>;
  return messageRules.find(({ holds }) => !holds(facts));
};

/** Why Cura does not take a file. */
export const fileRefusal = (
  store: Store,
  before: AnyRecord | undefined,
  after: AnyRecord,
): Pick<Rule<Bilag>, 'kode' | 'tekst'> | undefined => {
  const facts = { store, before, after } as unknown as Facts<Bilag>;
  return fileRules.find(({ holds }) => !holds(facts));
};
