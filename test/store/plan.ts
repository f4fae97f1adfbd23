import type { Database } from '../../src/store/database.ts';

/** A node of what EXPLAIN says. */
export interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly Plan[];
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** A scan without a condition on its index goes through the whole of it. */
const isWhole = (node: Plan): boolean =>
  /^(Seq|Index|Index Only|Bitmap Index) Scan$/.test(node['Node Type']) &&
  node['Index Cond'] === undefined;

/** What reads a table. */
export const scansOf = (plans: readonly Plan[]): Plan[] =>
  plans.flatMap(nodesOf).filter((node) => node['Relation Name'] !== undefined);

/** What reads the whole of a table or an index. */
export const wholeOf = (plans: readonly Plan[]): string[] =>
  plans
    .flatMap(nodesOf)
    .filter(isWhole)
    .map((node) => `${node['Node Type']} ${node['Relation Name']}`);

/** A database that answers as ever and keeps the plans, made as the connection that it asks on makes them. */
export function explain(db: Database): {
  readonly plans: Plan[];
  readonly explaining: Pick<Database, 'query' | 'pipelined'>;
} {
  const plans: Plan[] = [];
  const through =
    (ask: Database['query']): Database['query'] =>
    async (text, values, options) => {
      const name = options?.name;
      const { rows } = await ask<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
        `explain (format json) ${text}`,
        values,
        name === undefined ? {} : { name: `explain ${name}` },
      );
      plans.push(...rows.map((row) => row['QUERY PLAN'][0].Plan));
      return ask(text, values, options);
    };
  return { plans, explaining: { query: through(db.query), pipelined: through(db.pipelined) } };
}
