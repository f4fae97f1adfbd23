/** What a proposal of `$find` is made of: FHIR ids, which are UUIDs. */
export interface ProposalKey {
  readonly slotId: string;
  readonly serviceId: string;
}

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const proposal = /^p-([01][\da-v]{51})$/;

/** The id of a proposal that is stored nowhere: `p-` and 32 bytes as base 32 (RFC 4648 "extended hex"). Throws a RangeError when an id is no UUID. */
export function proposalId({ slotId, serviceId }: ProposalKey): string {
  if (!uuid.test(slotId) || !uuid.test(serviceId)) throw new RangeError('not a UUID');
  const bytes = BigInt(`0x${slotId}${serviceId}`.replaceAll('-', ''));
  return `p-${bytes.toString(32).padStart(52, '0')}`;
}

/** The inverse of `proposalId`; undefined when the text is none. No two texts mean the same proposal. */
export function parseProposalId(text: string): ProposalKey | undefined {
  const digits = proposal.exec(text)?.[1];
  if (digits === undefined) return undefined;
  const bytes = [...digits].reduce(
    (sum, digit) => sum * 32n + BigInt(Number.parseInt(digit, 32)),
    0n,
  );
  const hex = bytes.toString(16).padStart(64, '0');
  return { slotId: asUuid(hex.slice(0, 32)), serviceId: asUuid(hex.slice(32)) };
}

const asUuid = (hex: string): string =>
  hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
