import type { Aktivitet, Aktivitetsgang, Aktivitetssted, Forening } from '../activity-records.ts';
import { repetition } from './class.ts';
import { address, performer, post } from './person.ts';
import {
  codes,
  count,
  date,
  degrees,
  flag,
  id,
  instant,
  link,
  listOf,
  name,
  object,
  optional,
  postnr,
  type Schema,
  text,
  wallTime,
} from './schema.ts';

const tongue: Schema<string> = {
  json: { type: 'string', maxLength: 35, pattern: '^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$' },
};
export const association = object<Forening>(
  {
    ...post,
    navn: name,
    cvr: optional(name),
    telefon: optional(name),
    email: optional(name),
    hjemmeside: optional(link),
    art: codes('forening', 'frivillig'),
    aktiv: flag,
  },
  'forening',
);

const occasion = object<Aktivitetsgang>({
  dato: date,
  fra: wallTime,
  til: wallTime,
});

const venue = object<Aktivitetssted>({
  navn: name,
  adresse: address,
  bredde: optional(degrees(90)),
  laengde: optional(degrees(180)),
});

export const activity = object<Aktivitet>(
  {
    ...post,
    eksternReference: optional(name),
    navn: name,
    beskrivelse: text,
    enhedId: optional(id),
    foreningId: optional(id),
    status: codes('afventer', 'godkendt', 'afvist', 'nedlagt'),
    afvisningsgrund: optional(text),
    kategori: codes('bevaegelse', 'faellesskab', 'kultur', 'mad', 'samtale', 'natur', 'digital'),
    lokationId: optional(id),
    sted: optional(venue),
    maalgrupper: listOf(
      codes('alle', 'aeldre', 'paaroerende', 'demens', 'kraeft', 'hjerte', 'sorg', 'unge'),
      400,
    ),
    sprog: listOf(tongue, 400),
    gange: listOf(occasion, 400),
    gentagelse: optional(repetition),
    tilmelding: codes('ingen', 'link', 'samspil'),
    tilmeldingslink: optional(link),
    holdId: optional(id),
    prisKroner: optional(count(100_000)),
    postnumre: listOf(postnr, 400),
    ydelsestypeIds: listOf(id, 400),
    gyldigFra: date,
    gyldigTil: optional(date),
    oprettet: instant,
    udfoertAf: optional(performer),
  },
  'aktivitet',
);
