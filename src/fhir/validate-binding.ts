import type { CodeSet } from './value-set.ts';

interface Coding {
  readonly system?: unknown;
  readonly code?: unknown;
}

function isOpen(codes: CodeSet, code: string, system?: unknown): boolean {
  return codes.open.some(
    (open) => open.grammar.test(code) && (system === undefined || system === open.system),
  );
}

function codingFault(codes: CodeSet, { system, code }: Coding): string | undefined {
  if (typeof code !== 'string') return 'code';
  if (codes.codings.has(`${system}|${code}`)) return undefined;
  return isOpen(codes, code, system ?? '') ? undefined : code;
}

/** The code that a required value set does not hold; undefined when all is well. A concept needs one coding that it holds. */
export function bindingFault(codes: CodeSet, value: unknown): string | undefined {
  if (typeof value === 'string') {
    return codes.codes.has(value) || isOpen(codes, value) ? undefined : value;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('coding' in value) && !('text' in value)) return codingFault(codes, value);
  const codings: Coding[] = 'coding' in value && Array.isArray(value.coding) ? value.coding : [];
  const faults = codings.map((coding) => codingFault(codes, coding));
  return faults.includes(undefined) ? undefined : (faults[0] ?? 'text');
}
