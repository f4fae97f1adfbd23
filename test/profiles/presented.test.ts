import type { Resource } from '@medplum/fhirtypes';
import t from 'tap';
import { profiles } from '../contracts/fsh.ts';
import { contentsWith, edition } from './contents.ts';

const { resources } = contentsWith([]);
type Read = Resource & Readonly<Record<string, unknown>>;
const all = resources as readonly Read[];
const nameOf = ({ resourceType, id }: Resource): string => `${resourceType}/${id}`;

t.test('every definition says who publishes it, when, and for where', async (t) => {
  t.ok(all.length > 300, `${all.length} of them`);
  const needed = ['publisher', 'contact', 'jurisdiction', 'date', 'status', 'name'];
  const lacking = all.flatMap((one) =>
    needed.filter((key) => !(key in one)).map((key) => `${nameOf(one)}: ${key}`),
  );
  t.same(lacking, []);
  const versioned = all.filter(({ resourceType }) => resourceType !== 'NamingSystem');
  t.same(
    versioned.filter((one) => one.version !== edition.version || !('experimental' in one)),
    [],
  );
});

t.test('each has its words in Danish and English', async (t) => {
  const lacking = all.flatMap((one) => {
    const keys = ['title', 'description', 'responsible'].filter((key) => key in one);
    if (!('description' in one)) return [`${nameOf(one)}: none`];
    return keys.filter((key) => !(`_${key}` in one)).map((key) => `${nameOf(one)}: ${key}`);
  });
  t.same(lacking, []);
  const mixed = all.filter((one) => / · /.test(`${one.title} ${one.description}`));
  t.same(mixed.map(nameOf), [], 'no text is in two languages at once');
});

t.test('every code of the care record has a word in both languages', async (t) => {
  const systems = all.flatMap((one) => (one.resourceType === 'CodeSystem' ? [one] : []));
  const codes = systems
    .filter(({ id = '' }) => id.startsWith('cura-'))
    .flatMap(({ id, concept = [] }) => concept.map((one) => ({ id, ...one })));
  t.ok(codes.length > 200, `${codes.length} codes`);
  t.same(
    codes.filter(({ display, designation }) => !display || designation?.[0]?.language !== 'en'),
    [],
    'add it to mappings/codes/word.ts',
  );
});

t.test('what is made of a code of ours has its definition in both languages', async (t) => {
  const figures = profiles.codeSystem('https://samspil.example/fhir/CodeSystem/figure');
  t.same(
    all.flatMap((one) => (one.resourceType === 'Measure' ? [one.title] : [])).length,
    figures?.concept?.length,
  );
  const late = all.find(({ id }) => id === 'late-cancellation');
  t.match(late, {
    title: 'Late cancellations',
    description: /^Of appointments/,
    _description: { extension: [{ extension: [{}, { valueString: /^Af aftaler/ }] }] },
  });
});
