import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import t, { type Test } from 'tap';
import { ConfigError, readConfig } from '../../src/config.ts';
import { lengthOf } from '../../src/main/check/say.ts';
import {
  assertReadyToStart,
  checkCommand,
  checkMunicipality,
  checkRows,
  type Report,
} from '../../src/main/check-municipality.ts';
import { start } from '../../src/main/start.ts';
import { type Planting, plantedIn, plants } from './municipality-plant.ts';

const publicUrl = 'https://samspil.sandby.example';

const planted = (t: Test, plant?: (planting: Planting) => void): Report =>
  checkMunicipality('9999', { publicUrl, mappings: plantedIn(t, plant) });

t.test('each check finds the fault that is planted for it, and nothing in what is sound', (t) => {
  t.same(Object.keys(plants).sort(), checkRows.map(({ key }) => key).sort());
  t.same(planted(t).findings, []);
  for (const { key, severity } of checkRows) {
    const { findings, ready, text } = planted(t, plants[key]);
    t.same([...new Set(findings.map((one) => one.key))], [key], key);
    t.equal(ready, severity !== 'error', `${key} decides whether it is ready`);
    t.match(text, severity === 'error' ? /ikke klar$/ : /\nklar$/);
    const [first] = findings;
    t.ok(first && text.includes(first.text.da) && text.includes(first.remedy.da), key);
    t.not(first?.text.da, first?.text.en);
  }
  t.end();
});

t.test('faults of form are told in plain words, all of them', (t) => {
  const { findings, text } = planted(t, ({ change }) =>
    change({ smsLink: 'altid', chat: true, phone: undefined, placeLength: 99, cvr: '1' }),
  );
  t.same(
    findings.map(({ at, text: { da } }) => `${at.replace('municipality.json ', '')}: ${da}`).sort(),
    [
      '/: Feltet “chat” kendes ikke her.',
      '/: Her mangler “phone”.',
      '/cvr: “1” har ikke den rette form.',
      '/placeLength: Tallet må højst være 60.',
      '/smsLink: Værdien skal være en af: none, login, cancel.',
    ],
  );
  t.match(text, /^9999 ukendt kommune\n/);
  t.end();
});

t.test('a file that cannot be read is told of by line, and so is what stands in one', (t) => {
  const first = (plant: (planting: Planting) => void): string | undefined =>
    planted(t, plant).findings[0]?.text.da;
  const inCodes = (text: string | Buffer) => first(({ write }) => write('codes.json', text));
  t.same(
    [
      inCodes('{\n  "tables": {},\n}'),
      inCodes('// vores ord\n{}'),
      inCodes('{ "tables": {\n "koen": { "m": "mand", "m": "kvinde" } } }'),
      inCodes(Buffer.from('{ "tables": { "koen": { "mænd": "mand" } } }', 'latin1')),
      inCodes(''),
    ],
    [
      'Filen kan ikke læses fra linje 3, tegn 1: tegnet er uventet.',
      'Filen kan ikke læses fra linje 1, tegn 1: filen skal begynde med {.',
      'Filen kan ikke læses fra linje 2, tegn 25: "m" står to gange.',
      'Filen kan ikke læses: filen er ikke gemt som UTF-8, så æ, ø og å går tabt.',
      'Filen kan ikke læses fra linje 1, tegn 1: filen skal begynde med {.',
    ],
  );
  const bom = planted(t, ({ write }) =>
    write('codes.json', '\ufeff{ "$schema": "../codes.schema.json", "tables": {} }'),
  );
  t.same(bom.findings, [], 'a byte order mark is no fault');
  const tables = '{\n  "tables": {\n    "koen": {\n      "a/b": "x"\n    }\n  }\n}';
  const { text } = planted(t, ({ write }) => write('codes.json', tables));
  t.match(text, /FEJL {2}codes\.json linje 4 \(\/tables\/koen\/a~1b\)\n/);
  t.end();
});

