import type {
  Afsnit,
  Forloeb,
  Helhedsvurdering,
  Henvendelse,
  Hjaelpemiddel,
  Journalnotat,
  Maal,
  Sag,
  Sagsnotat,
  Tilstand,
} from '../insight-records.ts';
import { performer, post } from './person.ts';
import { codes, date, flag, id, instant, listOf, name, object, optional, text } from './schema.ts';

export const course = object<Forloeb>(
  {
    ...post,
    borgerId: id,
    navn: name,
    art: codes(
      'sygepleje',
      'pleje',
      'genoptraening',
      'rehabilitering',
      'forebyggelse',
      'hjaelpemiddel',
    ),
    lovgrundlag: codes('sundhedsloven', 'serviceloven', 'aeldreloven'),
    enhedId: id,
    medarbejderId: optional(id),
    status: codes('planlagt', 'aktiv', 'pause', 'afsluttet', 'annulleret'),
    fra: date,
    til: optional(date),
    tilstandIds: optional(listOf(id, 400)),
  },
  'forloeb',
);

export const inquiry = object<Henvendelse>(
  {
    ...post,
    eksternReference: optional(name),
    klientReference: optional(name),
    borgerId: id,
    fra: codes('A1', 'A2'),
    paaroerendeId: optional(id),
    emne: name,
    tekst: text,
    ydelsestypeId: optional(id),
    enhedId: id,
    modtaget: instant,
    status: codes('modtaget', 'behandles', 'afsluttet', 'annulleret'),
    svarSenest: optional(instant),
    internNote: optional(text),
    udfoertAf: optional(performer),
  },
  'henvendelse',
);

const caseNote = object<Sagsnotat>({
  tidspunkt: instant,
  medarbejderId: optional(id),
  tekst: text,
});

export const caseFile = object<Sag>(
  {
    ...post,
    borgerId: id,
    sagsnummer: name,
    titel: name,
    enhedId: id,
    medarbejderId: optional(id),
    henvendelseId: optional(id),
    lovgrundlag: codes('sundhedsloven', 'serviceloven', 'aeldreloven'),
    status: codes('modtaget', 'oplyses', 'afgoerelse', 'afsluttet', 'annulleret'),
    oprettet: instant,
    afsluttet: optional(instant),
    fristDato: optional(date),
    notater: listOf(caseNote, 400),
    internNote: optional(text),
  },
  'sag',
);

const section = object<Afsnit>({
  noegle: id,
  overskrift: name,
  tekst: text,
  aaben: optional(flag),
});

export const assessment = object<Helhedsvurdering>(
  {
    ...post,
    borgerId: id,
    dato: date,
    titel: name,
    medarbejderId: id,
    enhedId: id,
    forloebId: optional(id),
    afsnit: listOf(section, 400),
    status: codes('udkast', 'endelig', 'rettet', 'fejl'),
    fritaget: optional(codes('borger', 'vaerge')),
  },
  'helhedsvurdering',
);

export const careNote = object<Journalnotat>(
  {
    ...post,
    borgerId: id,
    tidspunkt: instant,
    emne: name,
    medarbejderId: id,
    enhedId: id,
    afsnit: listOf(section, 400),
    status: codes('endelig', 'rettet', 'fejl'),
    fritaget: optional(codes('borger', 'vaerge')),
  },
  'journalnotat',
);

export const condition = object<Tilstand>(
  {
    ...post,
    kode: name,
    kodeUuid: name,
    navn: name,
    borgerId: id,
    status: codes('aktuel', 'potentiel', 'ikke-relevant', 'afsluttet'),
    fra: date,
    til: optional(date),
    vurdering: optional(text),
    medarbejderId: optional(id),
    fritaget: optional(codes('borger', 'vaerge')),
  },
  'tilstand',
);

export const goal = object<Maal>(
  {
    ...post,
    borgerId: id,
    tekst: text,
    borgersMaal: optional(flag),
    tilstandId: optional(id),
    ydelseId: optional(id),
    fra: date,
    til: optional(date),
    status: codes('aktiv', 'naaet', 'opgivet', 'annulleret'),
  },
  'maal',
);

export const aid = object<Hjaelpemiddel>(
  {
    ...post,
    borgerId: id,
    ydelseId: optional(id),
    navn: name,
    kode: name,
    serienummer: optional(name),
    producent: optional(name),
    model: optional(name),
    ejerEnhedId: id,
    udleveret: date,
    returneret: optional(date),
    status: codes('udlaant', 'returneret', 'kasseret'),
  },
  'hjaelpemiddel',
);
