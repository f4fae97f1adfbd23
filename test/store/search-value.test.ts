import t from 'tap';
import { openShelf, param, room } from './shelf.ts';

/** Numbers, quantities, places and dates. */
const observation = room('Observation', {
  code: param('token', 'Observation.code'),
  'value-quantity': param(
    'quantity',
    'Observation.value.as(Quantity) | Observation.value.as(SampledData)',
  ),
  'value-range': param('quantity', 'Observation.value.as(Range)'),
  date: param('date', 'Observation.effective'),
  issued: param('date', 'Observation.issued'),
});
const risk = room('RiskAssessment', {
  probability: param('number', 'RiskAssessment.prediction.probability'),
});
const location = room('Location', { near: param('special', 'Location.position') });

const quantity = (id: string, value: number, unit = 'mg', more: object = {}) => ({
  ...{ resourceType: 'Observation', id, status: 'final' },
  valueQuantity: {
    ...{ value, unit, system: 'http://unitsofmeasure.org', code: unit },
    ...more,
  },
});

const ucum = 'http://unitsofmeasure.org';

t.test('a quantity is found by its number, its unit and what equals it', async (t) => {
  const { put, find } = await openShelf(t, [observation]);
  await put(
    quantity('mg', 5.4),
    quantity('g', 0.0054, 'g'),
    quantity('rough', 5, 'mg'),
    quantity('pills', 5.4, 'pills', { system: 'http://pills', code: 'p' }),
    quantity('more', 5, 'mg', { comparator: '>' }),
    { resourceType: 'Observation', id: 'none', status: 'final' },
    {
      ...{ resourceType: 'Observation', id: 'curve', status: 'final' },
      valueSampledData: {
        origin: { value: 10, system: ucum, code: 'mg' },
        ...{ period: 1, dimensions: 1, factor: 2, data: '-1 0 E 5' },
      },
    },
    {
      ...{ resourceType: 'Observation', id: 'range', status: 'final' },
      valueRange: { low: { value: 2, unit: 'cm' }, high: { value: 4, unit: 'cm' } },
    },
  );
  const cases: Readonly<Record<string, readonly string[]>> = {
    'value-quantity=5.4': ['mg', 'pills'],
    'value-quantity=5': ['mg', 'pills', 'rough'],
    'value-quantity=5.0': ['rough'],
    [`value-quantity=5.4|${ucum}|mg`]: ['g', 'mg'],
    [`value-quantity=0.0054|${ucum}|g`]: ['g', 'mg'],
    [`value-quantity=5.40|${ucum}|mg`]: ['g', 'mg'],
    'value-quantity=5.4||mg': ['mg'],
    'value-quantity=5.4||pills': ['pills'],
    'value-quantity=5.4|http://pills|p': ['pills'],
    'value-quantity=5.4|http://other|p': [],
    [`value-quantity=gt5|${ucum}|mg`]: ['curve', 'g', 'mg', 'more'],
    [`value-quantity=ge5|${ucum}|mg`]: ['curve', 'g', 'mg', 'more', 'rough'],
    [`value-quantity=lt5.4|${ucum}|mg`]: ['more', 'rough'],
    [`value-quantity=le5.4|${ucum}|mg`]: ['g', 'mg', 'more', 'rough'],
    [`value-quantity=sa7.99|${ucum}|mg`]: ['curve'],
    [`value-quantity=eb20.1|${ucum}|mg`]: ['curve', 'g', 'mg', 'rough'],
    [`value-quantity=ap5|${ucum}|mg`]: ['g', 'mg', 'more', 'rough'],
    [`value-quantity=ne5.4|${ucum}|mg`]: ['curve', 'more', 'rough'],
    'value-quantity=5.4||pills,5.0||mg': ['pills', 'rough'],
    'value-range=gt3': ['range'],
    'value-range=gt4': [],
    'value-range=eb5||cm': ['range'],
    'value-quantity:missing=true': ['none', 'range'],
    'value-quantity:missing=false&value-range:missing=true': [
      ...['curve', 'g', 'mg', 'more', 'pills', 'rough'],
    ],
  };
  for (const [query, ids] of Object.entries(cases))
    t.same(await find(`Observation?${query}&_sort=_id`), ids, query);
});

