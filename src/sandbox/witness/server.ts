/** The sandbox's witness: a real HTTP server that keeps the checkpoints it is shown, and none that does not go on from the last. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FastifyInstance, type FastifyReply, fastify } from 'fastify';
import { escapeHtml, page, pageHeaders } from '../html.ts';
import { goesOn, type Seen, seenIn } from './check.ts';

export interface WitnessOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
  /** Whoever shows something sends it as a bearer token. */
  readonly secret: string;
  /** Where the log answers: it is asked to prove that a checkpoint goes on from the one before. */
  readonly logUrl: string;
  /** Without one, all is forgotten when it closes. */
  readonly dataDir?: string;
}

export interface RunningWitness {
  readonly url: string;
  /** What it keeps, a JWS a line, oldest first. */
  readonly lines: () => readonly string[];
  readonly close: () => Promise<void>;
}

interface Kept {
  readonly jws: string;
  readonly seen: Seen;
}

interface Keeper {
  readonly options: WitnessOptions;
  readonly kept: Kept[];
  /** What was refused since the last that was kept, oldest first. */
  refused: Seen[];
}

const fileOf = (dataDir: string): string => join(dataDir, 'witness.jws');

async function openKept(dataDir: string | undefined): Promise<Kept[]> {
  if (dataDir === undefined || !existsSync(fileOf(dataDir))) return [];
  const kept: Kept[] = [];
  for (const jws of readFileSync(fileOf(dataDir), 'utf8').split('\n').filter(Boolean)) {
    const seen = await seenIn(jws);
    if (seen) kept.push({ jws, seen });
  }
  return kept;
}

function keep(keeper: Keeper, one: Kept): void {
  const { options, kept } = keeper;
  kept.push(one);
  keeper.refused = [];
  if (options.dataDir === undefined) return;
  mkdirSync(options.dataDir, { recursive: true });
  appendFileSync(fileOf(options.dataDir), `${one.jws}\n`, { flush: true });
}

/** Undefined when the log does not answer. */
async function proofOf(logUrl: string, first: number, second: number) {
  const url = `${logUrl}/ledger/consistency?first=${first}&second=${second}`;
  const response = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
  if (!response?.ok) return undefined;
  const { path } = (await response.json()) as { path?: unknown };
  return Array.isArray(path) ? path.map(String) : undefined;
}

type Word = 'kept' | 'refused' | 'unknown';

async function judge(keeper: Keeper, next: Seen): Promise<Word> {
  const last = keeper.kept.at(-1)?.seen;
  if (!last) return 'kept';
  if (last.key !== next.key || last.origin !== next.origin || last.size > next.size)
    return 'refused';
  if (last.size === next.size) return last.root === next.root ? 'kept' : 'refused';
  const proof = await proofOf(keeper.options.logUrl, last.size, next.size);
  if (!proof) return 'unknown';
  return goesOn(last, next, proof) ? 'kept' : 'refused';
}

async function take(keeper: Keeper, jws: string, reply: FastifyReply) {
  if (keeper.kept.some((one) => one.jws === jws)) return reply.code(200).send();
  const seen = await seenIn(jws);
  if (!seen) return reply.code(400).send({ error: 'Det er ikke et underskrevet checkpoint.' });
  const word = await judge(keeper, seen);
  if (word === 'unknown') return reply.code(503).send({ error: 'Loggen svarer ikke.' });
  if (word === 'refused') {
    keeper.refused = [...keeper.refused.slice(0, 1), seen];
    return reply.code(409).send(keeper.kept.at(-1)?.seen);
  }
  keep(keeper, { jws, seen });
  return reply.code(201).send();
}

const row = ({ seen }: Kept): string =>
  `<tr><td>${escapeHtml(seen.time)}</td><td>${seen.size}</td><td><code>${escapeHtml(seen.root)}</code></td></tr>`;

function witnessPage({ kept, refused }: Keeper): string {
  const head = '<tr><th>Tid</th><th>Rækker</th><th>Rod</th></tr>';
  const [first, last] = [refused[0], refused.at(-1)];
  const alarm =
    first && last
      ? `<p><strong>Afvist</strong> siden ${escapeHtml(first.time)}: senest et træ på ${last.size} rækker, som ikke fortsætter det, vidnet har.</p>`
      : '';
  const rows = kept.toReversed().map(row).join('');
  const list = `<table><thead>${head}</thead><tbody>${rows}</tbody></table>`;
  return page('Vidnet i sandkassen', alarm + (kept.length > 0 ? list : '<p>Intet endnu.</p>'));
}

function addRoutes(app: FastifyInstance, keeper: Keeper): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/jose', { parseAs: 'string' }, (_, body, done) =>
    done(null, body),
  );
  // One at a time: what is judged is judged against the last that was kept.
  let turn: Promise<unknown> = Promise.resolve();
  app.post('/checkpoints', async ({ headers, body }, reply) => {
    if (headers.authorization !== `Bearer ${keeper.options.secret}`)
      return reply.code(401).send({ error: 'Ukendt afsender.' });
    const taken = turn.then(() => take(keeper, String(body).trim(), reply));
    turn = taken.catch(() => undefined);
    return taken;
  });
  app.get('/checkpoints', (_, reply) =>
    reply.type('text/plain; charset=utf-8').send(keeper.kept.map(({ jws }) => `${jws}\n`).join('')),
  );
  app.get('/', (_, reply) => reply.headers(pageHeaders).send(witnessPage(keeper)));
}

/** Starts the witness; what it kept before it has still. */
export async function startWitness(options: WitnessOptions): Promise<RunningWitness> {
  const keeper: Keeper = { options, kept: await openKept(options.dataDir), refused: [] };
  const app = fastify({ bodyLimit: 10_000, forceCloseConnections: true });
  addRoutes(app, keeper);
  const url = await app.listen({ port: options.port, host: options.host });
  return {
    url,
    lines: () => keeper.kept.map(({ jws }) => jws),
    close: () => app.close(),
  };
}
