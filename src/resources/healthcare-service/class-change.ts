import type { HealthcareService, Resource } from '@medplum/fhirtypes';
import type { Transaction } from '../../store/database.ts';
import { putAll } from '../../store/put.ts';
import type { Change, Ports, Room } from '../define.ts';
import { extensionOf } from '../extension.ts';
import { findAll } from '../find-resource.ts';
import { deriveTouched } from '../slot/derive.ts';
import { deriveSessions } from '../slot/session.ts';
import { classTermsOf, classUrl } from './class.ts';

/** A class with what it has from its kind of service. */
function ofKind(one: HealthcareService, kind: HealthcareService): HealthcareService {
  const { type, providedBy, characteristic } = kind;
  const own = extensionOf(one, classUrl);
  return {
    ...one,
    extension: [...(own ? [own] : []), ...(kind.extension ?? [])],
    ...(providedBy && { providedBy }),
    ...(type && { type }),
    ...(characteristic && { characteristic }),
  };
}

type Kept = Resource & { id: string };
type Needs = Pick<Ports, 'room' | 'now'>;

async function completed(
  tx: Transaction,
  { room }: Needs,
  services: readonly Kept[],
): Promise<readonly Kept[]> {
  const kindOf = (one: Kept): string => classTermsOf(one as HealthcareService)?.kind ?? '';
  const kinds = [...new Set(services.map(kindOf))].filter((id) => id !== '');
  const found = await findAll<HealthcareService>(tx, room('HealthcareService'), kinds);
  const byId = new Map(found.map(({ resource }) => [resource.id, resource]));
  return services.map((one) => {
    const kind = byId.get(kindOf(one));
    return kind ? (ofKind(one as HealthcareService, kind) as Kept) : one;
  });
}

/** Gives each class what it has from its kind of service. */
export const completeClasses: NonNullable<Room['complete']> = completed;

/** The classes of these kinds of service. */
async function classesOf(tx: Transaction, ports: Needs, kinds: readonly string[]): Promise<Kept[]> {
  const { rows } = await tx.query<{ id: string }>(
    `select id from healthcare_service where view & 1 <> 0 and strpos(content, $1) > 0`,
    [JSON.stringify(classUrl)],
    { name: 'classes' },
  );
  const room = ports.room('HealthcareService');
  const all = await findAll<HealthcareService>(
    tx,
    room,
    rows.map(({ id }) => id),
  );
  return all
    .map(({ resource }) => resource)
    .filter((one) => kinds.includes(classTermsOf(one)?.kind ?? ''));
}

/** A kind of service that has changed changes its classes, in the same transaction. Gives these. */
async function followKinds(
  tx: Transaction,
  ports: Needs & Pick<Ports, 'record'>,
  changes: readonly Change[],
): Promise<string[]> {
  const kinds = changes
    .filter(({ removed, written }) => !removed && written.outcome === 'updated')
    .map(({ resource }) => resource.id);
  if (kinds.length === 0) return [];
  const classes = await completed(tx, ports, await classesOf(tx, ports, kinds));
  if (classes.length === 0) return [];
  const written = await putAll(tx, ports.room('HealthcareService'), classes, ports.now());
  const made = written.flatMap((one, at): Change[] => {
    const resource = classes[at];
    return resource && one.outcome !== 'same' ? [{ written: one, resource }] : [];
  });
  const room = { type: 'HealthcareService', service: ({ id }: Kept) => id } as const;
  if (made.length > 0) await ports.record?.(tx, room as never, made, { kind: 'import' });
  return made.map(({ resource }) => resource.id);
}

/** A class that has changed, itself or by its kind, has other sessions; the first load makes them afterwards. */
export const servicesChanged: NonNullable<Room['after']> = async (tx, ports, changes, { bulk }) => {
  const own = changes.flatMap(({ resource }) =>
    classTermsOf(resource as HealthcareService) ? [resource.id] : [],
  );
  const classes = [...own, ...(await followKinds(tx, ports, changes))];
  if (!bulk) await deriveTouched(tx, ports, await deriveSessions(tx, ports, classes));
};
