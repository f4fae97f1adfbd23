import type { Schedule } from '@medplum/fhirtypes';
import { datesChanged } from '../../scheduling/schedule-day.ts';
import { enqueue } from '../../store/outbox.ts';
import type { Room } from '../define.ts';
import { rosterOf } from './roster.ts';

/** A roster that changed asks the worker for the slots of the dates that differ. The first load asks for all, afterwards. */
export const scheduleChanged: NonNullable<Room['after']> = async (tx, _, changes, { bulk }) => {
  if (bulk) return;
  const jobs = changes.flatMap(({ written, resource }) => {
    const schedule = resource as Schedule;
    const before =
      written.before === undefined ? undefined : (JSON.parse(written.before) as Schedule);
    const dates = before ? datesChanged(rosterOf(before), rosterOf(schedule)) : undefined;
    if (dates?.length === 0) return [];
    const range = dates ? { from: dates[0], to: dates.at(-1) } : {};
    return [
      {
        queue: 'slots',
        name: 'derive',
        jobId: `${written.id}-${written.version}`,
        data: { schedule: written.id, ...range },
      },
    ];
  });
  await enqueue(tx, jobs);
};
