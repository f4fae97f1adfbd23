import type { CodeSystemConcept } from '@medplum/fhirtypes';
import t from 'tap';
import { codeSystem } from '../../src/fhir/canonical.ts';
import { textOf } from './door.ts';
import { ofKind, profiles } from './fsh.ts';

/** What has no Danish profile yet: ours is written to be proposed as one. */
const proposed = [
  ...['appointment', 'schedule', 'slot', 'healthcare-service', 'consent', 'task'],
  'communication',
].map((slug) => `samspil-${slug}`);

const caret = /^(?:\S+ )?\^/;
const path = /^(\S+) /;

t.test('each constraint of a profile that is to be proposed has its reason', async (t) => {
  for (const id of proposed) {
    const [profile] = ofKind('Profile').filter((one) => one.id === id);
    const rules = profile?.rules ?? [];
    const reasons = rules.flatMap(
      (rule) => /^(\S+) \^requirements = ".{20,}"$/.exec(rule)?.[1] ?? [],
    );
    const constrained = rules
      .filter((rule) => !caret.test(rule))
      .map((rule) => path.exec(rule)?.[1] ?? '')
      // An extension says what it is for, an invariant of the whole what it demands.
      .filter((one) => !/(?:^|\.)extension$|^\.$/.test(one));
    t.ok(constrained.length > 2, `${id}: ${constrained.length} constraints`);
    t.same(
      constrained.filter(
        (one) =>
          !reasons.some(
            (other) =>
              one === other || (/^[.[]/.test(one.slice(other.length)) && one.startsWith(other)),
          ),
      ),
      [],
      id,
    );
  }
});

t.test('what is to be proposed names no product', async (t) => {
  const texts = proposed.map((id) => textOf(`profiles/${id.replace('samspil-', '')}.fsh`));
  t.same(
    texts.flatMap((text) => [...text.matchAll(/^.*\bCura.*$/gm)].map(([line]) => line)),
    [],
    'say the care record',
  );
});

/** `^title.extension[0].extension[1].valueString = "…"`. */
const translated = (rules: readonly string[], element: string): boolean =>
  rules.some((rule) => rule.startsWith(`^${element}.extension[0].extension[1].valueString = "`));

t.test('every definition has its words in Danish and English', async (t) => {
  const all = ['Profile', 'Extension', 'CodeSystem', 'ValueSet'].flatMap(ofKind);
  t.ok(all.length > 150, `${all.length} definitions`);
  const lacking = all.flatMap(({ name, keywords, rules }) => {
    const said = keywords.has('Description') ? ['title', 'description'] : ['title'];
    return said.filter((one) => !translated(rules, one)).map((one) => `${name}: ${one}`);
  });
  t.same(lacking, [], 'add `* insert Danish([[…]], [[…]])` or `DanishTitle`');
});

const each = ({ concept = [], ...one }: CodeSystemConcept): CodeSystemConcept[] => [
  one as CodeSystemConcept,
  ...concept.flatMap(each),
];

t.test('every code has its words in both languages', async (t) => {
  const all = ofKind('CodeSystem').flatMap(({ id }) =>
    (profiles.codeSystem(codeSystem(id))?.concept ?? [])
      .flatMap(each)
      .map((concept) => ({ id, ...concept })),
  );
  t.ok(all.length > 400, `${all.length} codes`);
  t.same(
    all
      .filter(({ designation }) => !/^(?:da|en)$/.test(designation?.[0]?.language ?? ''))
      .map(({ id, code }) => `${id}#${code}`),
    [],
    'add `* #code insert Da([[…]])`, or `En` where the display is Danish',
  );
});
