import type { Socket } from 'node:net';
import pg from 'pg';

/** Connections that answer many statements at a time; for short reads, as a slow statement holds up those behind it. */
export interface Pipeline {
  query(config: pg.QueryConfig): Promise<pg.QueryResult>;
  close(): Promise<void>;
}

interface Lane {
  client: Promise<pg.Client> | undefined;
  waiting: number;
  gathering: boolean;
}

/** `pg` does not say in its types that it has a socket. */
type Wired = pg.Client & { readonly connection: { readonly stream: Socket } };

/** What is asked in one round of the event loop leaves in one write: a system call costs more than the statement's words. */
function gather(lane: Lane, { connection: { stream } }: Wired): void {
  if (lane.gathering) return;
  lane.gathering = true;
  stream.cork();
  setImmediate(() => {
    lane.gathering = false;
    stream.uncork();
  });
}

/** A connection that breaks, or never comes, makes room for a new one. */
function connect(config: pg.ClientConfig, lane: Lane): Promise<pg.Client> {
  const client = new pg.Client({ ...config, pipeline: true });
  const opening = client.connect().then(() => client);
  const forget = () => {
    if (lane.client === opening) lane.client = undefined;
  };
  client.on('error', forget);
  client.on('end', forget);
  opening.catch(forget);
  lane.client = opening;
  return opening;
}

const leastBusy = (lanes: readonly Lane[]): Lane =>
  lanes.reduce((best, lane) => (lane.waiting < best.waiting ? lane : best));

async function ask(config: pg.ClientConfig, lane: Lane, query: pg.QueryConfig) {
  lane.waiting += 1;
  try {
    const client = await (lane.client ?? connect(config, lane));
    gather(lane, client as Wired);
    return await client.query(query);
  } finally {
    lane.waiting -= 1;
  }
}

/** Opens its connections when they are first needed, and again after they were lost. */
export function openPipeline(config: pg.ClientConfig, connections: number): Pipeline {
  const lanes = Array.from(
    { length: connections },
    (): Lane => ({ client: undefined, waiting: 0, gathering: false }),
  );
  let closed = false;
  return {
    async query(query) {
      if (closed) throw new Error('Client was closed and is not queryable');
      return ask(config, leastBusy(lanes), query);
    },
    async close() {
      closed = true;
      const open = lanes.map(async ({ client }) => (await client)?.end());
      await Promise.allSettled(open);
    },
  };
}
