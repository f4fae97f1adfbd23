import type { ServiceRequest } from '@medplum/fhirtypes';
import { synchronise } from '../../../src/sync/inbound.ts';
import { deliver } from '../../../src/sync/recovery.ts';
import type { TestHouse } from '../../house.ts';

/** The body of an answer. */
export const json = async <T>(answer: Promise<Response>): Promise<T> =>
  (await answer).json() as Promise<T>;

/** Whether it says that Cura has not got it. */
export const isAwaiting = ({ meta }: ServiceRequest): boolean =>
  meta?.tag?.some(({ code }) => code === 'awaiting-delivery') ?? false;

export const stateOf = ({ extension = [] }: ServiceRequest): string | undefined =>
  extension.find(({ url }) => url.endsWith('/inquiry-state'))?.valueCode;

/** Brings to Cura what was accepted, as the worker does it, and takes in what came of it. */
export async function deliverAll({ sync, cura }: TestHouse): Promise<void> {
  const { rows } = await sync.db.query<{ id: string }>(
    `select id from intent where state = 'open' order by id`,
  );
  await deliver(
    sync,
    rows.map(({ id }) => id),
  );
  if (!cura.faults.down) await synchronise(sync);
}
