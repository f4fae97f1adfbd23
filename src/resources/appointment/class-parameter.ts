import { badRequest } from '../../fhir/outcome.ts';
import type { Input } from '../operation.ts';
import { textInput } from './input.ts';
import { parameter } from './operation-parameter.ts';

const name = 'series';

/** All sessions of a class that lie ahead, not the one that is named alone. */
export const seriesParameter = parameter(
  name,
  'boolean',
  'true: alle gange på holdet, der ligger forude.',
  'true: all sessions of the class that lie ahead.',
);

/** Whether the whole class is meant; 400 for what is no boolean. */
export function seriesIn(input: Input): boolean {
  const text = textInput(input, name) ?? 'false';
  if (text === 'true' || text === 'false') return text === 'true';
  throw badRequest(
    'parameter-value',
    { da: 'series skal være true eller false.', en: 'series must be true or false.' },
    { expression: name },
  );
}
