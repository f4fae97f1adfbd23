import fc from 'fast-check';
import type { Paamindelse, Ydelse, Ydelsestype } from '../../../src/cura/care-records.ts';
import type { Aabningstid, Enhed, Lokation } from '../../../src/cura/place-records.ts';
import type { Values } from './value.ts';
import {
  address,
  dateOrInstant,
  digits,
  endTime,
  id,
  instant,
  object,
  post,
  time,
  uuid,
} from './value.ts';

const mode = fc.constantFrom('direkte', 'anmodning', 'ingen');
const weekday = fc.constantFrom('man', 'tir', 'ons', 'tor', 'fre', 'loer', 'soen');
const degrees = fc.integer({ min: -90_00, max: 90_00 }).map((hundredths) => hundredths / 100);
const code = fc.constantFrom('G1.39', 'H1.1', 'G1.41');

export const careRecords = (v: Values) => ({
  enhed: object<Enhed>(
    {
      ...post(v),
      navn: v.text,
      sor: digits(15),
      telefon: digits(8),
      email: v.text,
      aabningstider: fc.array(
        object<Aabningstid>(
          { dage: fc.uniqueArray(weekday, { maxLength: 5 }), fra: time, til: endTime },
          [],
        ),
        { maxLength: 3 },
      ),
      overordnetId: id,
    },
    ['aendretAf', 'telefon', 'email', 'overordnetId'],
  ),
  lokation: object<Lokation>(
    {
      ...post(v),
      navn: v.text,
      art: fc.constantFrom('sted', 'bygning', 'etage', 'lokale', 'hjem'),
      overordnetId: id,
      enhedId: id,
      adresse: address(v),
      bredde: degrees,
      laengde: degrees,
      lokalenummer: v.text,
      vejvisning: v.text,
    },
    [
      ...(['aendretAf', 'overordnetId', 'enhedId', 'adresse'] as const),
      ...(['bredde', 'laengde', 'lokalenummer', 'vejvisning'] as const),
    ],
  ),
  ydelsestype: object<Ydelsestype>(
    {
      ...post(v),
      navn: v.text,
      beskrivelse: v.text,
      kode: code,
      kodeUuid: uuid,
      form: fc.constantFrom('fremmoede', 'hjem', 'video', 'telefon'),
      enhedId: id,
      lokationId: id,
      ansvarligMyndighed: v.text,
      leverandoer: v.text,
      lovgrundlag: fc.constantFrom('sundhedsloven', 'serviceloven', 'aeldreloven'),
      gyldigFra: dateOrInstant,
      gyldigTil: dateOrInstant,
      varighedMinutter: v.whole,
      bufferFoerMinutter: v.whole,
      bufferEfterMinutter: v.whole,
      takstMinutter: v.whole,
      varselTimer: v.whole,
      horisontDage: v.whole,
      afbudsfristTimer: v.whole,
      flyttefristTimer: v.whole,
      efterFrist: fc.constantFrom('accepter', 'afvis'),
      kraeverYdelse: fc.boolean(),
      paaroerendeMaaBooke: fc.boolean(),
      book: mode,
      flyt: mode,
      aflys: mode,
      smsLink: fc.constantFrom('ingen', 'login', 'afbud'),
      maksAabneAftaler: v.whole,
      svartidTimer: v.whole,
      reservationMinutter: v.whole,
      aabenForAlle: fc.boolean(),
      helligdage: fc.constantFrom('lukket', 'aaben'),
      foelgerAabningstid: fc.boolean(),
      paamindes: fc.boolean(),
      paamindelser: fc.array(
        object<Paamindelse>({ dageFoer: v.whole, timerFoer: v.whole, klokken: time }, [
          'dageFoer',
          'timerFoer',
          'klokken',
        ]).filter((one) => Object.keys(one).length > 0),
        { maxLength: 3 },
      ),
      stedISms: fc.boolean(),
      aktiv: fc.boolean(),
    },
    [
      ...(['aendretAf', 'beskrivelse', 'lokationId', 'gyldigTil', 'smsLink'] as const),
      ...(['maksAabneAftaler', 'svartidTimer', 'reservationMinutter', 'aabenForAlle'] as const),
      ...(['helligdage', 'foelgerAabningstid', 'paamindes', 'paamindelser', 'stedISms'] as const),
    ],
  ),
  ydelse: object<Ydelse>(
    {
      ...post(v),
      borgerId: id,
      ydelsestypeId: id,
      navn: v.text,
      kode: code,
      kodeUuid: uuid,
      status: fc.constantFrom('bevilget', 'aktiv', 'pause', 'afsluttet', 'annulleret'),
      oprettet: instant,
      gyldigFra: dateOrInstant,
      gyldigTil: dateOrInstant,
      hyppighed: v.text,
      ansvarligEnhedId: id,
      leverandoerEnhedId: id,
      internNote: v.text,
    },
    ['aendretAf', 'ydelsestypeId', 'gyldigTil', 'hyppighed', 'internNote'],
  ),
});
