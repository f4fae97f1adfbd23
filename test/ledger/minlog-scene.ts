import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Test } from 'tap';
import { uuidv7 } from '../../src/fhir/id.ts';
import { appendRows } from '../../src/ledger/append.ts';
import type { MinLogRecord } from '../../src/ledger/minlog-record.ts';
import type { LedgerRow } from '../../src/ledger/row.ts';
import { listener } from '../listener.ts';
import { noon, openShelf, room, type Shelf } from '../store/shelf.ts';

export const organisation = { cvr: '99994398', name: 'Sandby Kommune' };
export const number = '0101019999';
const cpr = 'urn:oid:1.2.208.176.1.2';

/** A log that answers each request by the next of its faults, and else keeps what it is sent. */
export interface Log {
  readonly url: string;
  readonly kept: MinLogRecord[];
  /** All that came, also what was answered with a fault. */
  readonly seen: MinLogRecord[];
  readonly faults: ('500' | 'silence' | 'reset' | 'kept-then-reset' | (() => void))[];
}

async function recordsOf(request: IncomingMessage): Promise<MinLogRecord[]> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const lines = Buffer.concat(parts).toString().split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}

function answer(response: ServerResponse, fault: Log['faults'][number] | undefined): void {
  if (typeof fault === 'function') fault();
  else if (fault === undefined) response.writeHead(202).end();
  else if (fault === '500') response.writeHead(500).end('no');
  else if (fault !== 'silence') response.destroy();
}

/** Starts a log that speaks HTTP. */
export async function startLog(t: Test): Promise<Log> {
  const log: Omit<Log, 'url'> = { kept: [], seen: [], faults: [] };
  const server = createServer(
    listener(async (request, response) => {
      const records = await recordsOf(request);
      log.seen.push(...records);
      const fault = log.faults.shift();
      if (fault === undefined || fault === 'kept-then-reset') log.kept.push(...records);
      answer(response, fault);
    }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const place = server.address();
  return { ...log, url: `http://127.0.0.1:${typeof place === 'object' && place?.port}/` };
}

/** A look by a nurse at a citizen, unless it says otherwise; `second` after noon. */
export const look = (second: number, more: Partial<LedgerRow> = {}): LedgerRow => ({
  ...{ id: uuidv7(noon + second * 1000), kind: 'access', at: noon + second * 1000, request: 'r' },
  ...{ agent: 'Practitioner/p', capacity: 'staff', patient: 'a', mandate: null },
  ...{ interaction: 'search-type', query: 'Appointment?patient=a', shown: 2, purpose: 'CAREMGT' },
  targets: ['Appointment/1', 'Appointment/2', 'CarePlan/1'],
  ...{ policy: null, client: 'cura', network: null, outcome: '0', digest: null },
  ...more,
});

/** A store with one citizen and one nurse. */
export async function openScene(
  t: Test,
): Promise<Shelf & { add: (...rows: LedgerRow[]) => Promise<void> }> {
  const shelf = await openShelf(t, [room('Patient', {}), room('Practitioner', {})]);
  await shelf.put(
    {
      ...{ resourceType: 'Patient', id: 'a' },
      identifier: [
        { system: 'urn:other', value: '1' },
        { system: cpr, value: number },
      ],
    },
    {
      ...{ resourceType: 'Practitioner', id: 'p' },
      identifier: [{ system: 'urn:staff', value: 'M-7' }],
      name: [{ given: ['Sanne', 'Marie'], family: 'Holm' }],
    },
  );
  return { ...shelf, add: (...rows) => appendRows(shelf.db, rows) };
}
