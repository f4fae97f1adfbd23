import type { Organization } from '@medplum/fhirtypes';
import t from 'tap';
import { closingTimes } from '../../../src/resources/communication/reply-time.ts';
import { declaredUnit } from '../../../src/resources/organization/declared.ts';
import { hoursOf } from '../../../src/resources/slot/opening.ts';

const sor = '900100010000160';
const unit: Organization = {
  resourceType: 'Organization',
  name: 'Klinikken',
  identifier: [{ system: 'urn:oid:1.2.208.176.1.1', value: sor }],
};
const said = {
  ...{ sor, name: 'Klinikken', phone: '+4500110010' },
  openingHours: [{ days: ['mon', 'wed'], from: '08:00', to: '15:30' }],
} as const;

t.test('a unit has the phone and the hours that it is said to have', (t) => {
  const filled = declaredUnit(unit, [said]);
  t.same(filled.telecom, [{ system: 'phone', value: '+4500110010' }]);
  t.same(hoursOf(filled), [{ days: [1, 3], from: '08:00', to: '15:30' }]);
  t.same(
    [...closingTimes(filled)],
    [
      ['mon', '15:30'],
      ['wed', '15:30'],
    ],
  );
  t.end();
});

t.test('what Cura says goes before, and nobody else is told of', (t) => {
  const known = declaredUnit(unit, [said]);
  const other = { ...said, phone: '+4599999999', openingHours: [] };
  t.equal(declaredUnit(known, [other]).telecom, known.telecom);
  t.same(
    declaredUnit(known, [{ ...said, openingHours: [{ ...said.openingHours[0], to: '12:00' }] }]),
    known,
  );
  t.equal(declaredUnit(unit, [{ ...said, sor: '900100020000160' }]), unit);
  t.equal(declaredUnit(unit), unit);
  t.end();
});
