import type { Binary, Communication, Resource } from '@medplum/fhirtypes';
import type { Transaction } from '../../store/database.ts';
import type { Room } from '../define.ts';
import { findLinked } from '../find-resource.ts';
import { citizenOfFile } from './citizen.ts';
import { apart, dropContents, keepContent } from './content.ts';

type Complete = NonNullable<Room['complete']>;
type File = Binary & { id: string };

/** Which message each file belongs to, by references. */
async function ownersOf(
  tx: Transaction,
  { room }: Parameters<Complete>[1],
  files: readonly File[],
): Promise<ReadonlyMap<string | undefined, string>> {
  const values = files.map(({ id }) => `Binary/${id}`);
  const found = await findLinked<Communication>(tx, room('Communication'), {
    ...{ param: 'attachment', values },
  });
  return new Map(
    found.flatMap(({ resource: { id, payload = [] } }) =>
      payload.map(({ contentAttachment }) => [contentAttachment?.url, id] as const),
    ),
  );
}

/** Of files from Cura, the message that each belongs to, where that is here; their bytes go where they are kept. */
export const completeFiles: Complete = async (tx, ports, resources) => {
  const files = resources as readonly File[];
  for (const file of files) {
    const bytes = Buffer.from(file.data ?? '', 'base64');
    await keepContent(tx, { id: file.id, patient: citizenOfFile(file) ?? '', bytes });
  }
  const owners = await ownersOf(tx, ports, files);
  return files.map((file) => {
    const owner = owners.get(`Binary/${file.id}`);
    const kept = apart(file);
    if (owner === undefined) return kept;
    const reference = `Communication/${owner}`;
    return { ...kept, securityContext: { ...kept.securityContext, reference } };
  }) as (Resource & { id: string })[];
};

/** The bytes go with their file. */
export const filesChanged: NonNullable<Room['after']> = (tx, _, changes) =>
  dropContents(
    tx,
    changes.flatMap(({ removed, resource: { id } }) => (removed && id !== undefined ? [id] : [])),
  );
