import { readdirSync } from 'node:fs';
import type { Coding } from '@medplum/fhirtypes';
import t from 'tap';
import { codeSystem, ours } from '../../src/fhir/canonical.ts';
import { codeTables } from '../../src/resources/code-tables.ts';
import { faultsOf, own, published, refusal, terms } from './terminology.ts';

const language = 'en' as const;
type Request = Parameters<typeof terms.translate>[0];

/** `equivalence system|code` of each match, after whether there is one. */
function translated(request: Omit<Request, 'language'>): [boolean | undefined, ...string[]] {
  const { parameter = [], ...rest } = terms.translate({ language, ...request });
  t.same(faultsOf({ ...rest, parameter }), []);
  const matches = parameter.flatMap(({ name, part = [] }) => {
    const { system, code } = part.find((one) => one.name === 'concept')?.valueCoding ?? {};
    return name === 'match' ? [`${part[0]?.valueCode} ${system}|${code}`] : [];
  });
  return [parameter[0]?.valueBoolean, ...matches];
}

const v3 = 'http://terminology.hl7.org/CodeSystem/v3-AddressUse';
const use = 'http://hl7.org/fhir/address-use';

t.test('a published map translates, and back', async (t) => {
  const url = 'http://hl7.org/fhir/ConceptMap/cm-address-use-v3';
  t.same(translated({ url, system: use, code: 'home' }), [true, `equal ${v3}|H`]);
  const old = translated({ url, coding: { system: use, code: 'old' } });
  t.same(old, [true, `narrower ${v3}|OLD`, `narrower ${v3}|BAD`]);
  const back = { url, system: v3, code: 'BAD', reverse: true };
  t.same(translated(back), [true, `wider ${use}|old`]);
  const concept = {
    coding: [
      { system: use, code: 'nothing' },
      { system: use, code: 'work' },
    ],
  };
  t.same(translated({ url, codeableConcept: concept }), [true, `equal ${v3}|WP`]);
  t.same(translated({ url, system: 'urn:x', code: 'home' }), [false]);
});

t.test('maps are found by the sets and systems that they lead between', async (t) => {
  const set = 'http://hl7.org/fhir/ValueSet/';
  const request = { source: `${set}address-use|4.0.1`, system: use, code: 'home' };
  t.ok(translated(request).includes(`equal ${v3}|H`));
  t.ok(translated(request).length > 2, 'to version 2 as well as to version 3');
  t.same(translated({ ...request, target: `${set}nothing` }), [false]);
  const v2 = translated({
    ...request,
    targetSystem: 'http://terminology.hl7.org/CodeSystem/v2-0190',
  });
  t.same(v2, [true, 'equivalent http://terminology.hl7.org/CodeSystem/v2-0190|H']);
});

t.test('codes that a group does not list, and those that depend on others', async (t) => {
  const element = [
    {
      code: 'a',
      target: [
        {
          code: '1',
          equivalence: 'equal' as const,
          dependsOn: [{ property: 'urn:p', value: 'x' }],
        },
      ],
    },
    { code: 'none', target: [{ equivalence: 'unmatched' as const }] },
  ];
  const mapped = (unmapped?: object) => ({
    resourceType: 'ConceptMap' as const,
    status: 'active' as const,
    group: [{ source: 'urn:a', target: 'urn:b', element, ...(unmapped && { unmapped }) }],
  });
  const ask = (code: string, unmapped?: object, more?: Partial<Request>) =>
    translated({ conceptMap: mapped(unmapped) as never, system: 'urn:a', code, ...more });
  t.same(ask('a'), [false]);
  t.same(ask('a', {}, { dependency: [{ element: 'urn:p', code: 'x' }] }), [true, 'equal urn:b|1']);
  t.same(ask('none'), [false, 'unmatched undefined|undefined']);
  t.same(ask('z'), [false]);
  t.same(ask('z', { mode: 'provided' }), [true, 'equal urn:b|z']);
  t.same(ask('z', { mode: 'fixed', code: 'other' }), [true, 'relatedto urn:b|other']);
  const url = `${ours}/ConceptMap/cura-koen`;
  const [isFound] = translated({
    conceptMap: {
      ...mapped({ mode: 'other-map', url }),
      group: [{ unmapped: { mode: 'other-map', url } }],
    } as never,
    ...{ system: codeSystem('cura-koen'), code: 'mand' },
  });
  t.same(isFound, true);
});