t.test('of several forms the one that was meant says what is amiss', (t) => {
  const said = (part: object) =>
    planted(t, ({ change }) => change(part)).findings.map(
      ({ at, text: { da } }) => `${at.replace('municipality.json ', '')}: ${da}`,
    );
  t.same(said({ reminders: [{ hoursBefore: 0 }] }), [
    '/reminders/0/hoursBefore: Tallet skal være mindst 1.',
  ]);
  t.same(said({ features: { booking: true } }), [
    '/features/booking: Værdien har ingen af de former, der kan stå her.',
  ]);
  t.same(said({ quietHours: { from: '8:00', to: '07:00' } }), [
    '/quietHours/from: “8:00” har ikke den rette form.',
  ]);
  t.same(said({ privileges: { 'urn:dk:x ': 'see', 'urn:dk:y': 'act' } }), [
    '/privileges/urn:dk:x : Navnet “urn:dk:x ” har ikke den rette form.',
  ]);
  t.match(planted(t, ({ change }) => change({ video: { aabner: 15 } })).findings, [
    { remedy: { da: 'Her kan stå: opensMinutes, closesMinutes.' } },
  ]);
  const [form] = planted(t, ({ change }) => change({ phone: '66131372' })).findings;
  t.match(form?.remedy, {
    da: /: \+ og landekode\. For eksempel: "\+4566131372"$/,
    en: /: \+ and country code\. For example/,
  });
  t.end();
});

t.test('nothing starts with a folder that is not ready', async (t) => {
  const config = readConfig({ MUNICIPALITY: '9999' });
  t.doesNotThrow(() => assertReadyToStart(config, plantedIn(t)));
  const mappings = plantedIn(t, plants['hours-overlap']);
  t.throws(() => assertReadyToStart(config, mappings), {
    name: 'MunicipalityError',
    message: /ikke klar, så der startes ikke:.*To åbningstider samme dag overlapper.*--lang en/s,
  });
  const missing = readConfig({ MUNICIPALITY: '0173', PORT: '0' });
  await t.rejects(start(missing, { serve: true, work: true }), { name: 'MunicipalityError' });
});

t.test('the report shows each text message as it is sent, with its length', (t) => {
  const { text } = checkMunicipality('0851', { publicUrl });
  t.match(text, /^0851 Aalborg Kommune\n/);
  t.ok(
    text.includes(
      `reminder.da (egen; 144 af 160 tegn, 1 SMS)\n    Husk din aftale tir 24/11 kl. 13.15 med Aalborg Kommune. Kan du ikke komme, så meld afbud her: ${publicUrl}/a/xxxxxxxxxxxxxxxx\n`,
    ),
    text,
  );
  t.match(text, /cancelled\.en \(fælles; 77 af 160 tegn, 1 SMS\)/);
  t.match(text, /videomøder: fra\n/);
  t.same(
    ['x'.repeat(160), 'x'.repeat(161), '€'.repeat(80), 'ê'.repeat(70), 'ê'.repeat(71)].map(
      lengthOf,
    ),
    [
      { characters: 160, parts: 1 },
      { characters: 161, parts: 2 },
      { characters: 160, parts: 1 },
      { characters: 70, parts: 1 },
      { characters: 71, parts: 2 },
    ],
  );
  t.end();
});

t.test('a folder that was copied is not ready before it is filled in', (t) => {
  const mappings = plantedIn(t);
  const at = (code: string) => new URL(`municipalities/${code}/`, mappings);
  cpSync(at('9999'), at('0461'), { recursive: true });
  const file = new URL('municipality.json', at('0461'));
  writeFileSync(file, readFileSync(file, 'utf8').replace('"9999"', '"0461"'));
  const { ready, findings } = checkMunicipality('0461', { publicUrl, mappings });
  t.notOk(ready);
  t.same([...new Set(findings.map(({ key }) => key))], ['copied']);
  t.same(
    findings.map((one) => one.at.replace(/^.*json \/([a-z]+).*$/i, '$1')),
    [
      ...['name', 'cvr', 'phone', 'selfServiceUrl'],
      ...['privileges', 'privileges', 'jobRoles', 'jobRoles'],
    ],
  );
  t.end();
});

t.test('the command takes a code and a language', (t) => {
  const config = readConfig({});
  t.match(checkCommand(config, ['0147', '--lang', 'en']), { ready: true, text: /\nready$/ });
  t.match(checkCommand(config, ['0173']), { ready: false, text: /9999.*\n\nikke klar$/ });
  for (const wrong of [[], ['0851', '--lang', 'de'], ['0851', '0147']])
    t.throws(() => checkCommand(config, wrong), ConfigError);
  t.throws(() => checkCommand(config, ['Odense']), {
    name: 'ConfigError',
    message: /^“Odense” er ingen kommunekode: skriv fire cifre, som 0461 /,
  });
  t.end();
});
