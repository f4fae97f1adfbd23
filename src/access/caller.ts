/** Who a verified token is of. */
import type { Broker, EmployeeClaims, MachineClaims, Party, PersonClaims } from './brokers.ts';
import { type Claims, has, isTrue, label, required, text, timeMs } from './claim.ts';
import type { Caller } from './grant.ts';
import { type PrivilegeGroup, PrivilegeListError, readPrivilegeList } from './privilege-list.ts';
import { parseScopes } from './smart-scope.ts';
import { cprGrammar, employmentOf, type Meanings, ticketsOf } from './ticket.ts';
import {
  companyHolder,
  noJobRole,
  otherEmployer,
  personUnknown,
  tokenInvalid,
  weakLogin,
} from './token-refusal.ts';

/** What a caller is made with beside the claims. */
export interface CallerOptions {
  readonly broker: Broker;
  readonly meanings: Meanings;
  /** Keyed hash of a person's number. */
  readonly hash: (cpr: string) => Buffer;
  /** That of the person behind a UUID; absent where nobody can be asked. */
  readonly hashOfUuid?: (uuid: string) => Promise<Buffer | undefined>;
}

const scopeLength = 4_000;
const cprUuid = /^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const patientId = /^(?:Patient\/)?([A-Za-z0-9.-]{1,64})$/;
const cvrGrammar = /^\d{8}$/;

/** A token that asks for no FHIR scope may be given the broker's; one that asks for a strange one is given nothing. */
function scopesOf(claims: Claims, { scopes = '' }: Broker) {
  const asked = text(claims, 'scope', scopeLength) ?? '';
  return parseScopes(asked.includes('/') ? asked : scopes);
}

const loginOf = (claims: Claims, broker: Broker, name: string) => ({
  name,
  client: text(claims, broker.client) ?? '',
  scopes: scopesOf(claims, broker),
  issuedAt: timeMs(claims, 'iat'),
  expiresAt: timeMs(claims, 'exp'),
});

const assertLevel = (claims: Claims, table: PersonClaims | EmployeeClaims): void => {
  if (!table.levels.includes(text(claims, table.level) ?? '')) throw weakLogin();
};

/** A list that cannot be read lets nobody in without it: who would act by it would not know that it is missing. */
function groupsIn(claims: Claims, name: string): readonly PrivilegeGroup[] {
  const value = claims[name];
  if (!has(claims, name)) return [];
  try {
    if (typeof value === 'string') return readPrivilegeList(value);
  } catch (error) {
    if (!(error instanceof PrivilegeListError)) throw error;
  }
  throw tokenInvalid();
}

async function hashIn(
  claims: Claims,
  table: PersonClaims,
  { hash, hashOfUuid }: CallerOptions,
): Promise<Buffer> {
  const cpr = text(claims, table.cpr);
  if (cpr !== undefined && cprGrammar.test(cpr)) return hash(cpr);
  const uuid = table.cprUuid === undefined ? undefined : text(claims, table.cprUuid);
  if (cpr !== undefined || uuid === undefined || !cprUuid.test(uuid)) throw tokenInvalid();
  const found = await hashOfUuid?.(uuid.toLowerCase());
  if (!found) throw personUnknown();
  return found;
}

async function person(
  claims: Claims,
  table: PersonClaims,
  options: CallerOptions,
): Promise<Caller> {
  const { broker, meanings, hash: hashOf } = options;
  const isEqual = ([name, value]: readonly [string, string]) => claims[name] === value;
  if (!Object.entries(table.equal ?? {}).every(isEqual)) throw tokenInvalid();
  const isProtected = table.isProtected !== undefined && isTrue(claims, table.isProtected);
  const login = loginOf(claims, broker, isProtected ? '' : label(claims, table.name));
  const named = text(claims, 'patient');
  const patient = named === undefined ? undefined : patientId.exec(named)?.[1];
  if (named !== undefined && patient === undefined) throw tokenInvalid();
  const tickets = ticketsOf(groupsIn(claims, table.privileges), meanings, hashOf);
  assertLevel(claims, table);
  const hash = await hashIn(claims, table, options);
  return {
    ...{ kind: 'person', hash, ...login },
    // Nobody gives oneself a mandate.
    tickets: tickets.filter((ticket) => !ticket.hash.equals(hash)),
    ...(patient !== undefined && { patient }),
  };
}

function employee(claims: Claims, table: EmployeeClaims, options: CallerOptions): Caller {
  const { broker, meanings } = options;
  const id = required(claims, table.id);
  const login = loginOf(claims, broker, label(claims, table.name));
  const cvr = required(claims, table.cvr);
  const groups = groupsIn(claims, table.privileges);
  assertLevel(claims, table);
  if (cvr !== meanings.cvr) throw otherEmployer();
  const { kinds, units } = employmentOf(groups, meanings, table.units);
  const [kind, second] = kinds;
  if (kind === undefined) throw noJobRole();
  if (second !== undefined) throw tokenInvalid();
  return kind === 'staff' ? { kind, employee: id, units, ...login } : { kind, id, ...login };
}

/** A machine's token is its own: the subject is the client. */
function machine(claims: Claims, table: MachineClaims, { broker }: CallerOptions): Caller {
  const kind = required(claims, table.kind);
  const login = loginOf(claims, broker, '');
  const id = required(claims, 'sub');
  if (id !== login.client) throw tokenInvalid();
  if (kind === 'system') return { kind, id, ...login };
  const cvr = required(claims, table.cvr);
  if (kind !== 'association' || !cvrGrammar.test(cvr)) throw tokenInvalid();
  return { kind, id: cvr, ...login };
}

/** Which one party the token is of. */
function partyOf(claims: Claims, { marks }: Broker): Party | undefined {
  const parties = (Object.keys(marks) as Party[]).filter((party) =>
    marks[party].some((name) => has(claims, name)),
  );
  return parties.length === 1 ? parties[0] : undefined;
}

/**
 * The caller that the claims of a verified token tell of. Throws 401 for claims of nobody or of two, 403 for a login that is
 * genuine and not enough, 503 when the number behind a UUID cannot be asked for.
 */
export async function callerOf(claims: Claims, options: CallerOptions): Promise<Caller> {
  const { broker } = options;
  const party = partyOf(claims, broker);
  if (party === 'person' && broker.person) return person(claims, broker.person, options);
  if (party === 'employee' && broker.employee) return employee(claims, broker.employee, options);
  if (party === 'machine' && broker.machine) return machine(claims, broker.machine, options);
  if (party === 'company' && broker.person) throw companyHolder();
  throw tokenInvalid();
}
