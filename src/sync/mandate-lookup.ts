/** A register of mandates, for whoever has one: it is asked at each use, about relatives whom Cura knows. */

import { askJson } from '../access/ask-json.ts';
import { isStopped, type Relation } from '../access/consent-row.ts';
import type { Mandate } from '../access/grant.ts';
import type { Claim } from '../access/mandate.ts';
import type { Resolved } from '../access/resolve-person.ts';
import { parseInstant } from '../fhir/instant.ts';
import { findOne } from '../resources/find-resource.ts';
import { numberOf } from '../resources/patient/view.ts';
import type { SyncPorts } from './ports.ts';

/** What the register says. `until` in epoch milliseconds; without it there is no end yet. */
export interface LookedUp {
  readonly rights: Mandate['rights'];
  readonly from: number;
  readonly until?: number;
}

/** Whether the first gave the second a power of attorney; both by their numbers, which it must not keep. */
export type MandateLookup = (giver: string, holder: string) => Promise<LookedUp | undefined>;

type Ports = Pick<SyncPorts, 'db' | 'room' | 'log'>;

/** A person is a relative of few. */
const most = 20;

const numberIn = async (ports: Ports, type: 'Patient' | 'RelatedPerson', id: string) => {
  const stored = await findOne(ports.db, ports.room(type), id);
  return stored && numberOf(stored.resource as Parameters<typeof numberOf>[0]);
};

/** A register that does not answer gives nothing: what it gave a moment ago it may have taken back. */
async function ask(ports: Ports, relation: Relation, lookup: MandateLookup): Promise<Claim[]> {
  const { patient, known, giver } = relation;
  const [from, to] = await Promise.all([
    numberIn(ports, 'Patient', patient),
    numberIn(ports, 'RelatedPerson', known.toSorted()[0] ?? ''),
  ]);
  if (from === undefined || to === undefined) return [];
  try {
    const said = await lookup(from, to);
    const source = { source: 'lookup', kind: 'power-of-attorney' } as const;
    return said
      ? [
          {
            ...{ ...source, giver: Buffer.from(giver, 'hex'), rights: said.rights },
            ...{ from: said.from, until: said.until ?? Number.POSITIVE_INFINITY },
          },
        ]
      : [];
  } catch {
    ports.log.error({ patient }, 'The register of mandates did not answer.');
    return [];
  }
}

/** What the register says of those for whom the caller cannot act already. */
export async function lookedUp(
  ports: Ports,
  { grant, relations }: Resolved,
  lookup: MandateLookup,
): Promise<Claim[]> {
  const acting = new Set(
    grant.mandates.filter(({ rights }) => rights.includes('act')).map(({ patient }) => patient),
  );
  const open = relations.filter(
    (one) => one.known.length > 0 && !one.dead && !acting.has(one.patient) && !isStopped(one),
  );
  const all = await Promise.all(open.slice(0, most).map((one) => ask(ports, one, lookup)));
  return all.flat();
}

export interface MandateRegister {
  readonly url: string;
  readonly secret: string;
}

const isRight = (one: unknown): one is Mandate['rights'][number] => one === 'see' || one === 'act';

/** Undefined for an answer that is not as agreed: it gives nothing. */
function said(body: unknown): LookedUp | undefined {
  const { rights, from, until } = (body ?? {}) as Record<string, unknown>;
  if (!Array.isArray(rights) || typeof from !== 'string') return undefined;
  return {
    rights: rights.filter(isRight),
    from: parseInstant(from),
    ...(typeof until === 'string' && { until: parseInstant(until) }),
  };
}

/** Asks over HTTP: a form with `giver` and `holder` -> `{ "rights": ["see"], "from": "…Z", "until": "…Z" }`, or 404. */
export const createMandateLookup =
  ({ url, secret }: MandateRegister): MandateLookup =>
  async (giver, holder) => {
    const { status, body } = await askJson(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}` },
      body: new URLSearchParams({ giver, holder }),
    });
    if (status !== 200 && status !== 404) throw new RangeError(`the register answered ${status}`);
    return status === 200 ? said(body) : undefined;
  };