t.test('a map that is not known, or no code, is refused', async (t) => {
  const refused = (request: object) => refusal(() => terms.translate({ language, ...request }));
  t.match(
    refused({ url: 'urn:x', system: use, code: 'home' }),
    /^404 not-found unknown-concept-map/,
  );
  t.match(refused({ system: use }), /^400 invalid parameter-missing/);
});

t.test('every published map translates all that it lists', async (t) => {
  let seen = 0;
  for (const id of published.ids('ConceptMap', '')) {
    const { url = '', group = [] } = published.read('ConceptMap', id) ?? {};
    for (const { source: system, element = [] } of group) {
      const [first] = element.filter(({ target }) => target?.some(({ dependsOn }) => !dependsOn));
      if (!first?.code) continue;
      const [, match] = translated({ url, code: first.code, ...(system && { system }) });
      const { code, equivalence } = first.target?.[0] ?? {};
      t.match(match, `${equivalence} ${group[0]?.target}|${code}`, id);
      seen += 1;
    }
  }
  t.ok(seen > 70, `${seen} groups`);
});

t.test('every code of Cura becomes that of its table, and back', async (t) => {
  let seen = 0;
  for (const { id, rows, system } of codeTables) {
    const url = `${ours}/ConceptMap/cura-${id}`;
    const cura = codeSystem(`cura-${id}`);
    const codingOf = (row: string | Readonly<Coding>) =>
      typeof row === 'string' ? `${system}|${row}` : `${row.system}|${row.code}`;
    for (const [code, row] of Object.entries(rows)) {
      const [, out] = translated({ url, system: cura, code });
      t.same(out?.split(' ')[1], codingOf(row), `${id} ${code}`);
      const [to = '', ...rest] = codingOf(row).split('|');
      const [, ...back] = translated({ url, system: to, code: rest.join('|'), reverse: true });
      t.ok(
        back.some((one) => one.endsWith(` ${cura}|${code}`)),
        `${id} ${code} back`,
      );
      seen += 1;
    }
  }
  t.ok(seen > 80, `${seen} codes`);
});

t.test('no code table of the mappings is without a map', async (t) => {
  const files = readdirSync('mappings/codes').filter((name) => name !== 'system.ts');
  const modules = await Promise.all(files.map((name) => import(`../../mappings/codes/${name}`)));
  const exported = modules.flatMap((one) => Object.entries<object>(one));
  const known = new Set<unknown>(codeTables.map(({ rows }) => rows));
  const without = exported.filter(([, rows]) => !known.has(rows)).map(([name]) => name);
  // Whose rows are two codes each, functions, single codes, units, and what stands in maps of its own.
  const others = [
    ...['grantedStatus', 'conditionStatus', 'isOpen', 'meantBy', 'activity', 'unitNames'],
    ...['exerciseCategory', 'measurementCategory', 'messageCategory', 'lateCancellation'],
    ...['mandateAuthority', 'stopKind', 'measures', 'synonyms', 'wordsFor'],
  ];
  t.same(without.sort(), others.sort());
  t.equal(own.conceptMaps.length, 2 * codeTables.length, 'and one back');
  const targets = own.conceptMaps.flatMap(({ targetUri }) => targetUri ?? []);
  t.same(
    targets.filter((url) => !terms.valueSet(url)),
    [],
    'every target set is known',
  );
});
