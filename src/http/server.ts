import type { Verify } from '../access/token.ts';
import type { Definitions } from '../fhir/definitions.ts';
import type { AccessLog } from '../ledger/access-log.ts';
import type { Ports, Room } from '../resources/define.ts';

/** What the HTTP layer is made of. */
export interface Service {
  readonly ports: Ports;
  readonly rooms: readonly Room[];
  readonly definitions: Definitions;
  readonly verify: Verify;
  readonly access: AccessLog;
  /** Id of the Device that whoever holds the link of an SMS acts through. */
  readonly linkDevice: string;
  /** Id of the Device that this service is. */
  readonly samspil: string;
  /** Signs the receipts of the SMS gateway. */
  readonly smsSecret: string;
  /** When this process started: the date of its CapabilityStatement. Epoch milliseconds. */
  readonly startedAt: number;
}
