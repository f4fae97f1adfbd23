import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import t, { type Test } from 'tap';
import { ConfigError, readConfig } from '../../src/config.ts';
import { lengthOf } from '../../src/main/check/say.ts';
import {
  checkCommand,
  checkMunicipality,
  checkRows,
  type Report,
} from '../../src/main/check-municipality.ts';
import { type Planting, plants } from './municipality-plant.ts';

const publicUrl = 'https://samspil.sandby.example';
const shipped = new URL('../../mappings/', import.meta.url);

/** A copy of Sandby's folder with a fault planted in it. */
function planted(t: Test, plant?: (planting: Planting) => void): Report {
  const root = t.testdir();
  for (const part of ['texts', 'municipalities'])
    cpSync(new URL(part, shipped), join(root, part), { recursive: true });
  const folder = join(root, 'municipalities', '9999');
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  plant?.({
    write,
    remove: (path) => rmSync(join(folder, path)),
    change: (part) => {
      const before = JSON.parse(readFileSync(join(folder, 'municipality.json'), 'utf8'));
      write('municipality.json', JSON.stringify({ ...before, ...part }));
    },
  });
  return checkMunicipality('9999', { publicUrl, mappings: pathToFileURL(`${root}/`) });
}

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
      '/cvr: Værdien skal have formen ^[0-9]{8}$.',
      '/placeLength: Tallet er for stort (<=, 60).',
      '/smsLink: Værdien skal være en af: none, login, cancel.',
    ],
  );
  t.match(text, /^9999 ukendt kommune\n/);
  t.end();
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

t.test('the command takes a code and a language', (t) => {
  const config = readConfig({});
  t.match(checkCommand(config, ['0147', '--lang', 'en']), { ready: true, text: /\nready$/ });
  t.match(checkCommand(config, ['0173']), { ready: false, text: /9999.*\n\nikke klar$/ });
  for (const wrong of [[], ['aalborg'], ['0851', '--lang', 'de'], ['0851', '0147']])
    t.throws(() => checkCommand(config, wrong), ConfigError);
  t.end();
});
