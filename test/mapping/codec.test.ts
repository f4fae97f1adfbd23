import t from 'tap';
import { codes, concept } from '../../src/mapping/code-table.ts';
import {
  type Codec,
  count,
  date,
  dateOrInstant,
  endTime,
  instant,
  positive,
  text,
  wallTime,
} from '../../src/mapping/codec.ts';
import { reference } from '../../src/mapping/element.ts';
import { testContext } from './context.ts';

const context = testContext();

const shown: readonly [codec: Codec<string, string>, cura: string, fhir?: string][] = [
  [instant, '2026-10-25T02:30+02:00', '2026-10-25T02:30:00+02:00'],
  [instant, '2024-02-29T23:59:59.999Z', '2024-02-29T23:59:59.999Z'],
  [dateOrInstant, '2026-03-29', '2026-03-29'],
  [dateOrInstant, '2026-03-29T01:59Z', '2026-03-29T01:59:00Z'],
  [date, '2024-02-29', '2024-02-29'],
  [wallTime, '08:00', '08:00:00'],
  [endTime, '24:00', '00:00:00'],
  [text, 'a\u0000b', 'ab'],
  [text, ' \t'],
];

for (const [codec, cura, fhir] of shown) {
  t.test(`${codec.name} shows ${JSON.stringify(cura)} as ${JSON.stringify(fhir)}`, async (t) => {
    t.equal(codec.decode(cura, context), fhir);
    if (fhir !== undefined) t.equal(codec.encode(fhir, context, cura), cura);
  });
}

const refused: readonly [codec: Codec<string, string>, fhir: string][] = [
  [instant, '2026-02-30T10:00:00+01:00'],
  [instant, '2026-11-24T13:15:00'],
  [date, '2026-02-29'],
  [date, '2026'],
  [wallTime, '24:00:00'],
  [wallTime, '08:00:30'],
  [text, ' '],
  [text, 'a\u0007'],
];

for (const [codec, fhir] of refused) {
  t.test(`${codec.name} refuses ${JSON.stringify(fhir)}`, async (t) => {
    t.match(
      t.throws(() => codec.encode(fhir, context, undefined)),
      { name: 'Unmappable' },
    );
  });
}

t.test('a count is whole and not negative, and FHIR shows no 0 where it wants more', async (t) => {
  t.equal(count.encode(0, context, undefined), 0);
  t.equal(positive.decode(0, context), undefined);
  for (const bad of [-1, 1.5, 2 ** 31]) t.throws(() => count.encode(bad, context, undefined));
  t.throws(() => positive.encode(0, context, undefined));
});

t.test('of two Cura codes for one FHIR code the base decides, then the first', async (t) => {
  const table = codes({ sygemeldt: 'ill', sygdom: 'ill', rask: 'well' });
  t.equal(table.encode('ill', context, 'sygdom'), 'sygdom');
  t.equal(table.encode('ill', context, 'rask'), 'sygemeldt');
  t.equal(table.encode('ill', context, undefined), 'sygemeldt');
});

t.test('a code is found by system and code, never by prototype or display', async (t) => {
  const table = codes({ ja: 'yes' });
  t.throws(() => table.encode('constructor', context, undefined), { message: /no such code/ });
  const kinds = concept({ a: { system: 'urn:x', code: '1', display: 'Én' } });
  t.equal(
    kinds.encode({ coding: [{ system: 'urn:x', code: '1', display: 'Uno' }] }, context, 'a'),
    'a',
  );
  t.throws(() =>
    kinds.encode({ coding: [{ system: 'urn:y', code: '1', display: 'Én' }] }, context, 'a'),
  );
});

t.test('a reference is of one type and names what Cura knows', async (t) => {
  const citizen = reference('borger', 'Patient');
  const known = citizen.decode('42', context);
  t.equal(citizen.encode({ ...known, display: 'Karen' } as typeof known, context), '42');
  t.match(
    t.throws(() => citizen.encode({ reference: 'Patient/other' }, context)),
    {
      expression: 'reference',
    },
  );
  t.throws(() =>
    citizen.encode({ reference: known.reference.replace('Patient', 'Device') }, context),
  );
  t.throws(() => citizen.encode({ reference: `${known.reference}/_history/1` }, context));
});
