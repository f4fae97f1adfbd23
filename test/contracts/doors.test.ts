import { readdirSync } from 'node:fs';
import t from 'tap';
import { registry } from '../../src/registry.ts';
import { at, fixtureNames, foldersIn, isThere } from './door.ts';

const slugs = registry.map(({ slug }) => slug);

t.test('every room has a folder with an index and a profile', async (t) => {
  t.ok(registry.length >= 15, `${registry.length} rooms`);
  for (const slug of slugs) {
    t.ok(isThere(`src/resources/${slug}/index.ts`), `src/resources/${slug}/index.ts`);
    t.ok(isThere(`profiles/${slug}.fsh`), `profiles/${slug}.fsh`);
  }
});

t.test('no room is there twice', async (t) => {
  t.equal(new Set(slugs).size, slugs.length);
  t.equal(new Set(registry.map(({ profile }) => profile)).size, slugs.length);
});

t.test(
  'a room has mappings and paired fixtures if it comes from Cura, and else neither',
  async (t) => {
    const fromCura = registry.filter(({ origin }) => origin === 'cura');
    t.ok(fromCura.length >= 11, `${fromCura.length} rooms come from Cura`);
    for (const room of registry) {
      const isFromCura = room.origin === 'cura';
      t.equal(room.mappings.length > 0, isFromCura, `${room.slug}: mapping`);
      t.equal(isThere(`fixtures/${room.slug}`), isFromCura, `${room.slug}: fixtures`);
      t.same(
        fixtureNames(room, '.cura.json'),
        fixtureNames(room, '.fhir.json'),
        `${room.slug}: each fixture has its other half`,
      );
    }
  },
);

t.test('a mapping is in the room of its type', async (t) => {
  for (const { type, mappings } of registry)
    for (const mapping of mappings) t.equal(mapping.type, type, mapping.record);
});

t.test('no door leads to a room that is not in the registry', async (t) => {
  t.same(
    foldersIn('src/resources').filter((name) => !slugs.includes(name)),
    [],
    'src/resources',
  );
  t.same(
    foldersIn('fixtures').filter((name) => !slugs.includes(name)),
    ['client', 'sandbox'],
    'fixtures, which hold the people of the sandbox and what clients ask too',
  );
  const profiles = readdirSync(at('profiles')).filter((name) => name.endsWith('.fsh'));
  t.same(
    profiles.filter((name) => !slugs.includes(name.replace('.fsh', ''))),
    ['rule-set.fsh', 'terminology.fsh'],
    'profiles, and what many share: sets of rules, and code systems',
  );
});
