import type { Definitions } from '../../src/fhir/definitions.ts';
import { validate } from '../../src/fhir/validate.ts';

/** What is wrong with a resource by R4, each as `path: text`. */
export const faultsBy =
  (definitions: Definitions) =>
  (resource: unknown): string[] =>
    validate(resource, definitions).map(({ expression, text }) => `${expression}: ${text.en}`);
