import type { HealthcareService, Resource } from '@medplum/fhirtypes';
import type { Actor } from '../access/grant.ts';
import { changedBy } from '../cura/performer.ts';
import type { Udfoerer } from '../cura/post.ts';
import { parseStored } from '../fhir/json.ts';
import type { Act } from '../ledger/provenance.ts';
import { recordWrites } from '../ledger/record.ts';
import { relabel, type Withheld } from '../ledger/relabel.ts';
import type { Change, Ports, Recorded } from '../resources/define.ts';
import { findAll } from '../resources/find-resource.ts';
import { defaultLaw, lawOf } from '../resources/healthcare-service/policy.ts';
import type { Transaction } from '../store/database.ts';
import type { StoredRoom } from '../store/stored-room.ts';
import { deviceId, fhirId } from './identity.ts';
import type { SyncPorts } from './ports.ts';

/** What it is called that is done, who does it, and by what law; without an actor, whoever the record says, or Cura. */
export interface Deed {
  readonly kind: string;
  readonly actor?: Actor;
  readonly policy?: string;
}

/** Why it is written. */
export interface Reason extends Deed {
  readonly round: number;
  /** First load: derived rows are made afterwards. */
  readonly bulk: boolean;
}

const cura = (ports: SyncPorts): Actor => ({
  capacity: 'cura',
  who: `Device/${deviceId(ports.namespace, 'cura')}`,
});

const actorOf = (ports: SyncPorts, by: Udfoerer | undefined): Actor => {
  const person = changedBy(by);
  if (!person) return cura(ports);
  const id = fhirId(ports.namespace, person.record, person.id);
  return person.record === 'medarbejder'
    ? { capacity: 'staff', who: `Practitioner/${id}` }
    : { capacity: 'relative', who: `RelatedPerson/${id}` };
};

const serviceOf = (room: Recorded, resource: Resource): string | undefined =>
  room.service?.(resource as never);

/** The law that each resource names, or that of its service. */
async function lawsOf(
  tx: Transaction,
  ports: SyncPorts,
  room: Recorded,
  resources: readonly Resource[],
): Promise<(resource: Resource) => string> {
  const ids = [...new Set(resources.flatMap((resource) => serviceOf(room, resource) ?? []))];
  const services = await findAll<HealthcareService>(tx, ports.room('HealthcareService'), ids);
  const laws = new Map(services.map(({ resource }) => [resource.id, lawOf(resource)]));
  return (resource) =>
    room.law?.(resource as never) ?? laws.get(serviceOf(room, resource) ?? '') ?? defaultLaw;
}

/** From whom the resource is kept: what was done to it is kept from them too. */
function withheldFrom({ shape }: StoredRoom, resource: Resource): Withheld[] {
  const { citizen, proxy } = shape.views ?? {};
  return [
    ...(citizen && !citizen(resource as never) ? (['not-citizen'] as const) : []),
    ...(proxy && !proxy(resource as never) ? (['not-guardian'] as const) : []),
  ];
}

/** Whoever is kept from something now, or no longer, is so from all that was done to it. */
async function relabelled(
  tx: Transaction,
  ports: SyncPorts,
  room: StoredRoom,
  changes: readonly Change[],
): Promise<void> {
  const turned = changes.flatMap(({ written, resource, removed }) => {
    if (removed || written.before === undefined) return [];
    const now = withheldFrom(room, resource);
    const before = withheldFrom(room, parseStored<Resource>(written.before));
    const isSame = now.join() === before.join();
    return isSame ? [] : [[`${room.shape.type}/${written.id}`, now] as const];
  });
  await relabel(tx, ports.room('Provenance'), new Map(turned), ports.now());
}

/** A change, who made it by the record, and what it is if not what all of them are. */
export type Told = Change & {
  readonly by?: Udfoerer | undefined;
  readonly deed?: Deed | undefined;
};

/** Leaves the Provenance of changes, in their transaction. */
export async function recordActs(
  tx: Transaction,
  ports: SyncPorts,
  room: Recorded,
  changes: readonly Told[],
  reason: Deed,
): Promise<void> {
  const law = await lawsOf(
    tx,
    ports,
    room,
    changes.flatMap(({ resource, deed = reason }) => (deed.policy === undefined ? [resource] : [])),
  );
  const now = ports.now();
  const stored = ports.room(room.type);
  const acts = changes.map(
    ({ written, resource, removed, by, deed = reason }): Act => ({
      target: { type: room.type, id: written.id, version: written.version },
      patient: room.patient?.(resource as never) ?? null,
      withheld: withheldFrom(stored, resource),
      actor: deed.actor ?? actorOf(ports, by),
      kind: deed.kind,
      outcome: removed ? 'deleted' : written.outcome === 'created' ? 'created' : 'updated',
      policy: deed.policy ?? law(resource),
      occurred: now,
      recorded: now,
      assembler: `Device/${deviceId(ports.namespace, deed.actor ? 'samspil' : 'cura')}`,
    }),
  );
  await relabelled(tx, ports, stored, changes);
  await recordWrites(tx, ports.room('Provenance'), acts, now);
}

/** Who acts where no person does: this service. */
export const itself = ({ namespace }: SyncPorts): Actor => ({
  capacity: 'system',
  who: `Device/${deviceId(namespace, 'samspil')}`,
});

/** `Ports.record` for what is written beside the synchronisation. */
export const recording =
  (ports: SyncPorts): NonNullable<Ports['record']> =>
  (tx, room, changes, { kind, actor = itself(ports) }) =>
    recordActs(tx, ports, room, changes, { kind, actor });
