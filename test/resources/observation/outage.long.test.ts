import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Observation } from '@medplum/fhirtypes';
import t from 'tap';
import { synchronise } from '../../../src/sync/inbound.ts';
import { temporaryDir } from '../../database.ts';
import { noon } from '../../house.ts';
import { ago, deliverAll, inCura, measuringIn, pressure } from './measuring.ts';

const program = new URL('doomed-delivery.ts', import.meta.url).pathname;
const compiled = temporaryDir(t);
const hourMs = 3_600_000;

t.setTimeout(300_000);

t.test(
  'Cura is away for an hour and the worker dies meanwhile: nothing is lost or twice',
  async (t) => {
    const { house, karen, post, send, read } = await measuringIn(t);
    const { sync, cura } = house;
    const app = 'urn:outage';
    const named = (value: string, systolic = 130) =>
      pressure(karen, systolic, 82, {
        identifier: [{ system: app, value }],
        effectiveDateTime: ago(3),
      });
    cura.faults.down = true;
    const single = await post('citizen', named('single'));
    t.equal(single.status, 201, 'accepted all the same');
    const batch = {
      resourceType: 'Bundle',
      type: 'collection',
      entry: Array.from({ length: 12 }, (_, nth) => ({ resource: named(`b-${nth}`) })),
    };
    await send('citizen', 'Observation/$submit-measurements', batch);
    const early = await house.as('citizen')(`Observation/${single.body.id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json-patch+json' },
      body: JSON.stringify([
        { op: 'replace', path: '/component/0/valueQuantity/value', value: 131 },
      ]),
    });
    t.equal(early.status, 200, 'corrected before Cura had it');
    await deliverAll(house);
    house.setNow(noon + hourMs);
    await deliverAll(house);
    t.same(
      (await read('citizen', single.body.id)).meta?.tag?.map(({ code }) => code),
      ['awaiting-delivery'],
      'it still waits, and says so',
    );
    cura.faults.down = false;
    cura.faults.cutAfterCommit = 2;

    const fate = {
      connection: sync.db.connection,
      ...{ curaUrl: cura.url, namespace: sync.namespace, now: sync.now() },
      personKey: sync.secret('person').toString('hex'),
    };
    let killed = 0;
    for (const killAt of [3, 9, 14, 22]) {
      const child = spawn(process.execPath, [program, JSON.stringify({ ...fate, killAt })], {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, NODE_COMPILE_CACHE: compiled },
      });
      const [, signal] = await once(child, 'close');
      if (signal === 'SIGKILL') killed += 1;
    }
    t.ok(killed >= 2, `${killed} were killed on their way`);
    for (let round = 0; round < 4; round += 1) await deliverAll(house);
    await synchronise(sync);
    const resent = await send('citizen', 'Observation/$submit-measurements', batch);
    t.notMatch(JSON.stringify(resent.body), '"status":"201');

    const held = (await inCura(house)).filter(({ klientReference }) =>
      klientReference?.startsWith(app),
    );
    t.same(
      held.map(({ klientReference }) => klientReference).sort(),
      ['single', ...Array.from({ length: 12 }, (_, nth) => `b-${nth}`)]
        .map((value) => `${app}|${value}`)
        .sort(),
      'each is in Cura, once',
    );
    const corrected = held.find(({ eksternReference }) => eksternReference === single.body.id);
    t.match(corrected, { status: 'rettet', version: 2 });
    t.equal(corrected?.vaerdier.find(({ art }) => art === 'systolisk')?.vaerdi, 131);
    const { rows } = await sync.db.query<{ content: string }>(
      `select content from observation where content like '%awaiting-delivery%'`,
    );
    t.same(rows, [], 'nothing waits any more');
    const stored = (await read('citizen', single.body.id)) as Observation;
    t.equal(stored.status, 'corrected');
  },
);
