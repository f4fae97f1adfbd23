import type { Appointment } from '@medplum/fhirtypes';
import t from 'tap';
import { registryFor } from '../../src/registry.ts';
import { isByVideo, withVideo } from '../../src/resources/appointment/video-address.ts';
import { type Features, featureNames, offIn } from '../../src/resources/feature.ts';
import { offeredRooms } from '../../src/resources/feature-room.ts';

t.test(
  'nobody sees a room whose feature is off, and no address of a meeting without video',
  (t) => {
    const closedIn = (chosen: Features) =>
      registryFor({ features: chosen }).flatMap(({ type, closed }) => (closed ? type : []));
    t.same(closedIn({}), []);
    t.same(closedIn({ measurements: 'off', messages: 'off', booking: 'off' }), ['Observation']);
    t.same(closedIn(Object.fromEntries(featureNames.map((name) => [name, 'off']))).toSorted(), [
      ...['Composition', 'Condition', 'EpisodeOfCare', 'Goal', 'MeasureReport', 'Observation'],
      ...['Procedure', 'Subscription'],
    ]);
    const meeting = withVideo(
      { resourceType: 'Appointment', id: 'x', status: 'booked', participant: [] },
      'https://samspil.sandby.example/video',
    );
    const shown = (chosen: Features) =>
      registryFor({ features: chosen })
        .find(({ type }) => type === 'Appointment')
        ?.views?.citizen?.(meeting as never);
    t.ok(isByVideo(shown({}) as Appointment));
    t.notOk(isByVideo(shown({ video: 'off' }) as Appointment));
    t.end();
  },
);

t.test('what is off everywhere is no room, interaction or operation that is offered', (t) => {
  t.same(
    [...offIn({ features: { booking: [], insight: 'off', video: ['x'] } })],
    ['booking', 'insight'],
  );
  const off = registryFor({ features: { measurements: 'off', messages: 'off', booking: 'off' } });
  const rooms = offeredRooms(off);
  t.equal(off.length - rooms.length, 1);
  const room = (type: string) => rooms.find((one) => one.type === type);
  t.equal(room('Observation'), undefined);
  t.same(room('Communication')?.operations, []);
  t.notOk(room('Communication')?.interactions.includes('create'));
  t.same(
    room('Appointment')
      ?.operations.map(({ code }) => code)
      .sort(),
    ['cancel', 'join-waitlist'],
  );
  t.equal(offeredRooms(registryFor({})).length, off.length);
  t.end();
});
