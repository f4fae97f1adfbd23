import type { Bundle, Observation } from '@medplum/fhirtypes';
import t from 'tap';
import { loadDefinitions } from '../../src/fhir/definitions.ts';
import { validate } from '../../src/fhir/validate.ts';
import { issuesOf, startPlain } from './plain-house.ts';

const coding = (...codes: string[]) => ({
  coding: codes.map((code) => ({ system: 'http://example.org/kind', code })),
});

const observation = (id: string, code: object, effectiveDateTime?: string): Observation =>
  ({
    ...{ resourceType: 'Observation', id, status: 'final', code },
    subject: { reference: 'Patient/one' },
    category: [coding(id.startsWith('w') ? 'body' : 'vital')],
    ...(effectiveDateTime !== undefined && { effectiveDateTime }),
  }) as Observation;

const idsIn = ({ entry = [] }: Bundle): string[] => entry.map(({ resource }) => `${resource?.id}`);

t.test('Observation/$lastn', async (t) => {
  const { ask } = await startPlain(t, ['Patient', 'Observation']);
  const definitions = await loadDefinitions(['Observation', 'Bundle']);
  await ask('PUT', 'Patient/one', { resourceType: 'Patient', id: 'one' });
  const pulse = coding('pulse');
  for (const one of [
    observation('p1', pulse, '2026-01-01'),
    observation('p2', pulse, '2026-01-02'),
    observation('p3', coding('pulse', 'puls'), '2026-01-03'),
    observation('p4', coding('puls', 'pulso'), '2026-01-04'),
    observation('p5', coding('pulso'), '2026-01-05'),
    observation('p0', pulse),
    observation('w1', coding('weight'), '2026-01-01T10:00:00Z'),
    observation('w2', coding('weight'), '2026-01-01T10:00:00Z'),
    observation('t1', { text: 'Mood' }, '2026-01-01'),
    observation('t2', { text: 'Mood' }, '2026-01-03'),
    observation('t3', { text: 'Sleep' }, '2026-01-02'),
    { ...observation('x1', pulse, '2027-01-01'), subject: { reference: 'Patient/two' } },
  ])
    t.equal((await ask('PUT', `Observation/${one.id}`, one)).status, 201, `${one.id}`);
  const lastn = async (query: string): Promise<string[]> => {
    const { status, body } = await ask('GET', `Observation/$lastn?${query}`);
    t.equal(status, 200, query);
    t.same(validate(body, definitions), []);
    t.equal(body.total, body.entry?.length ?? 0);
    return idsIn(body);
  };

  await t.test('gives the newest of each kind, and all of the same time', async (t) => {
    t.same((await lastn('patient=one')).sort(), ['p5', 't2', 't3', 'w1', 'w2']);
    t.same(await lastn('subject=Patient/one&code=http://example.org/kind|weight'), ['w1', 'w2']);
    t.same(await lastn('patient=one&category=vital&max=3&code=pulse,puls,pulso'), [
      ...['p5', 'p4', 'p3'],
    ]);
    t.same(
      (await lastn('patient=one&max=100&code=pulse,puls,pulso')).at(-1),
      'p0',
      'one without a date is the oldest',
    );
    t.same(await lastn('patient=one&date=lt2026-01-02&code=pulse'), ['p1']);
    t.same(await lastn('patient=nobody'), []);
    const posted = await ask('POST', 'Observation/$lastn', {
      resourceType: 'Parameters',
      parameter: [
        { name: 'patient', valueString: 'one' },
        { name: 'max', valueInteger: 2 },
        { name: 'code', valueString: 'pulse,puls,pulso' },
      ],
    });
    t.same(idsIn(posted.body), ['p5', 'p4']);
  });

  await t.test('refuses what it does not take', async (t) => {
    for (const [query, expected] of [
      ['', ['parameter-missing patient']],
      ['code=pulse', ['parameter-missing patient']],
      ['patient=one&nonsense=1', ['unknown-parameter']],
      ['patient=one&_count=1', ['unknown-parameter _count']],
      ['patient=one&_sort=date', ['unknown-parameter _sort']],
      ['patient=one&max=0', ['unreadable-value max']],
      ['patient=one&max=101', ['unreadable-value max']],
      ['patient=one&max=1&max=2', ['parameter-repeated max']],
    ] as const) {
      const heard = await ask('GET', `Observation/$lastn?${query}`);
      t.same([heard.status, issuesOf(heard)], [400, expected], query);
    }
    const heard = await ask('POST', 'Observation/$lastn', { resourceType: 'Patient' });
    t.same([heard.status, issuesOf(heard)], [400, ['resource-type resourceType']]);
  });
});
