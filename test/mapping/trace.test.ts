import { isDeepStrictEqual } from 'node:util';
import t from 'tap';
import { type Trace, unmapped } from '../../src/mapping/trace.ts';
import { registry } from '../../src/registry.ts';
import type { RoomMapping } from '../../src/resources/room-mapping.ts';
import { type Fixture, fixturesOf } from '../contracts/door.ts';
import { testContext } from './context.ts';

type Json = unknown;

const all = registry.flatMap((room) =>
  room.mappings.flatMap((mapping) =>
    fixturesOf(room, mapping).map((fixture): readonly [RoomMapping, Fixture] => [mapping, fixture]),
  ),
);

const step = (value: Json, name: string): Json =>
  (value as Readonly<Record<string, Json>> | undefined)?.[name];

/** What stands at `participant[1].actor`. */
const at = (value: Json, path: string): Json =>
  path
    .split(/[.[\]]/)
    .filter((name) => name !== '')
    .reduce(step, value);

function leaves(value: Json, path: string): string[] {
  if (Array.isArray(value))
    return value.flatMap((item, index) => leaves(item, `${path}[${index}]`));
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, inner]) =>
    leaves(inner, path === '' ? name : `${path}.${name}`),
  );
}

const covers = (whole: string, leaf: string): boolean =>
  leaf === whole || leaf.startsWith(`${whole}.`) || leaf.startsWith(`${whole}[`);

/** Several fields together stand by their names. */
const isHeld = (record: Json, { fields, record: held }: Trace): boolean =>
  fields.length === 1 && isDeepStrictEqual(at(record, fields[0] ?? ''), held)
    ? true
    : fields.every((field) => isDeepStrictEqual(step(held, field), at(record, field)));

t.test('every value of a resource is traced to the one row that made it', async (t) => {
  t.ok(all.length > 90, `${all.length} fixtures`);
  for (const [mapping, { name, record }] of all) {
    const context = testContext();
    const resource = mapping.toFhir(record as never, context);
    const traces = mapping.trace(record as never, context);
    const paths = traces.flatMap(({ path }) => path ?? []);
    for (const trace of traces)
      if (trace.path !== undefined)
        t.same(trace.fhir, at(resource, trace.path), `${name} ${trace.path}`);
    const stray = leaves(resource, '').filter(
      (leaf) => leaf !== 'resourceType' && paths.filter((path) => covers(path, leaf)).length !== 1,
    );
    t.same(stray, [], `${name}: each value has one row`);
  }
});

t.test('every field of a record is traced, or told why it is not', async (t) => {
  for (const [mapping, { name, record }] of all) {
    const traces = mapping.trace(record as never, testContext());
    const wrong = traces.filter((one) => one.record !== undefined && !isHeld(record, one));
    t.same(
      wrong.map(({ fields }) => fields),
      [],
      `${name}: the values are the record's`,
    );
    const told = [
      ...traces.flatMap(({ fields }) => fields.map((field) => field.split(/[.[]/)[0])),
      ...Object.keys(mapping.unmapped),
    ];
    const contract = Object.keys(record).filter((field) => !told.includes(field));
    t.ok(
      contract.every((field) => !mapping.rows.some((row) => row.field === field)),
      `${name}: ${contract}`,
    );
  }
});

t.test('what stands inside a field and FHIR does not show is told by its place', async (t) => {
  const found = all.find(([, { name }]) => name === 'ugly-summer-time');
  const [mapping, fixture] = found ?? [];
  const traces = mapping?.trace(fixture?.record as never, testContext()) ?? [];
  t.same(
    traces.filter(({ codec }) => codec === unmapped).map(({ fields }) => fields.join()),
    [
      'vagter[0].norm',
      'vagter[2].dobbelt',
      'fravaer[0].aarsag',
      'fravaer[0].godkendt',
      'fravaer[1].aarsag',
    ],
  );
});

t.test('a value that does not fit stands beside all others that fit or do not', async (t) => {
  const found = all.find(([, { name }]) => name === 'aftale-booked');
  const [mapping, fixture] = found ?? [];
  const bad = { ...fixture?.record, status: 'ukendt', start: '2026-02-30T10:00:00+01:00' };
  const traces = mapping?.trace(bad as never, testContext()) ?? [];
  t.same(
    traces.flatMap(({ fault }) => (fault ? [[fault.expression, fault.field]] : [])),
    [
      ['status', 'status'],
      ['start', 'start'],
    ],
  );
  t.ok(traces.some(({ path }) => path === 'end'));
});
