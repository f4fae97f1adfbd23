import autocannon from 'autocannon';

/** One request of a load. */
export interface Hit {
  readonly path: string;
  readonly token?: string;
  readonly method?: 'GET' | 'POST';
}

/** What a load came to; latencies in milliseconds. */
export interface Load {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

const connections = 32;

const rotated = <T>(all: readonly T[], by: number): T[] => [...all.slice(by), ...all.slice(0, by)];

const asRequest = ({ path, token, method = 'GET' }: Hit): autocannon.Request => ({
  path,
  method,
  ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
});

/** Asks `hits` over and over, every connection from another place in the list. A refused request is an error of the bench. */
export async function load(url: string, hits: readonly Hit[], seconds: number): Promise<Load> {
  let client = 0;
  const requests = hits.map(asRequest);
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    requests,
    setupClient: (one) => {
      one.setRequests(rotated(requests, Math.floor((client * requests.length) / connections)));
      client += 1;
    },
  });
  if (result.non2xx > 0 || result.errors > 0 || result['2xx'] === 0)
    throw new Error(
      `Of ${result.requests.total} requests to ${hits[0]?.path}, ${result.non2xx + result.errors} failed.`,
    );
  return perSecondOf(result);
}

/** Sends every hit once. `refused` counts answers other than 2xx. */
export async function loadOnce(
  url: string,
  hits: readonly Hit[],
  atOnce: number,
): Promise<Load & { readonly refused: number }> {
  let next = 0;
  const result = await autocannon({
    url,
    connections: atOnce,
    amount: hits.length,
    requests: [
      {
        setupRequest: (request) => {
          const hit = hits[next % hits.length];
          next += 1;
          return hit ? { ...request, ...asRequest(hit) } : request;
        },
      },
    ],
  });
  return { ...perSecondOf(result), refused: result.non2xx + result.errors };
}

const perSecondOf = ({ latency, requests, duration }: autocannon.Result): Load => ({
  perSecond: requests.total / duration,
  p50: latency.p50,
  p99: latency.p99,
});

/** Of numbers in order, that below which this share of them lies. */
export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** A figure beside its floor, of the same run. */
export interface Compared {
  readonly perSecond: number;
  readonly floor: number;
  readonly ratio: number;
  readonly p50: number;
  readonly p99: number;
}

/** Measures the two in turn, so that what the machine does meanwhile meets both; medians of the rounds. */
export async function interleaved(
  rounds: number,
  ours: () => Promise<Load>,
  floor: () => Promise<Load>,
): Promise<Compared> {
  const all: { ours: Load; floor: Load }[] = [];
  for (let round = 0; round < rounds; round += 1)
    all.push({ floor: await floor(), ours: await ours() });
  const of = (value: (pair: { ours: Load; floor: Load }) => number): number =>
    median(all.map(value));
  return {
    perSecond: of((one) => one.ours.perSecond),
    floor: of((one) => one.floor.perSecond),
    ratio: of((one) => one.ours.perSecond / one.floor.perSecond),
    p50: of((one) => one.ours.p50),
    p99: of((one) => one.ours.p99),
  };
}
