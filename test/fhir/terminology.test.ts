import t from 'tap';
import { ours } from '../../src/fhir/canonical.ts';
import { openTerminology } from '../../src/fhir/terminology.ts';
import { answer, codesIn, faultsOf, own, published, refusal, setOf, terms } from './terminology.ts';

const hl7 = (name: string) => `http://hl7.org/fhir/ValueSet/${name}`;
const gender = 'http://hl7.org/fhir/administrative-gender';
const language = 'en' as const;

t.test('a code is in a value set or not, with the reason and the right display', async (t) => {
  const ask = (request: object) => {
    const found = terms.validateInValueSet({
      url: hl7('administrative-gender'),
      language,
      ...request,
    });
    t.same(faultsOf(found), []);
    return answer(found);
  };
  const good = { result: true, display: 'Female' };
  t.same(ask({ system: gender, code: 'female' }), good);
  t.same(ask({ system: gender, code: 'female', display: ' FEMALE ' }), good);
  t.same(ask({ code: 'female' }), good, 'the set has but one system');
  t.same(ask({ coding: { system: gender, code: 'female' } }), good);
  const concept = {
    coding: [
      { system: 'urn:x', code: 'f' },
      { system: gender, code: 'female' },
    ],
  };
  t.same(ask({ codeableConcept: concept }), good, 'one good coding is enough');
  t.same(ask({ system: 'urn:x', code: 'female' }), {
    result: false,
    message: `The code female is not in ${hl7('administrative-gender')}.`,
  });
  t.same(ask({ system: gender, code: 'female', display: 'Woman' }), {
    result: false,
    message: 'The display Woman is not that of the code, which is Female.',
    display: 'Female',
  });
  const many = { coding: Array(101).fill({ system: gender, code: 'female' }) };
  t.match(
    refusal(() => ask({ codeableConcept: many })),
    /^400 invalid too-many-values/,
  );
  const danish = ask({ system: gender, code: 'x', language: 'da' });
  t.match(danish.message, /^Koden x er ikke i /);
});

t.test('sets without an end can be asked too, where the answer can be known', async (t) => {
  const isIn = (url: string, system: string, code: string) =>
    answer(terms.validateInValueSet({ url, system, code, language })).result;
  const ucum = 'http://unitsofmeasure.org';
  t.same(isIn(hl7('ucum-units'), ucum, 'mm[Hg]'), true);
  t.same(isIn(hl7('ucum-units'), ucum, '[IU]'), true);
  t.same(isIn(hl7('ucum-units'), ucum, 'millimetres'), false);
  t.same(isIn(hl7('all-languages'), 'urn:ietf:bcp:47', 'da-DK'), true);
  t.same(isIn(hl7('all-languages'), 'urn:ietf:bcp:47', 'd!'), false);
  t.same(isIn(hl7('body-site'), 'urn:x', '1'), false, 'another system than any of the set');
  const body = () => isIn(hl7('body-site'), 'http://snomed.info/sct', '1');
  t.match(refusal(body), /^422 not-supported code-system-not-listed: .*snomed/);
  const loinc = 'http://loinc.org';
  t.same(isIn(hl7('observation-vitalsignresult'), loinc, '85354-9'), true, 'codes that are named');
});

t.test('a heading is no code unless it is asked for', async (t) => {
  const request = {
    url: 'http://terminology.hl7.org/ValueSet/v3-ActCode',
    system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
    code: '_ActAccountCode',
    language,
  };
  t.match(answer(terms.validateInValueSet(request)).message, /is a heading/);
  t.match(answer(terms.validateInValueSet({ ...request, abstract: true })), { result: true });
});

