import t from 'tap';
import { structure } from '../../../src/fhir/canonical.ts';
import { phoneNumber, wishOf } from '../../../src/resources/communication/wish.ts';

t.test('a number is one however it is written, and what is none is none', (t) => {
  const same = ['12345678', '12 34 56 78', '+45 12345678', '0045 12.34.56.78', '4512345678'];
  t.same([...new Set(same.map(phoneNumber))], ['+4512345678']);
  t.equal(phoneNumber('+46 (70) 123-4567'), '+46701234567');
  for (const none of [undefined, '', '112', '1234567', '123456789', '+', '+45', 'ukendt'])
    t.equal(phoneNumber(none), undefined, `${none}`);
  t.end();
});

t.test('who is dead wishes nothing, however that is said', (t) => {
  const extension = [
    {
      url: structure('reminder-preference'),
      extension: [
        { url: 'wanted', valueBoolean: true },
        { url: 'channel', valueCode: 'sms' },
      ],
    },
  ];
  const living = { resourceType: 'Patient', extension } as const;
  t.same(
    [living, { ...living, deceasedBoolean: true }, { ...living, deceasedDateTime: '2026' }].map(
      (one) => wishOf({ ...one, extension: [...extension] }).wanted,
    ),
    [true, false, false],
  );
  t.end();
});
