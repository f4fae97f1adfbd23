import t from 'tap';
import { tjenesteMapping } from '../../../mappings/tjeneste.ts';
import type { Tjeneste } from '../../../src/cura/care-records.ts';
import { addDays } from '../../../src/fhir/instant.ts';
import { rosterOf } from '../../../src/resources/schedule/roster.ts';
import type { Work } from '../../../src/scheduling/roster.ts';
import { workOf } from '../../../src/scheduling/work.ts';
import { testContext } from '../../mapping/context.ts';
import { town } from './town.ts';

const { tjeneste } = town();
const workIn = (record: Tjeneste, from: string, to: string): Work[] =>
  workOf(rosterOf(tjenesteMapping.toFhir(record, testContext())), { from, to });
const recurring = tjeneste.filter(({ fasteVagter }) => fasteVagter !== undefined);

t.test('two of the staff work recurring shifts, one of them in citizens’ homes', async (t) => {
  t.same(
    recurring.map(({ id, vagter, transportMinutter }) => [id, vagter.length, transportMinutter]),
    [
      ['tj-009-forebyggende', 0, 15],
      ['tj-011-afklarende', 0, undefined],
    ],
  );
});

t.test('recurring shifts with a lunch break give the work of shifts said one by one', async (t) => {
  const [first] = recurring;
  const { gyldigFra = '' } = first ?? {};
  const to = addDays(gyldigFra, 27);
  for (const { fasteVagter: _, fastePauser: __, ...record } of recurring) {
    const days = Array.from({ length: 28 }, (_, day) => day).filter((day) => day % 7 < 5);
    const vagter = days.flatMap((day) => [
      { dato: addDays(gyldigFra, day), fra: '08:00', til: '12:00' },
      { dato: addDays(gyldigFra, day), fra: '12:30', til: '15:30' },
    ]);
    const said = workIn({ ...record, vagter }, gyldigFra, to);
    const found = recurring.find(({ id }) => id === record.id);
    t.ok(said.length > 20);
    t.same(found && workIn(found, gyldigFra, to), said);
  }
});

t.test('they rest on public holidays', async (t) => {
  for (const record of recurring) t.same(workIn(record, '2026-12-25', '2026-12-27'), []);
});
