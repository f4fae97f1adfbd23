import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import t from 'tap';
import { loadMunicipality } from '../../src/resources/municipality.ts';

const shipped = new URL('../../mappings/municipalities/', import.meta.url);

t.test('the shipped municipality is Sandby, complete', (t) => {
  t.match(loadMunicipality('9999'), {
    code: '9999',
    name: 'Sandby Kommune',
    quietHours: null,
    reminders: [{ daysBefore: 1 }],
    channels: ['sms', 'nemsms', 'digital-post'],
    smsLink: 'login',
  });
  t.end();
});

t.test('the schema of the choices is a JSON Schema', (t) => {
  const schema = JSON.parse(readFileSync(new URL('municipality.schema.json', shipped), 'utf8'));
  t.equal(new Ajv2020().validateSchema(schema), true);
  t.end();
});

t.test('a missing or wrong municipality is refused in one sentence that names the place', (t) => {
  const root = t.testdir();
  copyFileSync(
    new URL('municipality.schema.json', shipped),
    join(root, 'municipality.schema.json'),
  );
  mkdirSync(join(root, '0101'));
  const refusal = (text: string): string => {
    writeFileSync(join(root, '0101', 'municipality.json'), text);
    try {
      return loadMunicipality('0101', pathToFileURL(`${root}/`)).name;
    } catch (error) {
      return String(error).replaceAll(root, '');
    }
  };
  const good = { ...loadMunicipality('9999'), code: '0101', name: 'Bakkeby Kommune' };
  const path = '/0101/municipality.json';
  const help =
    ' What may stand there is told by municipality.schema.json; npm run check:municipality 0101 lists all faults.';
  const quiet = { ...good, quietHours: { from: '25:00', to: '07:00' } };
  t.same(
    [good, { ...good, code: '9999' }, { ...good, smsLink: 'altid' }, quiet].map((value) =>
      refusal(JSON.stringify(value)),
    ),
    [
      'Bakkeby Kommune',
      `MunicipalityError: The file ${path} is of municipality 9999, not 0101: change code in it, or the name of its folder.`,
      `MunicipalityError: The file ${path} is wrong at /smsLink: it must be equal to one of the allowed values (none,login,cancel).${help}`,
      `MunicipalityError: The file ${path} is wrong at /quietHours/from: it must match pattern "^([01][0-9]|2[0-3]):[0-5][0-9]$" (^([01][0-9]|2[0-3]):[0-5][0-9]$).${help}`,
    ],
  );
  t.equal(
    refusal(JSON.stringify({ ...good, closedDates: ['12-24', '2026-06-05', '24-12'] })),
    `MunicipalityError: The file ${path} is wrong at /closedDates/2: it must match pattern "^([0-9]{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$" (^([0-9]{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$).${help}`,
  );
  t.equal(
    refusal('{'),
    `MunicipalityError: The file ${path} cannot be read: line 1, character 2: it ends too early.`,
  );
  t.throws(() => loadMunicipality('0173'), { message: /^There is no municipality 0173: / });
  t.throws(() => loadMunicipality('../9999'), { message: 'A municipality code has four digits.' });
  t.end();
});
