import type { HealthcareService } from '@medplum/fhirtypes';
import t from 'tap';
import { eventOf } from '../../../src/resources/healthcare-service/activity-event.ts';
import { occasionsOf } from '../../../src/resources/healthcare-service/activity-occasion.ts';
import { changedParts } from '../../../src/resources/healthcare-service/activity-part.ts';
import { isPlain, isSafe } from '../../../src/resources/healthcare-service/activity-text.ts';
import { structure } from './activity-scene.ts';

t.test('an address leads to a page with a name, and is no more than an address', async (t) => {
  for (const good of [
    'https://forening.example/a?b=1#c',
    'https://sø.example/',
    'https://x.dk:8443',
  ])
    t.ok(isSafe(good), good);
  for (const bad of [
    ...['http://x.dk', 'javascript:alert(1)', 'https://user@x.dk/', 'https://x.dk/"><script>'],
    ...['https://127.0.0.1/', 'https://[::1]/', 'https://0x7f.1/', 'https://localhost/'],
    ...[
      "https://x.dk/'a",
      'https://x.dk/ a',
      'https://x.dk/\u202ea',
      'https:\\\\x.dk',
      'https:x.dk',
    ],
    ...['https://x.dk:99999/', '', 'HTTPS://x.dk'],
  ])
    t.notOk(isSafe(bad), bad);
});

t.test('a text is what is read', async (t) => {
  for (const good of [
    ...['Vi mødes kl. 9 <- kom i god tid', '3 < 5 & 5 > 3', 'Åben & gratis; kom bare', 'Linje\nto'],
    ...['👩\u200d🦽 og følgesvend', 'Info: se opslag'],
  ])
    t.ok(isPlain(good), good);
  for (const bad of [
    ...[
      '<b>ja</b>',
      '</script>',
      '<!-- x',
      '&lt;b&gt;',
      '&#60;',
      'a\u202eb',
      'a\u0000b',
      'a\u200bb',
    ],
    ...['javascript:alert(1)', 'se JavaScript:x'],
  ])
    t.notOk(isPlain(bad), bad);
});

t.test('the order of members changes nothing', async (t) => {
  const one: HealthcareService = {
    resourceType: 'HealthcareService',
    communication: [{ coding: [{ system: 'a', code: 'b' }] }],
  };
  const other: HealthcareService = {
    resourceType: 'HealthcareService',
    communication: [{ coding: [{ code: 'b', system: 'a' }] }],
  };
  t.same(changedParts(one, other), []);
  t.same(changedParts(one, { ...other, communication: [] }), ['language']);
});

t.test('what has gone on for years goes on, as long as it is in force', async (t) => {
  const weekly = (end?: string): HealthcareService => ({
    resourceType: 'HealthcareService',
    extension: [
      { url: structure('effective'), valuePeriod: { start: '2015-01-01', ...(end && { end }) } },
    ],
    availableTime: [
      {
        ...{ daysOfWeek: ['sun'], availableStartTime: '01:30:00', availableEndTime: '03:30:00' },
        extension: [
          {
            url: structure('repetition'),
            extension: [
              { url: 'everyWeeks', valueInteger: 1 },
              { url: 'first', valueDate: '2015-01-04' },
              { url: 'last', valueDate: '9999-12-31' },
            ],
          },
        ],
      },
    ],
  });
  const now = Date.UTC(2026, 9, 20);
  const times = occasionsOf(weekly(), now);
  t.ok(times.length > 150 && times.length < 170, `${times.length} times: three years`);
  const changing = times.find(({ start }) => start > now);
  t.same(changing, { start: Date.UTC(2026, 9, 24, 23, 30), end: Date.UTC(2026, 9, 25, 2, 30) });
  const ended = occasionsOf(weekly('2026-10-25'), now);
  t.equal(ended.at(-1)?.start, Date.UTC(2026, 9, 24, 23, 30), 'the last day is in force');
});

t.test('an event leads to no page that is none', async (t) => {
  const service = {
    ...{ resourceType: 'HealthcareService', id: 'a', name: 'A' },
    extension: [
      {
        url: structure('sign-up'),
        extension: [
          { url: 'manner', valueCode: 'link' },
          { url: 'link', valueUrl: 'https://x.example/"><img src=x>' },
        ],
      },
    ],
  } as HealthcareService & { id: string };
  const holder = {
    ...({ resourceType: 'Organization', name: 'B' } as const),
    telecom: [{ system: 'url' as const, value: 'https://u:p@x.example' }],
  };
  const event = eventOf(
    { service, holder, ahead: [] },
    { id: 'x', selfService: 'https://s.example' },
  );
  t.notMatch(JSON.stringify(event), /img|u:p/);
});
