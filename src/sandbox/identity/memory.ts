import type { Adapter, AdapterPayload } from 'oidc-provider';

/** What an issuer remembers of logins under way. It is lost when the process ends: people then log in again. */
export interface Memory {
  readonly adapter: (model: string) => Adapter;
  readonly note: (id: string, note: Note) => void;
  readonly noteOf: (id: string) => Note | undefined;
}

/** What was chosen at a login: the citizen whom the client named, and for whom the person said to act. */
export interface Note {
  readonly patient?: string;
  readonly behalf?: string;
}

interface Entry {
  readonly payload: AdapterPayload;
  /** Epoch milliseconds. */
  readonly until: number;
}

/** Whoever floods a sandbox with logins pushes out the oldest. */
const maxEntries = 10_000;

function trim<T>(entries: Map<string, T>): void {
  for (const key of entries.keys()) {
    if (entries.size <= maxEntries) return;
    entries.delete(key);
  }
}

const grantable = new Set([
  'AccessToken',
  'AuthorizationCode',
  'RefreshToken',
  'ClientCredentials',
]);

function adapterOf(entries: Map<string, Entry>, model: string): Adapter {
  const keyOf = (id: string) => `${model}:${id}`;
  const find = async (id: string) => {
    const entry = entries.get(keyOf(id));
    return entry && entry.until > Date.now() ? entry.payload : undefined;
  };
  return {
    find,
    upsert: async (id, payload, expiresIn = 0) => {
      const until = Date.now() + expiresIn * 1_000;
      entries.delete(keyOf(id));
      entries.set(keyOf(id), { payload, until });
      trim(entries);
    },
    findByUid: async (uid) => {
      for (const [key, { payload, until }] of entries)
        if (key.startsWith(keyOf('')) && payload.uid === uid && until > Date.now()) return payload;
      return undefined;
    },
    findByUserCode: async () => undefined,
    consume: async (id) => {
      const payload = await find(id);
      if (payload) payload.consumed = Math.floor(Date.now() / 1_000);
    },
    destroy: async (id) => void entries.delete(keyOf(id)),
    revokeByGrantId: async (grantId) => {
      for (const [key, { payload }] of entries)
        if (payload.grantId === grantId && grantable.has(key.split(':')[0] ?? ''))
          entries.delete(key);
    },
  };
}

/** An empty memory. */
export function createMemory(): Memory {
  const entries = new Map<string, Entry>();
  const notes = new Map<string, Note>();
  return {
    adapter: (model) => adapterOf(entries, model),
    note: (id, note) => {
      notes.set(id, note);
      trim(notes);
    },
    noteOf: (id) => notes.get(id),
  };
}