t.test('a code is in a code system or not', async (t) => {
  const ask = (request: object) => {
    const found = terms.validateInSystem({ language, ...request });
    t.same(faultsOf(found), []);
    return answer(found);
  };
  t.same(ask({ url: gender, code: 'male' }), { result: true, display: 'Male' });
  t.match(ask({ url: gender, code: 'm' }), {
    result: false,
    message: `The code m is not in ${gender}.`,
  });
  t.match(ask({ url: gender, coding: { system: 'urn:x', code: 'male' } }), { result: false });
  const concept = [{ code: 'a', concept: [{ code: 'b', display: 'B' }] }];
  const codeSystem = {
    resourceType: 'CodeSystem',
    status: 'active',
    content: 'complete',
    url: 'urn:y',
    concept,
  };
  t.same(ask({ codeSystem, code: 'b' }), { result: true, display: 'B' });
  const refused = (request: object) => refusal(() => ask(request));
  t.match(refused({ url: 'urn:nobody', code: 'x' }), /^404 not-found unknown-code-system/);
  t.match(refused({ url: 'http://snomed.info/sct', code: 'x' }), /^422 not-supported/);
  t.match(refused({ code: 'x' }), /^400 invalid parameter-missing/);
  t.match(refused({ url: gender }), /^400 invalid parameter-missing: .*codeableConcept/);
});

t.test('a code is looked up with its meaning, parents and children', async (t) => {
  const system = 'http://terminology.hl7.org/CodeSystem/v3-RoleCode';
  const found = terms.lookUp({ system, code: 'MTH', property: ['parent', 'child'] });
  t.same(faultsOf(found), []);
  t.same(found.parameter?.slice(0, 3), [
    { name: 'name', valueString: 'v3 Code System RoleCode' },
    { name: 'version', valueString: '2018-08-12' },
    { name: 'display', valueString: 'mother' },
  ]);
  const codes = found.parameter?.flatMap(({ part }) => part?.[1]?.valueCode ?? []);
  t.same(codes?.slice(0, 3), ['PRN', 'ADOPTM', 'GESTM']);
  t.match(
    refusal(() => terms.lookUp({ system, code: 'X' })),
    /^404 not-found unknown-code:/,
  );
  t.match(
    refusal(() => terms.lookUp({ code: 'X' })),
    /^400 invalid parameter-missing/,
  );
});

t.test('search is told which codes a set has, and which are above and below', async (t) => {
  const { codes } = terms;
  t.same(codes.valueSet(`${hl7('name-use')}|4.0.1`)?.[0], {
    system: 'http://hl7.org/fhir/name-use',
    code: 'usual',
  });
  t.same(codes.valueSet(hl7('all-languages')), [{ system: 'urn:ietf:bcp:47' }], 'any code of it');
  t.same(
    [codes.valueSet(hl7('nothing')), codes.valueSet(hl7('body-site'))],
    [undefined, undefined],
  );
  const system = 'http://terminology.hl7.org/CodeSystem/v3-RoleCode';
  t.same(codes.above(system, 'NMTH')?.slice(0, 2), ['NMTH', 'MTH']);
  t.ok(codes.below(system, 'MTH')?.includes('NMTH'));
  t.notOk(codes.below(system, 'MTH')?.includes('FTH'));
  t.same(codes.below(gender, 'male'), ['male']);
  t.same(
    [codes.above('urn:x', 'a'), codes.below('http://snomed.info/sct', '1')],
    [undefined, undefined],
  );
});

t.test('ours are known beside those of R4, and every one of them is valid', async (t) => {
  const all = [...own.codeSystems, ...own.valueSets, ...own.conceptMaps];
  t.ok(all.length > 90, `${all.length} resources`);
  for (const one of all) t.same(faultsOf(one), [], `${one.url}`);
  t.same(codesIn({ url: `${ours}/ValueSet/capacities` }), [
    'self',
    'relative',
    'staff',
    'link-holder',
    'system',
  ]);
  t.match(terms.codeSystem(`${ours}/CodeSystem/samspil-issue`), { content: 'fragment' });
  for (const { url = '' } of own.valueSets) t.ok(codesIn({ url }).length > 0, url);
});

t.test('sets that contain themselves are refused', async (t) => {
  const [a, b] = ['urn:set:a', 'urn:set:b'];
  const valueSets = [
    { ...setOf({ valueSet: [b] }), url: a },
    { ...setOf({ valueSet: [`${a}|1`] }), url: b },
  ];
  const circle = openTerminology(published, { codeSystems: [], conceptMaps: [], valueSets });
  const request = { url: a, identifier: 'urn:x', timestamp: '2026' };
  t.match(
    refusal(() => circle.expandValueSet(request)),
    /^422 not-supported value-set-circular/,
  );
  const code = { url: a, system: 'urn:x', code: 'x', language };
  t.match(
    refusal(() => circle.validateInValueSet(code)),
    /^422 not-supported value-set-circular/,
  );
});
