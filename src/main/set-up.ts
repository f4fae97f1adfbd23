/** What an installation stores of itself: its machines and its terminology. Done again at each start; what stands makes no version. */
import type { Device, OperationDefinition, Resource, StructureMap } from '@medplum/fhirtypes';
import type { OwnTerminology } from '../fhir/terminology-source.ts';
import type { Act } from '../ledger/provenance.ts';
import { recordWrites } from '../ledger/record.ts';
import { defaultLaw } from '../resources/healthcare-service/policy.ts';
import type { Transaction } from '../store/database.ts';
import { noteObserver } from '../store/installation.ts';
import { putAll, type Written } from '../store/put.ts';
import type { StoredRoom } from '../store/stored-room.ts';
import { deviceId } from '../sync/identity.ts';

type Kept = Resource & { id: string };

/** Processes that start together set up one after the other. */
const lock = 7_020;

const devices = {
  cura: 'Columna Cura',
  samspil: 'Samspil',
  'sms-link': 'SMS-link',
  'calendar-feed': 'Privat kalenderadresse',
} as const;

const device = (namespace: string, name: keyof typeof devices): Device & { id: string } => ({
  resourceType: 'Device',
  id: deviceId(namespace, name),
  status: 'active',
  deviceName: [{ name: devices[name], type: 'user-friendly-name' }],
});

/** What is set up, and where. */
export interface SettingUp {
  readonly room: (type: string) => StoredRoom;
  /** Types that are stored here. */
  readonly types: readonly string[];
  readonly terminology: OwnTerminology;
  readonly operations: readonly OperationDefinition[];
  readonly structureMaps: readonly StructureMap[];
  readonly namespace: string;
  readonly now: number;
}

const actOf = (
  { namespace, now }: SettingUp,
  type: string,
  { id, version, outcome }: Written,
): Act => {
  const samspil = `Device/${deviceId(namespace, 'samspil')}`;
  return {
    target: { type, id, version },
    patient: null,
    actor: { capacity: 'system', who: samspil },
    kind: 'setup',
    outcome: outcome === 'created' ? 'created' : 'updated',
    policy: defaultLaw,
    ...{ occurred: now, recorded: now, assembler: samspil },
  };
};

async function put(
  tx: Transaction,
  setting: SettingUp,
  type: string,
  resources: readonly Resource[],
): Promise<void> {
  if (!setting.types.includes(type)) return;
  const kept = resources.filter((one): one is Kept => one.id !== undefined);
  const written = await putAll(tx, setting.room(type), kept, setting.now);
  const acts = written
    .filter(({ outcome }) => outcome !== 'same')
    .map((one) => actOf(setting, type, one));
  await recordWrites(tx, setting.room('Provenance'), acts, setting.now);
}

/** Stores devices, terminology and operations as they are now, each change with its Provenance. */
export async function setUp(tx: Transaction, setting: SettingUp): Promise<void> {
  const { namespace, terminology } = setting;
  const names = Object.keys(devices) as (keyof typeof devices)[];
  await tx.query('select pg_advisory_xact_lock($1)', [lock]);
  await noteObserver(tx, `Device/${deviceId(namespace, 'samspil')}`);
  await put(
    tx,
    setting,
    'Device',
    names.map((name) => device(namespace, name)),
  );
  await put(tx, setting, 'CodeSystem', terminology.codeSystems);
  await put(tx, setting, 'ValueSet', terminology.valueSets);
  await put(tx, setting, 'ConceptMap', terminology.conceptMaps);
  await put(tx, setting, 'OperationDefinition', setting.operations);
  await put(tx, setting, 'StructureMap', setting.structureMaps);
}
