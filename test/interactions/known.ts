import type { Communication } from '@medplum/fhirtypes';
import { removeAll } from '../../src/store/put.ts';
import type { Ask } from '../access/ask.ts';
import type { TestHouse } from '../house.ts';

export const message = (
  patient: string,
  id: string,
  status: Communication['status'] = 'completed',
) =>
  ({
    ...{ resourceType: 'Communication', id, status, sent: '2026-11-24T08:00:00Z' },
    category: [
      {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/communication-category',
            code: 'notification',
          },
        ],
      },
    ],
    recipient: [{ reference: `Patient/${patient}` }],
    subject: { reference: `Patient/${patient}` },
  }) satisfies Communication;

export const remove = ({ ports }: TestHouse, type: string, id: string) =>
  ports.db.transaction((tx) => removeAll(tx, ports.room(type), [id], ports.now()));

export const asking =
  (ask: Ask, headers: Record<string, string>, method = 'GET') =>
  async (path: string) => {
    const response = await ask(path, { method, headers });
    return {
      status: response.status,
      etag: response.headers.get('etag'),
      headers: response.headers,
      text: await response.text(),
    };
  };

export const tagAt = async (ask: Ask, path: string, headers: Record<string, string> = {}) => {
  const { status, etag } = await asking(ask, headers)(path);
  if (status !== 200 || etag === null) throw new Error(`${path}: ${status} without an ETag`);
  return etag;
};

/** What the database is asked, as long as `work` runs. */
export async function statementsOf(
  { ports }: TestHouse,
  work: () => Promise<unknown>,
): Promise<string[]> {
  const { query, pipelined } = ports.db;
  const texts: string[] = [];
  const heard =
    (own: typeof query): typeof query =>
    (text, ...rest) => {
      texts.push(text);
      return own(text, ...rest);
    };
  Object.assign(ports.db, { query: heard(query), pipelined: heard(pipelined) });
  await work();
  Object.assign(ports.db, { query, pipelined });
  return texts;
}
