import type { CapabilityStatement, CapabilityStatementRestResource } from '@medplum/fhirtypes';
import t from 'tap';
import { registry } from '../../src/registry.ts';
import { startHouse } from '../house.ts';
import { hear, said } from './wire.ts';

/** A value that each type of parameter can read. */
const values: Readonly<Record<string, string>> = {
  token: 'x',
  string: 'x',
  reference: 'Patient/x',
  date: '2026-11-24',
  uri: 'https://x.test',
};

/** How each interaction looks over HTTP, and what it answers for an id that is not there. */
const calls: Readonly<Record<string, readonly [string, string]>> = {
  read: ['GET', '/none'],
  vread: ['GET', '/none/_history/1'],
  'history-instance': ['GET', '/none/_history'],
  create: ['POST', ''],
  update: ['PUT', '/none'],
  patch: ['PATCH', '/none'],
  delete: ['DELETE', '/none'],
};

/** What an id that is not there is answered; an address without the interaction may have no other, or not be one. */
const expected = (method: string, isDeclared: boolean): readonly string[] => {
  if (!isDeclared) return ['405 method-not-allowed', '404 not-found'];
  return method === 'GET' ? ['404 not-found'] : ['400 body-missing'];
};

/** Search parameters of R4 that some room has: one that is not declared for a room must be refused by it. */
const all = [...new Set(registry.flatMap(({ search }) => Object.keys(search)))];

t.test('The CapabilityStatement says what the routes do', async (t) => {
  const house = await startHouse(t);
  const staff = house.as('staff');
  const open = await fetch(`${house.base}/metadata`);
  t.equal(open.status, 200, 'who is not logged in may read it');
  const statement = (await open.json()) as CapabilityStatement;
  const stated = statement.rest?.[0]?.resource ?? [];
  t.same(
    stated.map(({ type }) => type),
    registry.map(({ type }) => type),
  );

  const searches = async ({ type, searchParam = [] }: CapabilityStatementRestResource) => {
    const declared = new Map(searchParam.map((param) => [param.name, param.type]));
    const wrong: string[] = [];
    for (const name of [...all, '_id', '_lastUpdated', '_tag', '_text', '_content', '_profile']) {
      const value = values[declared.get(name) ?? 'token'];
      const asked = `${type}?${name}=${encodeURIComponent(value ?? '')}&_count=1`;
      const { status } = await hear(staff(asked));
      if (status !== (declared.has(name) ? 200 : 400)) wrong.push(`${asked}: ${status}`);
    }
    return wrong;
  };
  await t.test('in its search parameters', async (t) => {
    for (const one of stated) t.same(await searches(one), [], one.type);
  });

  await t.test('in its interactions', async (t) => {
    for (const { type, interaction = [] } of stated)
      for (const [code, [method, path]] of Object.entries(calls)) {
        const heard = await hear(staff(`${type}${path}`, { method }));
        const isDeclared = interaction.some((one) => one.code === code);
        t.ok(expected(method, isDeclared).includes(said(heard)), `${type} ${code}: ${said(heard)}`);
      }
  });

  await t.test('in what comes along', async (t) => {
    for (const { type, searchInclude = [], searchRevInclude = [] } of stated) {
      const asked = [
        ...searchInclude.map((one) => `_include=${one}`),
        ...searchRevInclude.map((one) => `_revinclude=${one}`),
      ];
      for (const one of asked) {
        const { status } = await hear(staff(`${type}?_count=1&${one}`));
        t.equal(status, 200, `${type}?${one}`);
      }
    }
    const { status } = await hear(staff('Appointment?_include=Appointment:status'));
    t.equal(status, 400, 'what is no reference does not');
  });

  await t.test('in its operations', async (t) => {
    const declared = stated.flatMap(({ type, operation = [] }) =>
      operation.map(({ name }) => `${type}/$${name}`),
    );
    t.ok(declared.length > 3);
    for (const address of declared) {
      const { status } = await hear(staff(address, { method: 'POST' }));
      t.ok([400, 404, 405].includes(status), `${address}: ${status}`);
    }
    t.equal((await staff('Appointment/$none', { method: 'POST' })).status, 404);
  });
});
