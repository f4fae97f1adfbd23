import type { Appointment, Resource } from '@medplum/fhirtypes';
import t from 'tap';
import { withVideo } from '../../src/resources/appointment/video-address.ts';
import { context, mappingOf, read } from './refuse.ts';

t.test('where a meeting by video is held is ours, and Cura keeps its record', async (t) => {
  for (const record of ['aftale', 'holdtilmelding'] as const) {
    const name = { aftale: 'aftale-booked', holdtilmelding: 'holdtilmelding-joined' }[record];
    const mapping = mappingOf(record, 'Appointment');
    const base = read(`appointment/${name}`);
    const plain = mapping.toFhir(base as never, context) as Appointment & { id: string };
    const shown = withVideo(plain, 'https://samspil.test/video');
    t.not(shown.extension?.length, plain.extension?.length);
    t.same(mapping.toRecord(shown as Resource, base as never, context), base, record);
    const extension = [{ url: 'https://ond.example', valueString: 'x' }];
    t.throws(() => mapping.toRecord({ ...shown, extension } as Resource, base as never, context));
  }
});
