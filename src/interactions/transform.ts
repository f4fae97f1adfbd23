/** Shows the other side of a record or a resource, and how it comes to be. Keeps nothing of it. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Parameters, ParametersParameter } from '@medplum/fhirtypes';
import { fail, forbidden, type Issue, issue } from '../fhir/outcome.ts';
import type { Unmappable } from '../mapping/mapping.ts';
import type { Desk } from './exchange.ts';
import type { GeneralOperation } from './route.ts';
import { resultOf } from './transform-answer.ts';
import { type Asked, askedOf } from './transform-asked.ts';
import type { Candidate } from './transform-choice.ts';
import { type Ids, idsOfRecord, idsOfResource } from './transform-ids.ts';
import { transformParameters } from './transform-parameter.ts';
import { type Misfit, type Sides, sidesOfRecord, sidesOfResource } from './transform-sides.ts';

const insiders: readonly string[] = ['staff', 'system', 'auditor'];

/** Whoever runs the mapping; where the records are a sandbox's, everybody who has logged in. */
function assertInsider({ call }: Desk): void {
  const { caller } = call.grant;
  if (insiders.includes(caller.kind) || call.ports.transform?.isOpen) return;
  throw forbidden('transform-forbidden', {
    da: 'Oversættelse af poster er for kommunens medarbejdere, maskiner og revisorer.',
    en: 'Transforming records is for staff, machines and auditors of the municipality.',
  });
}

/** As a write would be refused, but with everything. */
const issueOf = ({ text, expression, field }: Unmappable): Issue =>
  issue({
    ...{ code: 'value', key: 'unmappable', text, expression },
    ...(field !== undefined && { diagnostics: `Cura: ${field}` }),
  });

/** More say no more. */
const mostTold = 100;

function assertFits(all: readonly (Sides | Misfit)[]): asserts all is readonly Sides[] {
  const misfits = all.flatMap((one) => ('misfits' in one ? one.misfits : []));
  if (misfits.length > 0) throw fail(422, misfits.slice(0, mostTold).map(issueOf));
}

interface Both {
  readonly chosen: Candidate;
  readonly sides: Sides | Misfit;
  readonly ids: Ids;
}

async function bothOf(desk: Desk, asked: Asked): Promise<Both[]> {
  if (asked.side === 'resource') {
    const { chosen } = asked;
    const ids = await idsOfResource(desk, asked, chosen);
    return [{ chosen, ids, sides: await sidesOfResource(chosen.mapping, asked, ids) }];
  }
  const { record } = asked;
  const both: Both[] = [];
  for (const chosen of asked.chosen) {
    const ids = idsOfRecord(desk);
    both.push({ chosen, ids, sides: await sidesOfRecord(chosen.mapping, record, ids) });
  }
  return both;
}

const run: GeneralOperation['run'] = async (desk, { asking, operation }) => {
  assertInsider(desk);
  const asked = askedOf(desk, asking, operation);
  await nextTurn();
  const both = await bothOf(desk, asked);
  const sides = both.map((one) => one.sides);
  assertFits(sides);
  const parameter: ParametersParameter[] = [];
  for (const { chosen, ids, sides: one } of both) {
    await nextTurn();
    const { side, warnings } = asked;
    const told = { side, warnings, standIns: ids.standIns() };
    parameter.push(await resultOf(desk, chosen, one as Sides, told));
  }
  await nextTurn();
  const answer: Parameters = { resourceType: 'Parameters', parameter };
  return { status: 200, body: JSON.stringify(answer), looks: [] };
};

/** By the mappings that the service itself goes by. */
export const transformOperation: GeneralOperation = {
  code: 'transform',
  title: {
    da: 'Vis den anden side af en post eller en ressource',
    en: 'Show the other side of a record or a resource',
  },
  ...{ onSystem: true, onType: false, onInstance: false, affectsState: false, bodyOnly: true },
  offers: ({ mappings }) => mappings.length > 0,
  parameter: transformParameters,
  run,
};
