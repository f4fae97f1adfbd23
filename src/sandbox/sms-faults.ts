/** What is to go wrong with the next `times` messages, before or after they are accepted. */
export interface SmsFault {
  readonly kind: 'fail-before' | 'fail-after' | 'cut-before' | 'cut-after';
  readonly times: number;
}

export interface SmsFaults {
  readonly fault?: SmsFault | null;
  readonly latencyMs?: number;
  /** Numbers that no message reaches. */
  readonly undeliverable?: readonly string[];
  /** CPR numbers that the channel does not reach. */
  readonly notEnrolled?: readonly string[];
}

/** The switches as they stand. */
export interface FaultSwitches {
  fault: { kind: SmsFault['kind']; left: number } | null;
  latencyMs: number;
  undeliverable: ReadonlySet<string>;
  notEnrolled: ReadonlySet<string>;
}

export const noFaults = (): FaultSwitches => ({
  fault: null,
  latencyMs: 0,
  undeliverable: new Set(),
  notEnrolled: new Set(),
});

/** Body of `PUT /faults`. */
export const faultSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    fault: {
      type: ['object', 'null'],
      additionalProperties: false,
      required: ['kind', 'times'],
      properties: {
        kind: { enum: ['fail-before', 'fail-after', 'cut-before', 'cut-after'] },
        times: { type: 'integer', minimum: 1 },
      },
    },
    latencyMs: { type: 'integer', minimum: 0, maximum: 600_000 },
    undeliverable: { type: 'array', items: { type: 'string' } },
    notEnrolled: { type: 'array', items: { type: 'string' } },
  },
} as const;

/** Turns the switches that are named; the others stay. */
export function setFaults(
  faults: FaultSwitches,
  { fault, latencyMs, undeliverable, notEnrolled }: SmsFaults,
): void {
  if (fault !== undefined) faults.fault = fault && { kind: fault.kind, left: fault.times };
  faults.latencyMs = latencyMs ?? faults.latencyMs;
  if (undeliverable) faults.undeliverable = new Set(undeliverable);
  if (notEnrolled) faults.notEnrolled = new Set(notEnrolled);
}

/** What is to go wrong now, if anything; counts it off. */
export function takeFault(
  { fault }: FaultSwitches,
  when: 'before' | 'after',
): 'fail' | 'cut' | undefined {
  if (!fault?.kind.endsWith(when) || fault.left === 0) return undefined;
  fault.left -= 1;
  return fault.kind.startsWith('cut') ? 'cut' : 'fail';
}
