import pg from 'pg';

/** Connections that answer many statements at a time; for short reads, as a slow statement holds up those behind it. */
export interface Pipeline {
  query(config: pg.QueryConfig): Promise<pg.QueryResult>;
  close(): Promise<void>;
}

interface Lane {
  client: Promise<pg.Client> | undefined;
  waiting: number;
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
    return await client.query(query);
  } finally {
    lane.waiting -= 1;
  }
}

/** Opens its connections when they are first needed, and again after they were lost. */
export function openPipeline(config: pg.ClientConfig, connections: number): Pipeline {
  const lanes = Array.from(
    { length: connections },
    (): Lane => ({ client: undefined, waiting: 0 }),
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
