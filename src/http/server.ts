import type { Caller, Grant } from '../access/grant.ts';
import type { LoginDirectory } from '../access/login-directory.ts';
import type { Verify } from '../access/token.ts';
import type { Definitions } from '../fhir/definitions.ts';
import type { Presented } from '../interactions/capability.ts';
import type { Desk } from '../interactions/exchange.ts';
import type { AccessLog } from '../ledger/access-log.ts';
import type { Ports, Room } from '../resources/define.ts';
import type { ChannelName } from '../resources/municipality.ts';

/** What the HTTP layer is made of. */
export interface Service {
  readonly ports: Ports;
  readonly rooms: readonly Room[];
  readonly definitions: Definitions;
  /** What searches and operations ask of terminology; absent where there is none. */
  readonly terms?: Required<Pick<Desk, 'codes' | 'terminology'>>;
  readonly verify: Verify;
  /** What the caller may do at this moment. */
  readonly grant: (caller: Caller) => Promise<Grant>;
  readonly access: AccessLog;
  /** Addresses and networks whose word on where a request came from is taken; nobody's when absent. */
  readonly trustedProxies?: readonly string[];
  /** Counts a request without a good login. */
  readonly countRefusal: (network: string, at: number) => Promise<void>;
  /** Who logs people in; absent where nobody is asked who they are. */
  readonly login?: LoginDirectory;
  /** Web sites whose scripts may call. */
  readonly origins?: readonly string[];
  /** How the CapabilityStatement presents it. */
  readonly presented: Presented;
  /** When this process started: the date of its CapabilityStatement. Epoch milliseconds. */
  readonly startedAt: number;
  /** Whether everything that is served is there. */
  readonly isReady: () => Promise<boolean>;
  /** What links and receipts of SMS need; absent where none are sent. */
  readonly sms?: SmsDoor;
  /** Id of the Device that whoever holds the address of a calendar looks through; absent where there are no calendars. */
  readonly calendarDevice?: string;
  /** How who comes to a meeting by video logs in; absent where there are none. */
  readonly video?: VideoDoor;
}

/** Who logs in: citizens and relatives, or staff. */
export type VideoLogin = 'citizen' | 'staff';

/** The client that we are to those who log people in, for the page of meetings by video. */
export interface VideoDoor {
  readonly clientId: string;
  /** Absent of a public client, which PKCE alone protects. */
  readonly clientSecret?: string;
  /** What the tokens must be made for. */
  readonly audience: string;
  readonly logins: Readonly<Partial<Record<VideoLogin, LoginDirectory>>>;
}

/** Where the links of SMS lead, and where the gateway tells of delivery. */
export interface SmsDoor {
  /** Id of the Device that whoever holds the link of an SMS acts through. */
  readonly linkDevice: string;
  /** Id of the Device that this service is. */
  readonly samspil: string;
  /** Of each channel, the secret that it signs its receipts with. */
  readonly secrets: Readonly<Partial<Record<ChannelName, string>>>;
}
