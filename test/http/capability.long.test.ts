import type { CapabilityStatement } from '@medplum/fhirtypes';
import t from 'tap';
import { registry } from '../../src/registry.ts';
import { startPlain } from '../conformance/plain.ts';
import { startHouse } from '../house.ts';
import {
  type Ask,
  wrongFormats,
  wrongIncludes,
  wrongInteractions,
  wrongOfSystem,
  wrongOperations,
  wrongParameters,
  wrongPatches,
} from './stated.ts';
import { hear, said } from './wire.ts';

/** Search parameters that some room has, and some of R4's that none has: one that is not declared must be refused. */
const names = [
  ...new Set(registry.flatMap(({ search }) => Object.keys(search))),
  ...['_text', '_content', '_list', '_query', '_filter', 'phonetic'],
];

const statementOf = async (ask: Ask): Promise<CapabilityStatement> =>
  (await (await ask('metadata')).json()) as CapabilityStatement;

t.test('The CapabilityStatement says what the routes do', async (t) => {
  const house = await startHouse(t);
  const staff = house.as('staff');
  const open: Ask = (path, init) => fetch(`${house.base}/${path}`, init);
  const statement = await statementOf(open);
  const [rest] = statement.rest ?? [];
  const stated = rest?.resource ?? [];
  t.same(
    stated.map(({ type }) => type),
    registry.map(({ type }) => type),
    'who is not logged in may read it',
  );

  await t.test('in its search parameters', async (t) => {
    for (const one of stated) t.same(await wrongParameters(staff, one, names), [], one.type);
  });

  await t.test('in the parameters of R4 that it has not', async (t) => {
    const patient = stated.find(({ type }) => type === 'Patient');
    t.match(patient?.documentation, /not supported: .*phonetic/);
    const both = stated.flatMap(({ type, documentation = '', searchParam = [] }) =>
      searchParam
        .filter(({ name }) => new RegExp(`[:;] ${name} \\(`).test(documentation))
        .map(({ name }) => `${type}.${name}`),
    );
    t.same(both, []);
  });

  await t.test('in its interactions', async (t) => {
    for (const one of stated) t.same(await wrongInteractions(staff, one), [], one.type);
    t.same(await wrongOfSystem(staff, statement), []);
  });

  await t.test('in what comes along', async (t) => {
    for (const one of stated) t.same(await wrongIncludes(staff, one), [], one.type);
    const { status } = await hear(staff('Appointment?_include=Appointment:status'));
    t.equal(status, 400, 'what is no reference does not');
  });

  await t.test('in its operations', async (t) => {
    t.ok(stated.flatMap(({ operation = [] }) => operation).length > 3);
    t.same(await wrongOperations(staff, statement), []);
    t.equal((await staff('Appointment/$none', { method: 'POST' })).status, 404);
  });

  await t.test('in its formats', async (t) => {
    t.same(await wrongFormats(open, statement), []);
    t.same(await wrongPatches(staff, 'Appointment', statement), []);
    t.equal((await hear(open('metadata?_format=text/turtle'))).status, 406);
  });

  await t.test('and it is the same until the process starts again', async (t) => {
    const first = await open('metadata');
    const etag = first.headers.get('etag') ?? '';
    t.match(etag, /^W\/"/);
    t.equal((await open('metadata', { headers: { 'if-none-match': etag } })).status, 304);
    t.equal((await open('metadata?mode=full')).status, 200);
    t.equal(said(await hear(open('metadata?mode=terminology'))), '400 metadata-mode mode');
    t.equal(said(await hear(open('metadata?x=1'))), '400 unknown-parameter x');
    t.equal((await open('metadata', { method: 'POST' })).status, 405);
  });
});

t.test('The statement of the plain registry is true in the same way', async (t) => {
  const types = ['Patient', 'Observation', 'Encounter', 'Group', 'Binary'];
  const { base } = await startPlain(t, types);
  const ask: Ask = (path, init) => fetch(path === '' ? base : `${base}/${path}`, init);
  const statement = await statementOf(ask);
  const stated = statement.rest?.[0]?.resource ?? [];
  t.same(
    stated.map(({ type }) => type),
    types,
  );
  t.notOk(statement.rest?.[0]?.security, 'nobody is asked who they are');
  for (const one of stated) {
    t.same(await wrongParameters(ask, one, names), [], one.type);
    t.same(await wrongInteractions(ask, one), [], one.type);
    t.same(await wrongIncludes(ask, one), [], one.type);
  }
  t.same(await wrongOfSystem(ask, statement), []);
  t.same(await wrongOperations(ask, statement), []);
  t.same(await wrongFormats(ask, statement), []);
  t.same(await wrongPatches(ask, 'Patient', statement), []);
});
