import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { CapabilityStatement } from '@medplum/fhirtypes';
import t from 'tap';
import { allResourceTypes } from '../../src/fhir/definitions.ts';
import { temporaryDir } from '../database.ts';
import { whole } from '../whole.ts';

type Child = ChildProcessByStdio<null, Readable, Readable>;

const run = (env: Readonly<Record<string, string>>): Child =>
  spawn(process.execPath, ['src/main.ts', 'conformance-server'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** The FHIR base that it prints once it listens. */
const baseOf = ({ stdout, stderr }: Child): Promise<string> =>
  new Promise((found, failed) => {
    const said: string[] = [];
    const keep = (part: Buffer): void => void said.push(part.toString());
    stderr.on('data', keep);
    stderr.once('end', () => failed(new Error(`it ended: ${said.join('')}`)));
    stdout.on('data', (part: Buffer) => {
      const [base] = /http:\S+\/fhir/.exec(part.toString()) ?? [];
      if (base !== undefined) found(base);
    });
  });

t.test('it serves every type of R4 until Ctrl-C', whole, async (t) => {
  const child = run({ PORT: '0', HOST: '127.0.0.1', DATA_DIR: temporaryDir(t) });
  t.teardown(() => child.kill('SIGKILL'));
  const base = await baseOf(child);
  t.match(base, /^http:\/\/127\.0\.0\.1:\d+\/fhir$/);
  const body = JSON.stringify({ resourceType: 'Group', id: 'g', type: 'person', actual: false });
  const headers = { 'content-type': 'application/fhir+json' };
  const put = await fetch(`${base}/Group/g`, { method: 'PUT', body, headers });
  t.equal(put.status, 201);
  t.match(put.headers.get('location'), `${base}/Group/g/_history/1`);
  const statement = (await (await fetch(`${base}/metadata`)).json()) as CapabilityStatement;
  t.same(
    statement.rest?.[0]?.resource?.map(({ type }) => `${type}`),
    allResourceTypes(),
  );
  child.kill('SIGINT');
  const [code] = await once(child, 'exit');
  t.equal(code, 0);
});

t.test('it will not be reached from another machine', whole, async (t) => {
  const child = run({ HOST: '0.0.0.0', DATA_DIR: temporaryDir(t) });
  const said: string[] = [];
  child.stderr.on('data', (part: Buffer) => said.push(part.toString()));
  const [code] = await once(child, 'close');
  t.equal(code, 1);
  t.match(said.join(''), /^HOST is "0\.0\.0\.0", and must be one of 127\.0\.0\.1, ::1: /);
});
