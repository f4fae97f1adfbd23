import autocannon from 'autocannon';
import { startChild } from './child.ts';
import type { World } from './world.ts';

const observation = JSON.stringify({
  resourceType: 'Observation',
  status: 'final',
  category: [
    {
      coding: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/observation-category',
          code: 'vital-signs',
        },
      ],
    },
  ],
  code: { coding: [{ system: 'http://loinc.org', code: '29463-7', display: 'Body weight' }] },
  subject: { reference: 'Patient/one' },
  effectiveDateTime: '2026-11-24T08:00:00+01:00',
  valueQuantity: {
    value: 80.5,
    unit: 'kg',
    system: 'http://unitsofmeasure.org',
    code: 'kg',
  },
});

const connections = 16;

/** Creates of a measurement through the whole engine, each committed to the disk before it is answered. */
export async function benchCreate(
  { db, connection }: World,
  dataDir: string,
  seconds: number,
): Promise<{ perSecond: number; p50: number; p99: number }> {
  const database = 'bench_plain';
  await db.query(`drop database if exists ${database} with (force)`);
  await db.query(`create database ${database}`);
  const plain = await startChild('plain', {
    ...{ connection: { ...connection, database }, dataDir: `${dataDir}/plain` },
    types: ['Observation', 'Patient'],
  });
  const url = `${await plain.ask<string>('base')}/Observation`;
  const run = (duration: number): Promise<autocannon.Result> =>
    autocannon({
      ...{ url, connections, duration, method: 'POST', body: observation },
      headers: { 'content-type': 'application/fhir+json', prefer: 'return=minimal' },
    });
  await run(2);
  const { requests, latency, duration, non2xx, errors } = await run(seconds);
  await plain.stop();
  if (non2xx + errors > 0) throw new Error(`${non2xx + errors} creates failed.`);
  return { perSecond: requests.total / duration, p50: latency.p50, p99: latency.p99 };
}
