import t from 'tap';
import type { ConsentRow, Relation } from '../../src/access/consent-row.ts';
import { type Claim, isUnkept, mandateIn } from '../../src/access/mandate.ts';
import { codeSystem } from '../../src/fhir/canonical.ts';
import { noon } from '../house.ts';

const consent = (id: string, change: Partial<ConsentRow> = {}): ConsentRow => ({
  ...{ consent: id, version: 1, type: ['permit'], action: ['see'], matter: null, classes: null },
  category: [`${codeSystem('mandate-kind')}|power-of-attorney`],
  ...{ kept: null, source: null, timely: true, until: null, relatedPerson: 'anna' },
  ...change,
});

const kind = (code: string) => ({ category: [`${codeSystem('mandate-kind')}|${code}`] });

const relation = (...consents: ConsentRow[]): Relation => ({
  ...{ patient: 'karen', giver: '01', born: null, dead: false, known: ['anna'], made: undefined },
  ...{ consents, checkedAt: noon },
});

const claim: Claim = {
  ...{
    source: 'ticket',
    giver: Buffer.from([1]),
    kind: 'power-of-attorney',
    rights: ['see', 'act'],
  },
  ...{ from: noon, until: noon + 1_000 },
};

const stored = (id: string, change: Partial<ConsentRow> = {}) =>
  consent(id, {
    source: ['ticket', '|ticket'],
    until: noon + 1_000,
    action: ['see', 'act'],
    ...change,
  });

const held = (one: Relation, claims: readonly Claim[] = [], now = noon) => {
  const { consent: id, rights, denied } = mandateIn(one, claims, now) ?? {};
  return id === undefined ? undefined : [id, rights?.join(' '), denied?.join(' ')];
};

t.test('Of several mandates the strongest is the one that is acted by', async (t) => {
  const act = consent('b', {
    action: ['act'],
    ...kind('guardianship'),
    matter: [`${codeSystem('mandate-matter')}|personal`],
  });
  t.same(held(relation(consent('a'), act)), ['b', 'see act', ''], 'to act includes to see');
  t.same(
    held(relation(act, consent('a', { action: ['see', 'act'] }))),
    ['a', 'see act', ''],
    'of equals always the same',
  );
  t.same(
    held(relation(consent('c', { action: ['act'] }), stored('a')), [claim]),
    ['c', 'see act', ''],
    "Cura's before a ticket",
  );
  t.same(
    held(relation(consent('c'), stored('a')), [claim]),
    ['a', 'see act', ''],
    'unless the ticket gives more',
  );
  t.same(held(relation(consent('c', { action: null }))), undefined, 'no right is no mandate');
});

t.test(
  'What the giver keeps back is kept back from the relative, whichever mandate it stands in',
  async (t) => {
    const kept = consent('a', { kept: ['Observation', `${codeSystem('x')}|Observation`] });
    const act = consent('b', { action: ['act'] });
    const some = consent('s', {
      type: ['deny'],
      classes: ['CarePlan', 'r|CarePlan'],
      timely: null,
    });
    t.same(held(relation(kept, act)), ['b', 'see act', 'Observation']);
    t.same(held(relation(kept, act, some)), ['b', 'see act', 'CarePlan Observation']);
    const ended = consent('s', { type: ['deny'], classes: ['CarePlan'], timely: false });
    t.same(held(relation(act, ended)), ['b', 'see act', '']);
    const all = consent('s', { type: ['deny'], timely: null, relatedPerson: 'other name' });
    t.same(
      held(relation(kept, act, all, stored('t')), [claim]),
      undefined,
      'a stop of all is one of all',
    );
  },
);

t.test('A source bounds how fast what it says ends', async (t) => {
  const cura = relation(consent('a'));
  const minute = 60_000;
  t.ok(held(cura, [], noon + 15 * minute));
  t.same(held(cura, [], noon + 15 * minute + 1), undefined, 'Cura was heard too long ago');
  t.same(held({ ...cura, checkedAt: null }), undefined);
  t.same(held(relation(consent('a', { timely: null }))), undefined, 'a period is needed');
  const ticket = relation(stored('t'));
  t.ok(held({ ...ticket, checkedAt: null }, [claim], noon + 999), 'a ticket needs no feed');
  t.same(held(ticket, [claim], noon + 1_000), undefined);
  t.same(held(ticket, []), undefined, 'what was stored of it is nothing without it');
  t.same(held(relation(), [claim]), undefined, 'nor is it without what was stored');
  t.same(held({ ...ticket, dead: true }, [claim]), undefined);
});

t.test('Deeds that can be about money alone must name personal matters', async (t) => {
  const personal = `${codeSystem('mandate-matter')}|personal`;
  const money = `${codeSystem('mandate-matter')}|financial`;
  const found = (code: string, matter: string[] | null) =>
    held(relation(consent('a', { ...kind(code), matter }))) !== undefined;
  t.same(
    ['future-power-of-attorney', 'guardianship', 'power-of-attorney', 'next-of-kin'].map((code) => [
      ...[code, found(code, null), found(code, [money])],
      found(code, [money, personal]),
    ]),
    [
      ['future-power-of-attorney', false, false, true],
      ['guardianship', false, false, true],
      ['power-of-attorney', true, false, true],
      ['next-of-kin', true, false, true],
    ],
  );
});

t.test('Nobody under 15 gives a power of attorney, and all custody is of them', async (t) => {
  const born = (text: string) => ({ born: Date.parse(`${text}T00:00:00+01:00`) });
  const ages = { child: born('2012-01-01'), grown: born('2011-11-24'), unknown: { born: null } };
  const said = (code: Claim['kind']) =>
    Object.values(ages).map((age) => [
      held({ ...relation(consent('c', kind(code))), ...age }) !== undefined,
      held({ ...relation(stored('t', kind(code))), ...age }, [{ ...claim, kind: code }]) !==
        undefined,
      isUnkept({ ...relation(), ...age }, { ...claim, kind: code }, noon),
    ]);
  const [taken, not] = [
    [true, true, true],
    [false, false, false],
  ];
  t.same(said('power-of-attorney'), [not, taken, taken], 'child, grown, unknown');
  t.same(said('custody'), [taken, not, not], 'child, grown, unknown');
});
