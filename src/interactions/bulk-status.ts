/** https://hl7.org/fhir/uv/bulkdata/STU2/export.html#bulk-data-status-request */
import { readsAllOf } from '../access/permission.ts';
import { isId } from '../fhir/id.ts';
import { formatUtc } from '../fhir/instant.ts';
import { fail, issue, notFound } from '../fhir/outcome.ts';
import { type BulkExport, dropExport, findExport } from '../store/bulk.ts';
import { type BulkFile, filesOf } from '../store/bulk-file.ts';
import type { BulkAsked } from './bulk-asked.ts';
import { assertExporter } from './bulk-export.ts';
import type { Desk, Told } from './exchange.ts';
import { insufficientScope } from './permission.ts';

/** The export, of this caller alone. 403 for who may have none, 404 for that of another or one whose time is over. */
async function ownExport(desk: Desk, id: string): Promise<BulkExport> {
  const { ports, grant } = desk.call;
  assertExporter(grant);
  const found = isId(id) ? await findExport(ports.db, id) : undefined;
  if (!found || found.client !== desk.holder || found.expiresAt <= ports.now())
    throw notFound('bulk-status', '…');
  return found;
}

/** 403 where the token that asks now reaches less far than the one by which something of these types was let out. */
function assertReads(desk: Desk, { asked }: BulkExport, among?: readonly string[]): void {
  const { caller } = desk.call.grant;
  const { types, scopes = [] } = asked as BulkAsked;
  const kept = (among ?? types).find((type) => !readsAllOf(caller, type, scopes));
  if (kept !== undefined) throw insufficientScope(caller, kept, 'r');
}

const failed = () =>
  fail(
    500,
    issue({
      code: 'exception',
      key: 'export-failed',
      text: {
        da: 'Udtrækket kunne ikke laves: der skete en fejl hos os. Bed om det igen.',
        en: 'The export could not be made: something went wrong on our side. Ask for it again.',
      },
    }),
  );

const manifest = ({ base }: Desk, made: BulkExport, files: readonly BulkFile[]): object => {
  const listed = (wanted: BulkFile['kind']): object[] =>
    files
      .filter(({ kind }) => kind === wanted)
      .map(({ file, type, lines }) => ({
        ...{ type, url: `${base}/bulk-file/${made.id}/${file}`, count: lines },
      }));
  return {
    transactionTime: formatUtc(made.transactionAt ?? 0),
    request: made.address,
    requiresAccessToken: true,
    output: listed('output'),
    deleted: listed('deleted'),
    error: [],
  };
};

/** Longer for what takes long. */
const retryAfter = ({ madeAt }: BulkExport, now: number): string =>
  String(Math.min(60, Math.max(1, Math.round((now - madeAt) / 10_000))));

/**
 * How far an export is, or where its files are. The manifest is no resource. 403 for who may not fetch all of it: a manifest with some
 * files left out would pass for the whole.
 */
export async function statusOf(desk: Desk, id: string): Promise<Told> {
  const made = await ownExport(desk, id);
  assertReads(desk, made);
  const { db, now } = desk.call.ports;
  if (made.state === 'failed') throw failed();
  if (made.state === 'done') {
    const body = JSON.stringify(manifest(desk, made, await filesOf(db, id)));
    const headers = { expires: new Date(made.expiresAt).toUTCString() };
    return { status: 200, body, headers, looks: [] };
  }
  const progress = made.state === 'waiting' ? 'waiting' : `${made.lines} resources written`;
  const headers = { 'x-progress': progress, 'retry-after': retryAfter(made, now()) };
  return { status: 202, headers, looks: [] };
}

/** Cancels an export, and takes its files away. */
export async function cancelExport(desk: Desk, id: string): Promise<Told> {
  await ownExport(desk, id);
  await dropExport(desk.call.ports.db, id);
  return { status: 202, looks: [] };
}

/** A file of an export that is done. 404 for all else, 403 for what the token may not read. */
export async function fileOf(desk: Desk, id: string, file: string): Promise<BulkFile> {
  const made = await ownExport(desk, id);
  const files = made.state === 'done' ? await filesOf(desk.call.ports.db, id) : [];
  const found = files.find((one) => String(one.file) === file);
  if (!found) throw notFound('bulk-file', '…');
  // What was deleted of all types stands together.
  assertReads(desk, made, found.kind === 'output' ? [found.type] : undefined);
  return found;
}
