import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import t, { type Test } from 'tap';
import { gsm7Length } from '../../../src/resources/communication/gsm7.ts';
import { codeHash, reminderCode } from '../../../src/resources/communication/link-code.ts';
import { checkTexts, loadTexts } from '../../../src/resources/communication/sms-text.ts';
import { loadMunicipality } from '../../../src/resources/municipality.ts';

const start = Date.parse('2026-11-24T13:15:00+01:00');
const link = 'https://samspil.sandby.example/a/AbCdEfGh-_123456';
const municipality = 'Sandby Kommune';

/** A mappings folder with these files. */
function mappings(t: Test, files: Readonly<Record<string, string>>): URL {
  const root = t.testdir();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return pathToFileURL(`${root}/`);
}

/** All texts, as short as can be, with some of them as given. */
const texts = (own: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => {
  const names = ['reminder', 'relative', 'moved', 'cancelled', 'offer'];
  const files = names.flatMap((name) => [`texts/${name}.da.hbs`, `texts/${name}.en.hbs`]);
  return { ...Object.fromEntries(files.map((file) => [file, 'Hi'])), ...own };
};

t.test('a reminder names time and municipality, with a link and a place or without', (t) => {
  const { write } = loadTexts('9999');
  const [da, en] = [
    { start, municipality, language: 'da' },
    { start, municipality, language: 'en' },
  ] as const;
  t.same(
    [
      write('reminder', { ...da, link }),
      write('reminder', da),
      write('reminder', { ...da, place: 'Lokale 2' }),
      write('reminder', { ...en, link }),
      write('reminder', { ...en, place: 'Room 2' }),
    ],
    [
      `Husk din aftale tir 24/11 kl. 13.15 med Sandby Kommune. Se mere eller meld afbud: ${link}`,
      'Husk din aftale tir 24/11 kl. 13.15 med Sandby Kommune.',
      'Husk din aftale tir 24/11 kl. 13.15 med Sandby Kommune. Sted: Lokale 2.',
      `Remember your appointment Tue 24 Nov at 13:15 with Sandby Kommune. See more or cancel: ${link}`,
      'Remember your appointment Tue 24 Nov at 13:15 with Sandby Kommune, Room 2.',
    ],
  );
  t.end();
});

t.test(
  'what was changed, what is offered and what a relative is told have texts of their own',
  (t) => {
    const { write } = loadTexts('9999');
    const values = { start, municipality, language: 'da', until: start - 86_400_000 } as const;
    t.same(
      (['relative', 'moved', 'cancelled', 'offer'] as const).map((name) => write(name, values)),
      [
        'Husk din pårørendes aftale tir 24/11 kl. 13.15 med Sandby Kommune.',
        'Din aftale med Sandby Kommune er flyttet til tir 24/11 kl. 13.15.',
        'Din aftale tir 24/11 kl. 13.15 med Sandby Kommune er aflyst.',
        'Sandby Kommune har en ledig tid til dig tir 24/11 kl. 13.15. Svar senest man 23/11 kl. 13.15.',
      ],
    );
    t.end();
  },
);

t.test('an SMS is no HTML: nothing in it is escaped', (t) => {
  const { write } = loadTexts('9999');
  const text = write('reminder', { start, municipality: "Æ & 'Ø'", language: 'da' });
  t.equal(text, "Husk din aftale tir 24/11 kl. 13.15 med Æ & 'Ø'.");
  t.end();
});

t.test('a municipality’s own text stands before the shared one, language by language', (t) => {
  const root = mappings(
    t,
    texts({
      'texts/reminder.da.hbs': 'Fælles {{when}}',
      'texts/reminder.en.hbs': 'Shared {{when}}',
      'municipalities/9999/texts/reminder.da.hbs': 'Vores {{when}}\n',
    }),
  );
  const { write } = loadTexts('9999', root);
  t.same(
    (['da', 'en'] as const).map((language) => write('reminder', { start, municipality, language })),
    ['Vores tir 24/11 kl. 13.15', 'Shared Tue 24 Nov at 13:15'],
  );
  t.end();
});

t.test(
  'the shipped texts fit an SMS with the shipped municipality, a long host and a place',
  (t) => {
    const { name, placeLength } = loadMunicipality('9999');
    t.equal(placeLength, 20);
    t.doesNotThrow(() => checkTexts(loadTexts('9999'), { municipality: name, link, placeLength }));
    t.end();
  },
);

t.test('texts that would not fit, or would be broken, are refused in one sentence', (t) => {
  const refusal = (text: string, placeLength?: number, name = 'reminder'): string => {
    const root = mappings(t, texts({ [`texts/${name}.da.hbs`]: text }));
    try {
      checkTexts(loadTexts('9999', root), { municipality, link, placeLength });
      return 'taken';
    } catch (error) {
      return String(error);
    }
  };
  t.equal(refusal('x'.repeat(160)), 'taken');
  t.match(
    refusal('x'.repeat(161)),
    /^SmsTextError: The text reminder in language da takes 161 characters, and an SMS has 160: /,
  );
  t.match(refusal('x'.repeat(161), undefined, 'offer'), /^SmsTextError: The text offer in /);
  t.match(refusal(`${'x'.repeat(159)}€`), /takes 161 characters/);
  const withPlace = `${'x'.repeat(150)}{{place}}`;
  t.same([refusal(withPlace), refusal(withPlace, 10)], ['taken', 'taken']);
  t.match(refusal(withPlace, 11), /takes 161 characters/);
  t.match(
    refusal('Husk “aftalen”'),
    'The text reminder in language da holds “, which the alphabet of SMS (GSM-7) has not.',
  );
  t.end();
});

t.test('a text that names what it must not, wherever it does, is refused at the start', (t) => {
  const refusal = (text: string, name = 'reminder'): string => {
    const root = mappings(t, texts({ [`texts/${name}.da.hbs`]: text }));
    try {
      loadTexts('9999', root);
      return 'taken';
    } catch (error) {
      return String(error);
    }
  };
  t.match(
    refusal('Husk {{patient}}'),
    /reminder\.da\.hbs is broken: "patient" is none of when, municipality, link, place\.$/,
  );
  t.match(refusal('{{#if place}}{{#if link}}{{service}}{{/if}}{{/if}}'), /"service" is none of/);
  t.match(refusal('{{#if service}}x{{/if}}'), /"service" is none of/);
  t.match(refusal('{{until}}'), /"until" is none of/);
  t.equal(refusal('{{until}}', 'offer'), 'taken');
  t.match(refusal('Husk {{#if'), /reminder\.da\.hbs is broken: line 1 cannot be read/);
  t.match(refusal('Husk {{when link}}'), /is broken/, 'what Handlebars sees as it writes');
  t.match(refusal('{{#each when}}{{/unless}}'), /is broken/);
  t.throws(() => loadTexts('9999', mappings(t, {})), {
    name: 'SmsTextError',
    message: /reminder\.da\.hbs does not exist\.$/,
  });
  t.end();
});

t.test('lengths count the extension table twice and know what GSM-7 lacks', (t) => {
  t.same(['', 'æøåÆØÅ@_', '€[]{}~|^\\', 'é ñ ü', 'ê', '’', '😀'].map(gsm7Length), [
    0,
    8,
    18,
    5,
    undefined,
    undefined,
    undefined,
  ]);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      const [whole, one, two] = [gsm7Length(a + b), gsm7Length(a), gsm7Length(b)];
      const sum = one === undefined || two === undefined ? undefined : one + two;
      t.equal(whole, sum);
    }),
    { numRuns: 50 },
  );
  t.end();
});

t.test('a code is 96 bits, the same for the same plan and installation only', (t) => {
  const [one, two] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const code = reminderCode(one, 'plan-1');
  t.match(code, /^[\w-]{16}$/);
  t.equal(reminderCode(one, 'plan-1'), code);
  t.equal(new Set([code, reminderCode(one, 'plan-2'), reminderCode(two, 'plan-1')]).size, 3);
  t.match(codeHash(code), /^[0-9a-f]{64}$/);
  t.not(codeHash(code), codeHash(`${code}x`));
  t.end();
});
