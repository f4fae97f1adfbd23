import { randomBytes } from 'node:crypto';
import type { Observation, Patient, Resource } from '@medplum/fhirtypes';
import type pg from 'pg';
import { unlimited } from '../../src/access/grant.ts';
import { uuidv7 } from '../../src/fhir/id.ts';
import type { BulkAsked } from '../../src/interactions/bulk-asked.ts';
import { definitionsOf } from '../../src/main/foundation.ts';
import type { Ports } from '../../src/resources/define.ts';
import { plainRoom } from '../../src/resources/plain.ts';
import { findExport, openExport } from '../../src/store/bulk.ts';
import { contentOf, filesOf } from '../../src/store/bulk-file.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { putAll } from '../../src/store/put.ts';
import { storeRoom } from '../../src/store/stored-room.ts';
import type { BulkContext } from '../../src/workers/bulk-run.ts';

export const types = ['Patient', 'Observation', 'Group'] as const;

/** What exports are made of, over any connection to a database that is prepared. */
export async function contextOf(connection: pg.PoolConfig, db?: Database): Promise<BulkContext> {
  const definitions = await definitionsOf(types);
  const rooms = types.map((type) => plainRoom(type, definitions));
  const key = Buffer.alloc(32);
  const stored = new Map(rooms.map((room) => [room.type, storeRoom(room, key)]));
  const ports = {
    db: db ?? openDatabase({ connection, applicationName: 'bulk' }),
    now: Date.now,
    room: (type: string) => stored.get(type),
    publicUrl: '',
    secret: () => key,
  };
  return { ports: ports as unknown as Ports, rooms, definitions };
}

/** An export that waits. */
export async function waiting(
  { ports }: BulkContext,
  asked: Partial<BulkAsked> = {},
): Promise<string> {
  const id = uuidv7(Date.now());
  const { scopes } = unlimited;
  await ports.db.transaction((tx) =>
    openExport(tx, {
      ...{ id, client: randomBytes(8).toString('hex'), caller: 'system/test', request: 'r' },
      ...{ address: '', question: id, madeAt: Date.now() },
      asked: { level: 'system', types: ['Patient', 'Observation'], filters: [], scopes, ...asked },
    }),
  );
  return id;
}

const patient = (at: number, round: number): Patient & { id: string } => ({
  ...{ resourceType: 'Patient', id: `p${at}`, name: [{ family: `Round ${round}` }] },
});

const observation = (at: number, round: number): Observation & { id: string } => ({
  ...{ resourceType: 'Observation', id: `o${at}`, status: 'final', code: { text: `${round}` } },
  subject: { reference: `Patient/p${at}` },
});

/** Writes each patient, and what was seen of it, in one transaction. */
export async function writeRound({ ports }: BulkContext, round: number, count = 5): Promise<void> {
  const all = Array.from({ length: count }, (_, at) => at);
  await ports.db.transaction(async (tx) => {
    const put = (type: string, resources: readonly (Resource & { id: string })[]) =>
      putAll(tx, ports.room(type), resources, ports.now());
    await put(
      'Patient',
      all.map((at) => patient(at, round)),
    );
    await put(
      'Observation',
      all.map((at) => observation(at, round)),
    );
  });
}

interface Made {
  readonly state: string | undefined;
  readonly attempt?: number;
  /** `Patient/p0 1`: which resource, of which round. */
  readonly output: readonly string[];
  readonly deleted: readonly string[];
}

const shortly = (line: string): string => {
  const { resourceType, id, name, code } = JSON.parse(line);
  return `${resourceType}/${id} ${(name?.[0].family ?? code?.text ?? '').replace('Round ', '')}`;
};

/** What became of an export. */
export async function madeOf({ ports: { db } }: BulkContext, id: string): Promise<Made> {
  const lines = { output: [] as string[], deleted: [] as string[] };
  for (const file of await filesOf(db, id)) {
    let text = '';
    for await (const part of contentOf(db, id, file)) text += part;
    lines[file.kind].push(...text.split('\n').slice(0, -1));
  }
  const entries = lines.deleted.flatMap((line) => JSON.parse(line).entry);
  return {
    state: (await findExport(db, id))?.state,
    output: lines.output.map(shortly),
    deleted: entries.map(({ request }) => `${request.method} ${request.url}`),
  };
}
