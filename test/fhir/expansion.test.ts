import t from 'tap';
import { isAtOnce } from '../at-once.ts';
import { codesIn, expansion, refusal, setOf, terms } from './terminology.ts';

const hl7 = (name: string) => `http://hl7.org/fhir/ValueSet/${name}`;

t.test('a published set becomes a valid resource with its codes, displays and count', async (t) => {
  const set = terms.expandValueSet({
    url: hl7('administrative-gender'),
    identifier: 'urn:uuid:0198c2a4-0000-7000-8000-000000000000',
    timestamp: '2026-11-22T12:00:00Z',
  });
  const system = 'http://hl7.org/fhir/administrative-gender';
  t.match(set, { resourceType: 'ValueSet', url: hl7('administrative-gender'), status: 'active' });
  t.same(set.expansion, {
    identifier: 'urn:uuid:0198c2a4-0000-7000-8000-000000000000',
    timestamp: '2026-11-22T12:00:00Z',
    total: 4,
    offset: 0,
    parameter: [{ name: 'version', valueUri: `${system}|4.0.1` }],
    contains: [
      { system, code: 'male', display: 'Male' },
      { system, code: 'female', display: 'Female' },
      { system, code: 'other', display: 'Other' },
      { system, code: 'unknown', display: 'Unknown' },
    ],
  });
  t.same(set.compose, undefined);
});

t.test('includes, excludes, imports and filters are worked out', async (t) => {
  const system = 'http://terminology.hl7.org/CodeSystem/v3-ActMood';
  const filter = (op: 'is-a' | '=' | 'in' | 'exists', property: string, value: string) =>
    codesIn({ valueSet: setOf({ system, filter: [{ op, property, value }] }) });
  const kinds = filter('is-a', 'concept', '_ActMoodPredicate');
  t.same(kinds.slice(0, 3), ['_ActMoodPredicate', 'CRT', 'EVN.CRT']);
  const below = codesIn({ url: hl7('inactive') });
  t.same(below, kinds.slice(1), 'descendent-of leaves out the top');
  t.same(filter('in', 'code', 'EVN, RQO'), ['EVN', 'RQO']);
  t.same(filter('exists', 'notSelectable', 'true').slice(0, 2), [
    '_ActMoodCompletionTrack',
    '_ActMoodPotential',
  ]);
  t.same(filter('=', 'status', 'deprecated'), ['CRT', 'EVN.CRT']);
  const gender = 'http://hl7.org/fhir/administrative-gender';
  const both = setOf(
    {
      system: gender,
      valueSet: [hl7('administrative-gender')],
      concept: [{ code: 'male' }, { code: 'x' }],
    },
    { valueSet: [hl7('name-use')] },
    { system: gender, concept: [{ code: 'female', display: 'Kvinde' }] },
  );
  const exclude = [
    {
      valueSet: [hl7('name-use')],
      system: 'http://hl7.org/fhir/name-use',
      concept: [{ code: 'old' }],
    },
  ];
  const valueSet = { ...both, compose: { include: both.compose?.include ?? [], exclude } };
  t.same(codesIn({ valueSet }), [
    'male',
    'usual',
    'official',
    'temp',
    'nickname',
    'anonymous',
    'maiden',
    'female',
  ]);
  t.same(expansion({ valueSet }).contains?.at(-1)?.display, 'Kvinde', 'the set has its own words');
});

t.test('a code may stand under several others', async (t) => {
  const system = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
  const of = (value: string) =>
    codesIn({ valueSet: setOf({ system, filter: [{ op: 'is-a', property: 'concept', value }] }) });
  const above = terms.codes.above(system, 'FFPS') ?? [];
  t.same(above.slice(0, 3).sort(), ['FF', 'FFPS', 'FFS']);
  for (const code of above) t.ok(of(code).includes('FFPS'), code);
});

t.test(
  'answers come in pages, with a filter, in a language, without what is inactive',
  async (t) => {
    const url = hl7('v3-ActCode');
    const v3 = 'http://terminology.hl7.org/ValueSet/v3-ActCode';
    t.match(
      refusal(() => expansion({ url })),
      /^404 not-found unknown-value-set/,
    );
    const first = expansion({ url: v3 });
    t.same([first.contains?.length, first.total], [1_000, 1_116]);
    const rest = expansion({ url: v3, offset: 1_000, count: 5_000 });
    t.same([rest.contains?.length, rest.offset, rest.total], [116, 1_000, 1_116]);
    const none = expansion({ url: v3, count: 0 });
    t.same([none.contains, none.total], [undefined, 1_116]);
    const active = expansion({ url: v3, count: 0, activeOnly: true });
    t.ok((active.total ?? 0) < 1_116);
    const text = expansion({ url: v3, filter: 'SUPPLY emerg' });
    t.same([text.total, text.parameter?.[0]], [1, { name: 'filter', valueString: 'SUPPLY emerg' }]);
    const words = [{ code: 'a', display: 'one', designation: [{ language: 'da', value: 'en' }] }];
    const valueSet = setOf({ system: 'urn:x', concept: words });
    const danish = expansion({ valueSet, displayLanguage: 'da-DK', includeDesignations: true });
    t.same(danish.contains?.[0], {
      system: 'urn:x',
      code: 'a',
      display: 'en',
      designation: words[0]?.designation,
    });
  },
);

t.test('what cannot be worked out is refused by name', async (t) => {
  const wide = Array.from({ length: 2_000 }, () => ({
    system: 'http://dicom.nema.org/resources/ontology/DCM',
  }));
  const regex = [{ op: 'regex' as const, property: 'code', value: '(a+)+$' }];
  const system = 'http://hl7.org/fhir/administrative-gender';
  const unknown = [{ op: 'is-a' as const, property: 'concept', value: 'nobody' }];
  const cases = [
    [{}, /^400 invalid parameter-missing: .*url, valueSet/],
    [{ url: hl7('nothing') }, /^404 not-found unknown-value-set: .*nothing/],
    [{ url: hl7('body-site') }, /^422 not-supported code-system-not-listed: .*snomed/],
    [{ url: hl7('all-languages') }, /^422 .*bcp:47/],
    [
      { valueSet: setOf({ system, filter: regex }) },
      /^422 not-supported value-set-filter: .*regex/,
    ],
    [
      { valueSet: setOf({ system, filter: unknown }) },
      /^422 not-supported value-set-filter: .*nobody/,
    ],
    [{ valueSet: setOf({ valueSet: [hl7('nothing')] }) }, /^404 not-found unknown-value-set/],
    [{ valueSet: { resourceType: 'ValueSet', status: 'active' } }, /^422 not-supported/],
    [{ url: hl7('name-use'), offset: -1 }, /^400 invalid parameter-value: offset/],
    [{ url: hl7('name-use'), filter: 'x '.repeat(101) }, /^400 invalid value-too-long: filter/],
    [{ url: hl7('name-use'), count: 1.5 }, /^400 invalid parameter-value: count/],
    [{ valueSet: setOf(...wide) }, /^422 too-costly too-costly/],
  ] as const;
  for (const [request, text] of cases)
    t.match(
      refusal(() => expansion(request as object)),
      text,
    );
  const refuse = () => refusal(() => expansion({ valueSet: setOf(...wide) }));
  t.ok(isAtOnce(refuse, 5_000), 'a generous bound: it takes some 30 ms');
});
