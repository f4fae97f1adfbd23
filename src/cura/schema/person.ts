import type { Borger, Fuldmagt, Paamindelse, Paaroerende, Relation } from '../person-records.ts';
import type { Medarbejder } from '../place-records.ts';
import type { Adresse, Post, Udfoerer } from '../post.ts';
import {
  codes,
  cpr,
  date,
  ecpr,
  type Fields,
  flag,
  id,
  instant,
  listOf,
  name,
  object,
  optional,
  postnr,
  type Schema,
  text,
  version,
} from './schema.ts';

export const performer = object<Udfoerer>({
  art: codes('borger', 'paaroerende', 'medarbejder', 'link', 'system'),
  navn: optional(name),
  relation: optional(name),
  referenceId: optional(id),
  mandatReference: optional(name),
  begrundelse: optional(text),
  tidspunkt: optional(instant),
});

/** What every record has. */
export const post: Fields<Post> = {
  id,
  version,
  aendret: instant,
  aendretAf: optional(performer),
};

export const address = object<Adresse>({
  vej: name,
  postnr,
  by: name,
  kommunekode: optional(postnr),
});

const reminder = object<Paamindelse>({
  kanal: codes('sms', 'nemsms', 'digitalpost', 'ingen'),
  oensket: flag,
  nummer: optional(name),
  paaroerende: optional(flag),
  registreret: instant,
});

export const citizen = object<Borger>(
  {
    ...post,
    cpr: optional(cpr),
    ecpr: optional(ecpr),
    fornavn: name,
    mellemnavn: optional(name),
    efternavn: name,
    koen: codes('mand', 'kvinde', 'ukendt'),
    foedselsdato: optional(date),
    doed: optional(date),
    adresse: optional(address),
    beskyttet: flag,
    telefon: optional(name),
    email: optional(name),
    sprog: optional(name),
    paamindelse: optional(reminder),
    internNote: optional(text),
    udfoertAf: optional(performer),
  },
  'borger',
);

const relation: Schema<Relation> = codes(
  'aegtefaelle',
  'samlever',
  'datter',
  'soen',
  'mor',
  'far',
  'soeskende',
  'barnebarn',
  'ven',
  'nabo',
  'vaerge',
  'foraeldremyndighed',
);

export const relative = object<Paaroerende>(
  {
    ...post,
    borgerId: id,
    cpr: optional(cpr),
    fornavn: name,
    efternavn: name,
    relation,
    telefon: optional(name),
    email: optional(name),
    internNote: optional(text),
  },
  'paaroerende',
);

export const mandate = object<Fuldmagt>(
  {
    ...post,
    borgerId: id,
    paaroerendeId: id,
    art: codes('fuldmagt', 'fremtidsfuldmagt', 'vaergemaal', 'foraeldremyndighed', 'naermeste'),
    rettigheder: listOf(codes('se', 'handle'), 10),
    omfatter: listOf(codes('personlige', 'oekonomi'), 10),
    gyldigFra: date,
    gyldigTil: optional(date),
    reference: name,
    status: codes('aktiv', 'ophoert', 'afvist'),
    oprettet: instant,
  },
  'fuldmagt',
);

export const staffMember = object<Medarbejder>(
  {
    ...post,
    fornavn: name,
    efternavn: name,
    titel: name,
    funktion: codes(
      'sygeplejerske',
      'fysioterapeut',
      'ergoterapeut',
      'sosu',
      'forebyggelse',
      'diaetist',
    ),
    autorisationsId: optional(name),
    enhedId: id,
    telefon: optional(name),
    email: optional(name),
    aktiv: flag,
    internNote: optional(text),
  },
  'medarbejder',
);
