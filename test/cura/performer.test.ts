import t from 'tap';
import { checkRecord } from '../../src/cura/check.ts';
import { performedBy } from '../../src/cura/performer.ts';

const at = '2026-11-24T10:00:00+01:00';

t.test('whoever logs in without a name is told of without one', async (t) => {
  t.same(performedBy({ capacity: 'self', name: '', at }), { art: 'borger', tidspunkt: at });
  t.same(performedBy({ capacity: 'self', name: 'Karen Holm', at }), {
    ...{ art: 'borger', navn: 'Karen Holm', tidspunkt: at },
  });
});

t.test('Cura takes the record of a booking by somebody without a name', async (t) => {
  const aftale = {
    ...{ id: 'a-1', version: 1, aendret: at, borgerId: 'b-1', ydelsestypeId: 'y-1' },
    ...{ start: at, slut: '2026-11-24T10:15:00+01:00', status: 'planlagt', oprettet: at },
    udfoertAf: performedBy({ capacity: 'self', name: '', at }),
  };
  t.match(checkRecord('aftale', aftale), { udfoertAf: { art: 'borger' } });
});
