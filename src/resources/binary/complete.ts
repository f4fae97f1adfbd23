import type { Binary, Communication, Resource } from '@medplum/fhirtypes';
import type { Room } from '../define.ts';
import { findLinked } from '../find-resource.ts';

/** Of files from Cura, the message that each belongs to, where that is here. */
export const completeFiles: NonNullable<Room['complete']> = async (tx, { room }, resources) => {
  const files = resources as readonly (Binary & { id: string })[];
  const values = files.map(({ id }) => `Binary/${id}`);
  const found = await findLinked<Communication>(tx, room('Communication'), {
    ...{ param: 'attachment', values },
  });
  const owners = new Map(
    found.flatMap(({ resource: { id, payload = [] } }) =>
      payload.map(({ contentAttachment }) => [contentAttachment?.url, id] as const),
    ),
  );
  return files.map((file) => {
    const owner = owners.get(`Binary/${file.id}`);
    if (owner === undefined) return file;
    const reference = `Communication/${owner}`;
    return { ...file, securityContext: { ...file.securityContext, reference } };
  }) as (Resource & { id: string })[];
};