t.test('a number is as exact as it is written, unless it is compared', async (t) => {
  const { put, find } = await openShelf(t, [risk]);
  const at = (id: string, prediction: object) => ({
    ...{ resourceType: 'RiskAssessment', id, status: 'final', prediction: [prediction] },
  });
  await put(
    at('99', { probabilityDecimal: 99.4 }),
    at('995', { probabilityDecimal: 99.5 }),
    at('100', { probabilityDecimal: 100 }),
    at('1004', { probabilityDecimal: 100.4 }),
    at('1005', { probabilityDecimal: 100.5 }),
    at('some', { probabilityRange: { low: { value: 10 }, high: { value: 20 } } }),
  );
  const cases: Readonly<Record<string, readonly string[]>> = {
    '100': ['100', '1004', '995'],
    '100.0': ['100'],
    '100.00': ['100'],
    '1e2': ['100', '1004', '1005', '99', '995'],
    ne100: ['1005', '99', 'some'],
    gt100: ['1004', '1005'],
    ge100: ['100', '1004', '1005'],
    lt100: ['99', '995', 'some'],
    le100: ['100', '99', '995', 'some'],
    ap91: ['100', '99', '995'],
    gt15: ['100', '1004', '1005', '99', '995', 'some'],
    sa15: ['100', '1004', '1005', '99', '995'],
    eb15: [],
    eb21: ['some'],
  };
  for (const [value, ids] of Object.entries(cases))
    t.same(await find(`RiskAssessment?probability=${value}&_sort=_id`), ids, value);
  t.same(await find('RiskAssessment?_sort=probability'), [
    ...['some', '99', '995', '100', '1004', '1005'],
  ]);
});

t.test('a date is compared by the range that it stands for', async (t) => {
  const { put, find } = await openShelf(t, [observation]);
  const on = (id: string, effective: object) => ({
    ...{ resourceType: 'Observation', id, status: 'final', ...effective },
  });
  await put(
    on('day', { effectiveDateTime: '2013-01-14' }),
    on('morning', { effectiveDateTime: '2013-01-14T10:00:00+01:00' }),
    on('next', { effectiveDateTime: '2013-01-15T00:00:00+01:00' }),
    on('year', { effectiveDateTime: '2013' }),
    on('since', { effectivePeriod: { start: '2013-01-13' } }),
    on('until', { effectivePeriod: { end: '2013-01-13' } }),
    on('twice', {
      effectiveTiming: { event: ['2013-01-10', '2013-01-20T12:00:00+01:00'] },
    }),
    on('wrong', { effectivePeriod: { start: '2012-02-02', end: '2012-01-01' } }),
    on('none', {}),
  );
  const cases: Readonly<Record<string, readonly string[]>> = {
    '2013-01-14': ['day', 'morning'],
    '2013-01': ['day', 'morning', 'next', 'twice'],
    '2013-01-20': ['twice'],
    '2013-01-15': ['next'],
    '2013-01-14T09:00:00Z': ['morning'],
    '2013-01-14T10:00': ['morning'],
    'ne2013-01-14': ['next', 'since', 'twice', 'until', 'wrong', 'year'],
    'gt2013-01-14': ['next', 'since', 'twice', 'year'],
    'ge2013-01-14': ['day', 'morning', 'next', 'since', 'twice', 'year'],
    'lt2013-01-14': ['since', 'twice', 'until', 'wrong', 'year'],
    'le2013-01-14': ['day', 'morning', 'since', 'twice', 'until', 'wrong', 'year'],
    'sa2013-01-14': ['next', 'twice'],
    'eb2013-01-14': ['twice', 'until', 'wrong'],
    'gt2013-01-15&date=lt2013-01-19': ['since', 'twice', 'year'],
    '2013-01-10,2013-01-15': ['next', 'twice'],
    ap2013: ['day', 'morning', 'next', 'since', 'twice', 'until', 'wrong', 'year'],
    'ap2026-05-31': ['since'],
  };
  for (const [value, ids] of Object.entries(cases))
    t.same(await find(`Observation?date=${value}&_sort=_id`), ids, value);
  t.same(await find('Observation?date:missing=true'), ['none']);
  t.same(await find('Observation?_sort=date&date=gt2013-01-01'), [
    'until',
    'year',
    'twice',
    'since',
    'day',
    'morning',
    'next',
  ]);
  t.same((await find('Observation?_sort=-date')).slice(-1), ['none'], 'without a date comes last');
  t.same((await find('Observation?_sort=-date'))[0], 'twice', 'by its greatest');
});

t.test('a place is near by the great circle', async (t) => {
  const { put, find } = await openShelf(t, [location]);
  const at = (id: string, latitude: number, longitude: number) => ({
    ...{ resourceType: 'Location', id, position: { latitude, longitude } },
  });
  await put(at('town', 55.676, 12.568), at('suburb', 55.64, 12.08), at('away', 56.15, 10.2), {
    resourceType: 'Location',
    id: 'nowhere',
  });
  t.same(await find('Location?near=55.676|12.568|10|km&_sort=_id'), ['town']);
  t.same(await find('Location?near=55.676|12.568|40|km&_sort=_id'), ['suburb', 'town']);
  t.same(await find('Location?near=55.676|12.568|40000|m&_sort=_id'), ['suburb', 'town']);
  t.same(await find('Location?near:missing=true'), ['nowhere']);
});
