import { checkRecord } from './check.ts';
import type { WriteOutcome } from './port.ts';
import type { CuraType } from './records.ts';

const unsettled = [401, 408, 425, 429];

function field(body: unknown, key: string): unknown {
  return typeof body === 'object' && body !== null
    ? (body as Record<string, unknown>)[key]
    : undefined;
}

function text(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value.slice(0, 500) : otherwise;
}

function done<T extends CuraType>(type: T, body: unknown, id?: string) {
  try {
    const record = checkRecord(type, body);
    if (id === undefined || record.id === id) return { kind: 'done', record } as const;
  } catch {
    // Falls through: Cura says that it wrote something, and we cannot read what.
  }
  return { kind: 'unknown', reason: 'malformed answer' } as const;
}

/** Reads the answer to a write of `type` (of the record `id`, when it has one). What is not surely settled is `unknown`. */
export function writeOutcome<T extends CuraType>(
  { type, id }: { readonly type: T; readonly id?: string },
  { status, body }: { readonly status: number; readonly body: unknown },
): WriteOutcome<T> {
  if (status === 200 || status === 201) return done(type, body, id);
  if (status === 412) {
    const current = field(body, 'version');
    return Number.isSafeInteger(current)
      ? { kind: 'stale', current: current as number }
      : { kind: 'stale' };
  }
  if (status >= 400 && status < 500 && !unsettled.includes(status)) {
    const kode = text(field(body, 'kode'), 'ukendt');
    return { kind: 'refused', status, kode, tekst: text(field(body, 'tekst'), '') };
  }
  return { kind: 'unknown', reason: `status ${status}` };
}
