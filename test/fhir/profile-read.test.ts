import t from 'tap';
import { ours } from '../../src/fhir/canonical.ts';
import { loadDefinitions } from '../../src/fhir/definitions.ts';
import { loadProfiles } from '../../src/fhir/profile.ts';
import { profileText } from './profile-text.ts';

const profiles = loadProfiles([{ file: 'test.fsh', text: profileText }]);

t.test('terminology of the profiles is there as resources', async (t) => {
  t.match(profiles.codeSystem(`${ours}/CodeSystem/gender`), {
    content: 'complete',
    caseSensitive: true,
    concept: [{ code: 'female', concept: [{ code: 'girl', display: 'Pige' }] }],
  });
  const definitions = await loadDefinitions(['Patient'], profiles);
  const codes = definitions.codes(`${ours}/ValueSet/genders|1`);
  t.same([...(codes?.codings ?? [])].sort(), [
    'http://hl7.org/fhir/administrative-gender|female',
    `${ours}/CodeSystem/gender|female`,
  ]);
});

const profileOf = (rule: string): string => `Profile: P\nParent: Patient\nId: p\n${rule}\n`;
const refusedTexts: readonly (readonly [string, string])[] = [
  ['a rule of no form', profileOf('* name is nice')],
  ['a path that cannot be', profileOf('* name[0].family 1..1')],
  ['a slice that is not there', profileOf('* identifier[cpr].value 1..1')],
  ['a value set that is not defined', profileOf('* gender from Genders (required)')],
  ['an invariant that is not defined', profileOf('* name obeys nice')],
  ['an extension that is not defined', profileOf('* extension contains Mood named mood 0..1')],
  [
    'a target that is not defined',
    profileOf('* managingOrganization only Reference(SamspilNowhere)'),
  ],
  ['slices that nothing tells apart', profileOf('* identifier contains cpr 0..1')],
  ['a line that is no rule', profileOf('name 1..1')],
  ['a value of no form', profileOf('* birthDate = 2026-01-01')],
  ['a parent that is not known', 'Profile: P\nParent: SamspilNowhere\nId: p\n* name 1..1\n'],
  [
    'a kind of definition that is not read',
    'Instance: P\nInstanceOf: Patient\n* name.family = "x"\n',
  ],
  ['a code of no form', 'CodeSystem: C\nId: c\n* kode "x"\n'],
  ['a value set rule of no form', 'ValueSet: V\nId: v\n* include alle\n'],
];

t.test('what is not understood is not skipped', async (t) => {
  for (const [title, text] of refusedTexts)
    t.throws(() => loadProfiles([{ file: 'p.fsh', text }]), { name: 'FshError' }, title);
  const grammar = `${profileOf('* name obeys bad')}\nInvariant: bad\nExpression: "name.(" \n`;
  t.throws(
    () => loadProfiles([{ file: 'p.fsh', text: grammar }]),
    'an invariant that is no FHIRPath',
  );
});
