import fc from 'fast-check';
import type { Hjaelpemiddel, Tilstand } from '../../../src/cura/insight-records.ts';
import { date, id, object, post, uuid, type Values } from './value.ts';

const exempt = fc.constantFrom('borger', 'vaerge');

/** Records whose codes have a form that the schema does not know. */
export const insightRecords = (v: Values) => ({
  tilstand: object<Tilstand>(
    {
      ...post(v),
      kode: fc.constantFrom('I1.1', 'J3.2'),
      kodeUuid: uuid,
      navn: v.text,
      borgerId: id,
      status: fc.constantFrom('aktuel', 'potentiel', 'ikke-relevant', 'afsluttet'),
      fra: date,
      til: date,
      vurdering: v.text,
      medarbejderId: id,
      fritaget: exempt,
    },
    ['aendretAf', 'til', 'vurdering', 'medarbejderId', 'fritaget'],
  ),
  hjaelpemiddel: object<Hjaelpemiddel>(
    {
      ...post(v),
      borgerId: id,
      ydelseId: id,
      navn: v.text,
      kode: fc.constantFrom('12 22 03', '18 30 15'),
      serienummer: v.text,
      producent: v.text,
      model: v.text,
      ejerEnhedId: id,
      udleveret: date,
      returneret: date,
      status: fc.constantFrom('udlaant', 'returneret', 'kasseret'),
    },
    ['aendretAf', 'ydelseId', 'serienummer', 'producent', 'model', 'returneret'],
  ),
});
