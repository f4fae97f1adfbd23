import t from 'tap';
import { ours, structure } from '../../src/fhir/canonical.ts';
import { fshTexts } from '../../src/fhir/profile.ts';
import { readFsh } from '../../src/fhir/profile-fsh.ts';
import { registry } from '../../src/registry.ts';
import { allFixtures, fixtureNames, textOf } from './door.ts';
import { definitions, ofKind } from './fsh.ts';
import { misfits } from './profile-rule.ts';

const fixtures = allFixtures(registry);

const basicAppointment = JSON.parse(
  textOf(
    `fixtures/appointment/${fixtureNames({ slug: 'appointment' } as never, '.fhir.json')[0]}.fhir.json`,
  ),
);

const withoutTexts = (rule: string): string => rule.replace(/"[^"]*"/g, '');

t.test('a room has the profile that its entry in the registry names', async (t) => {
  for (const { type, slug, profile } of registry) {
    const [first, ...narrower] = ofKind('Profile').filter(({ file }) => file === `${slug}.fsh`);
    const found = first ? [first] : [];
    t.ok(
      narrower.every(({ parent }) => parent === first?.name),
      `${slug}: others are narrower`,
    );
    t.same(
      found.map(({ id, parent }) => [structure(id), parent]),
      [[profile, type]],
      slug,
    );
  }
});

t.test('every name and every id of a definition is there once', async (t) => {
  t.ok(definitions.length > 40, `${definitions.length} definitions`);
  for (const key of ['name', 'id'] as const) {
    const all = definitions.map((definition) => `${definition.kind} ${definition[key]}`);
    t.equal(new Set(all).size, all.length, key);
  }
});

t.test('whatever a rule names is defined', async (t) => {
  const names = new Set(definitions.map(({ name }) => name));
  const named = definitions.flatMap(({ rules }) =>
    rules
      .map(withoutTexts)
      .flatMap((rule) => [
        ...[...rule.matchAll(/Reference\(([^)]+)\)/g)].flatMap(([, all = '']) => all.split(' or ')),
        ...[...rule.matchAll(/ from (?:system )?([A-Z]\w+)/g)].map(([, name = '']) => name),
        ...[...rule.matchAll(/ ([A-Z]\w+) named /g)].map(([, name = '']) => name),
      ]),
  );
  t.ok(named.length > 60, `${named.length} names`);
  t.same(
    named.filter((name) => !names.has(name)),
    [],
  );
});

t.test('every fixture is as its profile says', async (t) => {
  t.ok(fixtures.length >= 36, `${fixtures.length} fixtures`);
  for (const { room, name, resource } of fixtures)
    t.same(misfits(resource), [], `${room.slug}/${name}`);
});

t.test('every line of the profiles is read', async (t) => {
  const lines = fshTexts().flatMap(({ text }) =>
    text.split('\n').filter((line) => line.startsWith('* ')),
  );
  t.ok(lines.length > 300, `${lines.length} rules`);
  t.equal(
    fshTexts()
      .flatMap(readFsh)
      .flatMap(({ rules }) => rules).length,
    lines.length,
  );
});

t.test('a resource that is not as its profile says is found', async (t) => {
  const slot = {
    resourceType: 'Slot',
    status: 'free',
    start: '2026-11-24T13:15:00+01:00',
    end: '2026-11-24T13:45:00+01:00',
  };
  t.same(misfits({ ...slot, schedule: { reference: 'Schedule/1' } } as never), [
    'Slot.serviceType: The element is required.',
  ]);
  const concerned = { ...basicAppointment, supportingInformation: [{ reference: 'Device/1' }] };
  t.match(misfits(concerned as never), [
    'Appointment.supportingInformation[0]: The reference may not point to Device.',
  ]);
});

t.test('every extension in a fixture is defined, or named where another defines it', async (t) => {
  const found = fixtures.flatMap(({ room, resource }) =>
    [...JSON.stringify(resource).matchAll(/"url":"(https?:[^"]+)"/g)].map(([, url = '']) => ({
      slug: room.slug,
      url,
    })),
  );
  t.ok(found.length > 30, `${found.length} extensions`);
  const defined = new Set(ofKind('Extension').map(({ id }) => structure(id)));
  for (const { slug, url } of found)
    if (!defined.has(url))
      t.ok(
        !url.startsWith(ours) && textOf(`profiles/${slug}.fsh`).includes(url),
        `${slug}: ${url}`,
      );
});
