import type { Bundle } from '@medplum/fhirtypes';
import { registry } from '../../src/registry.ts';
import type { Ask } from '../access/ask.ts';

/** `Appointment/1` of each entry of a mode. */
export const refs = ({ entry = [] }: Bundle, mode: 'match' | 'include'): string[] =>
  entry
    .filter(({ search }) => search?.mode === mode)
    .map(({ resource }) => `${resource?.resourceType}/${resource?.id}`);

/** The relative references in something. */
export const referencesIn = (value: unknown): string[] =>
  [...JSON.stringify(value).matchAll(/"reference":"([A-Z]\w+\/[\w-]+)/g)].map(
    ([, one = '']) => one,
  );

/** Types of what is kept in the compartment of a citizen. */
export const members = registry
  .filter(({ patient, access, from }) => patient && !from && access.kind === 'compartment')
  .map(({ type }) => type);

/** Asks an operation by POST of Parameters. */
export const posted = async (
  ask: Ask,
  path: string,
  parameter: readonly object[],
): Promise<Response> =>
  ask(path, {
    method: 'POST',
    headers: { 'content-type': 'application/fhir+json' },
    body: JSON.stringify({ resourceType: 'Parameters', parameter }),
  });
