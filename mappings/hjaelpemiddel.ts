import type { CodeableConcept, Device, DeviceDeviceName, Period } from '@medplum/fhirtypes';
import type { Hjaelpemiddel } from '../src/cura/insight-records.ts';
import { structure } from '../src/fhir/canonical.ts';
import { codes } from '../src/mapping/code-table.ts';
import { type Codec, date, text } from '../src/mapping/codec.ts';
import { extension, member, reference } from '../src/mapping/element.ts';
import { inside } from '../src/mapping/make-rows.ts';
import { between } from '../src/mapping/mapping.ts';
import { only } from '../src/mapping/structure.ts';
import { refusal, Unmappable } from '../src/mapping/unmappable.ts';
import { aidStatus } from './codes/insight.ts';
import { system } from './codes/system.ts';
import { textOr } from './element/plain-text.ts';
import { carried } from './element/unmapped.ts';

const { row, list, part, mapping } = between<Hjaelpemiddel, Device>('hjaelpemiddel', 'Device');
const lent = inside<Pick<Hjaelpemiddel, 'udleveret' | 'returneret'>, Period>();

const lentPeriod = lent.shape('period', [
  lent.row('udleveret', 'start', date),
  lent.row('returneret?', 'end', date),
]);

const spelled = /^\S+(?: \S+)*$/;

const isoCode: Codec<string, string> = {
  name: 'isoCode',
  exact: true,
  decode: (value) => {
    if (!spelled.test(value)) throw new Unmappable(refusal.badShape);
    return value;
  },
  encode: (value) => value,
};

/** A thing that was lent; its grant is a CarePlan. */
export const hjaelpemiddelMapping = mapping(
  [
    list('extension', [
      part(
        ['udleveret', 'returneret?'],
        extension(structure('lent-period'), 'valuePeriod', lentPeriod),
      ),
      part(
        'ydelseId?',
        extension(structure('granted-service'), 'valueReference', reference('ydelse', 'CarePlan')),
      ),
    ]),
    row('status', 'status', codes(aidStatus)),
    row('producent?', 'manufacturer', text),
    row('serienummer?', 'serialNumber', text),
    row(
      'navn',
      'deviceName',
      only(
        member<string, DeviceDeviceName, 'name'>('name', textOr('Uden navn'), {
          type: 'user-friendly-name',
        }),
      ),
    ),
    row('model?', 'modelNumber', text),
    row(
      'kode',
      'type',
      member<string, CodeableConcept, 'coding'>(
        'coding',
        only(
          member<string, { system?: string; code?: string }, 'code'>('code', isoCode, {
            system: system.iso9999,
          }),
        ),
        {},
      ),
    ),
    row('borgerId', 'patient', reference('borger', 'Patient')),
    row('ejerEnhedId', 'owner', reference('enhed', 'Organization')),
  ],
  carried,
);
