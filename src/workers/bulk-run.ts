/** Makes the files of an export. */
import type { Group } from '@medplum/fhirtypes';
import { unlimited } from '../access/grant.ts';
import type { BulkAsked } from '../interactions/bulk-asked.ts';
import {
  type BulkSizes,
  type BulkSource,
  bulkSizes,
  bulkSources,
  citizensIn,
} from '../interactions/bulk-source.ts';
import type { Desk } from '../interactions/exchange.ts';
import { narrowedAt } from '../interactions/permission.ts';
import { idIn, type Ports } from '../resources/define.ts';
import {
  type Attempt,
  beginAttempt,
  type Chunk,
  ExportLost,
  endExport,
  keepChunk,
} from '../store/bulk.ts';
import type { Database, Transaction } from '../store/database.ts';
import { viewBit } from '../store/shape.ts';
import { type Exported, noteExport } from './bulk-access.ts';
import { inSnapshot, settled } from './bulk-snapshot.ts';

/** What exports are made of. */
export interface BulkContext extends Pick<Desk, 'rooms' | 'definitions' | 'codes'> {
  readonly ports: Ports;
}

/** What an export shows: what a machine of the house sees, as far as the scopes go by which it was asked for. */
function deskOf({ ports, ...registry }: BulkContext, { scopes = [] }: BulkAsked): Desk {
  const caller = {
    ...unlimited,
    kind: 'system',
    id: 'export',
    name: '',
    client: '',
    scopes,
  } as const;
  const grant = { caller, at: ports.now(), mandates: [], units: [] };
  const at = { base: `${ports.publicUrl}/fhir`, request: '', holder: '' };
  const desk: Desk = { ...registry, ...at, call: { ports, language: 'en', grant } };
  return { ...desk, call: { ...desk.call, grant: { ...grant, narrowed: narrowedAt(desk) } } };
}

const fileBytes = 64 * 1_024 * 1_024;

type Piece = Pick<Chunk, 'kind' | 'type' | 'lines' | 'content'>;

/** Puts pieces one after the other into files, each of one type and no larger than it must be. */
function filesFor(db: Database, attempt: Attempt): (piece: Piece) => Promise<void> {
  let [file, part, bytes, of] = [0, 0, 0, ''];
  return async (piece) => {
    const size = Buffer.byteLength(piece.content);
    const key = `${piece.kind} ${piece.type}`;
    const isNext = key !== of || bytes + size > fileBytes;
    [file, part, bytes, of] = isNext
      ? [file + 1, 0, size, key]
      : [file, part + 1, bytes + size, key];
    await keepChunk(db, attempt, { ...piece, file, part });
  };
}

type Write = ReturnType<typeof filesFor>;

interface Read {
  readonly last: string | null;
  readonly lines: number;
  readonly content: string | null;
}

async function writeLines(tx: Transaction, { type, lines }: BulkSource, write: Write) {
  for (let after = ''; ; ) {
    const { text, values } = lines(after);
    const [read] = (await tx.query<Read>(text, values)).rows;
    if (!read || read.last === null || read.content === null) return;
    await write({ kind: 'output', type, lines: read.lines, content: read.content });
    after = read.last;
  }
}

/** One line is a transaction that would delete what has been deleted. */
const deletion = (type: string, ids: readonly string[]): string =>
  `${JSON.stringify({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: ids.map((id) => ({ request: { method: 'DELETE', url: `${type}/${id}` } })),
  })}\n`;

async function writeDeleted(tx: Transaction, { type, deleted }: BulkSource, write: Write) {
  if (!deleted) return;
  for (let after = ''; ; ) {
    const { text, values } = deleted(after);
    const ids = (await tx.query<{ id: string }>(text, values)).rows.map(({ id }) => id);
    const last = ids.at(-1);
    if (last === undefined) return;
    await write({ kind: 'deleted', type: 'Bundle', lines: 1, content: deletion(type, ids) });
    after = last;
  }
}

/** The patients who are in a Group now. */
async function membersIn(tx: Transaction, ports: Ports, id: string): Promise<string[]> {
  const { rows } = await tx.query<{ content: string }>(
    `select content from ${ports.room('Group').table} where id = $1 and view & ${viewBit.staff} <> 0`,
    [id],
  );
  const { member = [] } = rows[0] ? (JSON.parse(rows[0].content) as Group) : {};
  return member.flatMap(({ entity, inactive }) =>
    inactive === true ? [] : (idIn(entity?.reference, 'Patient') ?? []),
  );
}

async function writeAll(tx: Transaction, desk: Desk, asked: BulkAsked, work: Work): Promise<void> {
  const { ports } = desk.call;
  const { attempt, sizes } = work;
  const patients = asked.group === undefined ? undefined : await membersIn(tx, ports, asked.group);
  const sources = bulkSources(desk, asked, patients, sizes);
  const write = filesFor(ports.db, attempt);
  for (const source of sources) await writeLines(tx, source, write);
  for (const source of sources) await writeDeleted(tx, source, write);
  const counting = citizensIn(sources);
  const { rows = [] } = counting ? await tx.query<Exported>(counting.text, counting.values) : {};
  await ports.db.transaction(async (ending) => {
    await noteExport(ending, ports, attempt.id, rows);
    await endExport(ending, attempt, ports.now());
  });
}

interface Work {
  readonly attempt: Attempt;
  readonly sizes: BulkSizes;
}

/**
 * Makes an export from one snapshot, and has its files listed when all of them are there. Safe to run twice, and after a death in the
 * middle: who begins later begins anew, and whoever was before can write no more.
 */
export async function runExport(
  context: BulkContext,
  id: string,
  sizes: BulkSizes = bulkSizes,
): Promise<void> {
  const { db, now } = context.ports;
  try {
    await inSnapshot(db, async (tx) => {
      const attempt = await beginAttempt(db, id, await settled(db, now));
      if (!attempt) return;
      const asked = attempt.asked as BulkAsked;
      await writeAll(tx, deskOf(context, asked), asked, { attempt, sizes });
    });
  } catch (error) {
    if (!(error instanceof ExportLost)) throw error;
  }
}
