import { createHmac } from 'node:crypto';
import type { Identifier } from '@medplum/fhirtypes';
import type { Database, Transaction } from '../../store/database.ts';
import type { Call } from '../define.ts';
import type { Writing } from './message-thread.ts';

/** The sender has sent a message with this identifier before; `communication` is its id. */
export class AlreadySent extends Error {
  override readonly name = 'AlreadySent';
  readonly communication: string;

  constructor(communication: string) {
    super('The message was sent before.');
    this.communication = communication;
  }
}

/** Id of the message that was sent under a key. */
export async function sentBefore(
  db: Pick<Database, 'query'>,
  key: string,
): Promise<string | undefined> {
  const { rows } = await db.query<{ communication: string }>(
    'select communication from message_identifier where key = $1',
    [key],
    { name: 'sent-before' },
  );
  return rows[0]?.communication;
}

/** Equal for the same identifier of the same sender about the same citizen; it may be a person's business, so its hash is kept. */
export const keyOf = (
  { ports }: Call,
  { actor, patient }: Writing,
  identifier: Identifier | undefined,
): string | undefined =>
  identifier?.value === undefined
    ? undefined
    : createHmac('sha256', ports.secret('message-identifier'))
        .update(JSON.stringify([actor.who, patient, identifier.system ?? '', identifier.value]))
        .digest('base64url');

interface Kept {
  readonly key: string;
  readonly patient: string;
  readonly message: string;
}

/** Of several who send under one key at once one is first; the others throw `AlreadySent`. */
export const keepIdentifier =
  ({ key, patient, message }: Kept) =>
  async (tx: Transaction): Promise<void> => {
    const { rowCount } = await tx.query(
      `insert into message_identifier (key, patient, communication) values ($1, $2, $3)
       on conflict (key) do nothing returning key`,
      [key, patient, message],
      { name: 'keep-identifier' },
    );
    if (rowCount === 0) throw new AlreadySent((await sentBefore(tx, key)) ?? '');
  };
