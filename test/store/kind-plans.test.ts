import type { Resource } from '@medplum/fhirtypes';
import t from 'tap';
import { putAll } from '../../src/store/put.ts';
import { whole } from '../whole.ts';
import { explain, scansOf, wholeOf } from './plan.ts';
import { noon, openShelf, param, room } from './shelf.ts';

const many = 6_000;
const ucum = 'http://unitsofmeasure.org';

const rooms = [
  room('Patient', {
    name: param('string', 'Patient.name'),
    identifier: param('token', 'Patient.identifier'),
    birthdate: param('date', 'Patient.birthDate'),
  }),
  room(
    'Observation',
    {
      code: param('token', 'Observation.code'),
      subject: param('reference', 'Observation.subject', { target: ['Patient'] }),
      date: param('date', 'Observation.effective'),
      issued: param('date', 'Observation.issued'),
      instantiates: param('uri', 'Observation.instantiatesUri'),
      'value-quantity': param('quantity', 'Observation.value.as(Quantity)'),
      'code-value-quantity': param('composite', 'Observation', {
        components: [
          { name: 'code', type: 'token', expression: 'code' },
          { name: 'value-quantity', type: 'quantity', expression: 'value.as(Quantity)' },
        ],
      }),
    },
    { order: 'date' },
  ),
  room('Location', { near: param('special', 'Location.position') }),
  room('RiskAssessment', {
    probability: param('number', 'RiskAssessment.prediction.probability.as(decimal)'),
  }),
];

const day = (at: number): string =>
  new Date(Date.UTC(2000, 0, 1) + at * 86_400_000).toISOString().slice(0, 10);

type Made = Resource & { id: string };

const patient = (at: number): object => ({
  name: [{ family: `Efternavn${at}`, given: [`Fornavn${at}`] }],
  birthDate: day(at),
  identifier: [
    {
      ...{ system: `http://s/${at}`, value: `i${at}` },
      type: { coding: [{ system: 'http://t', code: 'MR', display: `Art ${at}` }] },
    },
  ],
});
const observation = (at: number): object => ({
  meta: { profile: [`http://p/${at}`], tag: [{ code: `t${at}` }] },
  code: { coding: [{ system: `http://s/${at}`, code: `c${at}`, display: `Prøve ${at}` }] },
  subject: {
    ...{ reference: `Patient/r${at}/_history/1`, display: `Navn ${at}` },
    identifier: { value: `n${at}` },
  },
  effectiveDateTime: day(at),
  issued: `${day(at)}T00:00:00Z`,
  instantiatesUri: `http://i/${at}/x`,
  valueQuantity: { value: at, system: ucum, code: 'mg' },
});
const makers: Readonly<Record<string, (at: number) => object>> = {
  Patient: patient,
  Observation: observation,
  Location: (at) => ({ position: { latitude: (at % 180) - 90, longitude: at / 100 } }),
  RiskAssessment: (at) => ({ prediction: [{ probabilityDecimal: at }] }),
};

const searches = [
  ...['code=c7', 'code=c7,c8', 'code=http://s/7|c7', 'code=http://s/7|', 'code:text=prøve 7'],
  ...['subject=Patient/r7', 'subject=Patient/r7/_history/1', 'subject:identifier=n7'],
  ...['subject:text=navn 77', 'date=2000-01-07', 'date=lt2000-01-03', 'date=ge2016-06-01'],
  ...['date=sa2016-06-01', 'date=2000-01-07,2000-02', 'issued=2000-01-07', 'issued=lt2000-01-03'],
  ...['issued=ge2016-06-01', 'issued=2000-01-07,2000-02-02', 'date=2001-01-07&_sort=-date'],
  ...['instantiates=http://i/7/x', 'instantiates:below=http://i/77', 'value-quantity=77'],
  ...['instantiates:above=http://i/7/x/y', 'value-quantity=gt5990', 'value-quantity=lt5'],
  ...[`value-quantity=0.077|${ucum}|g`, 'value-quantity=eb7', 'code-value-quantity=c7$7'],
  ...['_profile=http://p/7', '_tag=t7', '_id=r7', '_lastUpdated=lt2000'],
  ...['subject.name=efternavn77', 'subject:Patient.birthdate=2000-01-07', 'code=c7&date=ge2000'],
  ...['_id=r7&_include=Observation:subject', 'code=c7&_include=*&_sort=issued'],
].map((query) => `Observation?${query}`);
const others = [
  ...['name=efternavn77', 'name:exact=Efternavn77', 'name:contains=navn77', 'identifier=i7'],
  ...['identifier:of-type=http://t|MR|i7', 'identifier:text=art 77', 'birthdate=2000-01-07'],
  ...['birthdate=gt2016-06-01', '_has:Observation:subject:code=c7', '_id=r7&_revinclude=*'],
  ...['_has:Observation:subject:value-quantity=gt5990', '_has:Observation:subject:date=2000-01-07'],
].map((query) => `Patient?${query}`);

t.test(
  'no search for some of many walks a whole table or index, whatever its kind',
  whole,
  async (t) => {
    const { db, ask, room: roomOf } = await openShelf(t, rooms);
    for (const [type, make] of Object.entries(makers)) {
      const resources = Array.from(
        { length: many },
        (_, at) => ({ resourceType: type, id: `r${at}`, ...make(at) }) as Made,
      );
      for (let at = 0; at < many; at += 1_000)
        await db.transaction((tx) =>
          putAll(tx, roomOf(type), resources.slice(at, at + 1_000), noon + at),
        );
    }
    await db.query('analyze');
    const places = ['Location?near=7|7|1|km', 'RiskAssessment?probability=7'];
    for (const query of [...searches, ...others, ...places]) {
      const { plans, explaining } = explain(db);
      const { matches } = await ask(query, { db: explaining, count: 50 });
      t.ok(scansOf(plans).length > 0, `${query}: ${matches.length} of ${plans.length} statements`);
      t.same(wholeOf(plans), [], query);
    }
  },
);
