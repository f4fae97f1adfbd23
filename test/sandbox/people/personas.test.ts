import t from 'tap';
import { instantToWall } from '../../../src/fhir/instant.ts';
import { personas } from '../../../src/sandbox/people/personas.ts';
import { saturday } from '../../cura/sandbox.ts';
import { town } from './town.ts';

const small = town();

t.test('the personas are people of the town', (t) => {
  const all = personas(1);
  const cpr = new Map(
    [...small.borger, ...small.paaroerende].map(({ id, cpr: number }) => [id, number]),
  );
  for (const [key, { borgerId, paaroerendeId, medarbejderId, cpr: number }] of Object.entries(
    all,
  )) {
    for (const id of [borgerId, paaroerendeId])
      if (id) t.equal(cpr.get(id), number, `${key} ${id}`);
    if (medarbejderId)
      t.ok(
        small.medarbejder.some(({ id }) => id === medarbejderId),
        key,
      );
  }
  t.match(Object.keys(all), ['citizen', 'relative', 'seeonly', 'expired']);
  t.end();
});

t.test('the stories have what they tell of', (t) => {
  const all = personas(1);
  const mother = small.borger.find(({ id }) => id === all.citizen?.borgerId);
  t.match(mother, { paamindelse: { kanal: 'sms', oensket: true } });
  const grant = { borgerId: mother?.id, ydelsestypeId: 'yt-saar', status: 'aktiv' };
  t.ok(small.ydelse.some((one) => Object.entries(grant).every(([k, v]) => Object(one)[k] === v)));
  const own = small.aftale.filter(({ borgerId }) => borgerId === mother?.id);
  t.same(
    own.map(({ status }) => status),
    ['gennemfoert', 'planlagt'],
  );
  t.match(all.relative?.mandators, [{ cpr: mother?.cpr, rights: ['se', 'handle'] }]);
  t.equal(all.expired?.mandators, undefined);
  const mandates = small.fuldmagt.filter(({ borgerId }) => borgerId === mother?.id);
  const today = instantToWall(saturday).date;
  t.same(
    mandates.map(({ rettigheder, gyldigTil }) => [rettigheder.join(), (gyldigTil ?? '9') > today]),
    [
      ['se,handle', true],
      ['se', true],
      ['se,handle', false],
    ],
  );
  t.match(small.borger.slice(0, 8), [
    {},
    {},
    { beskyttet: true },
    { doed: String },
    { ecpr: String, cpr: undefined, foedselsdato: undefined },
  ]);
  t.ok(small.fuldmagt.some(({ art }) => art === 'vaergemaal'));
  t.ok(small.fuldmagt.some(({ omfatter }) => omfatter.join() === 'oekonomi'));
  t.end();
});

/** Persona and citizen of each mandate that the login tells of and that Cura does not hold. */
const unknownToCura = () =>
  Object.entries(personas(1)).flatMap(([key, { cpr, mandators = [] }]) =>
    mandators.flatMap((mandator) => {
      const giver = small.borger.find((one) => one.cpr === mandator.cpr);
      const holders = small.paaroerende.filter((one) => one.cpr !== undefined && one.cpr === cpr);
      const held = small.fuldmagt.some(
        ({ borgerId, paaroerendeId }) =>
          borgerId === giver?.id && holders.some(({ id }) => id === paaroerendeId),
      );
      return held ? [] : [[key, giver?.id, holders.length]];
    }),
  );

t.test('what a login says of mandates is in Cura too, but for three who show it is not', (t) => {
  t.same(unknownToCura(), [
    ['ticketonly', 'borger-00001', 1],
    ['ticketstranger', 'borger-00001', 0],
    ['company', 'borger-00001', 0],
  ]);
  const { several, parent } = personas(1);
  t.same(
    several?.mandators?.map(({ rights }) => rights),
    [['se', 'handle'], ['se']],
  );
  t.match(parent?.mandators, [{ custody: true }]);
  const taken = [...small.borger, ...small.paaroerende].map(({ cpr }) => cpr);
  t.notOk(
    taken.includes(personas(1).ticketstranger?.cpr),
    'the stranger’s number is nobody else’s',
  );
  t.end();
});
