import type { Parameters, Resource } from '@medplum/fhirtypes';
import type { FhirError, Issue, Text } from '../fhir/outcome.ts';
import type { Stored } from './write-plan.ts';

/** One parameter of an operation, as its OperationDefinition has it. `synonyms` are other names that mean the same. */
export interface OperationParameter {
  readonly name: string;
  readonly use: 'in' | 'out';
  readonly min: number;
  readonly max: string;
  readonly type: string;
  /** How a string is read, as in a search. */
  readonly searchType?: 'token' | 'string';
  readonly synonyms?: readonly string[];
  readonly ignored?: true;
  readonly documentation: Text;
}

/** An operation's input: Parameters by their canonical name, and a bare resource where one was sent. */
export interface Input {
  readonly values: ReadonlyMap<string, readonly NonNullable<Parameters['parameter']>[number][]>;
  readonly resource?: Resource;
}

/** Either `stored`, answered as the caller's view of it, or `body`; `headers` are added to the answer. */
export interface Answer {
  readonly status: number;
  readonly stored?: Stored;
  /** The stored resource is answered inside a Bundle, as IHE's scheduling operations ask. */
  readonly bundled?: true;
  /** Said beside the stored resource in its Bundle. */
  readonly issues?: readonly Issue[];
  /** What several writes came to, each an entry of one Bundle; a refusal as an OperationOutcome. */
  readonly several?: readonly (Stored | FhirError)[];
  readonly body?: Resource;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer in a media type of its own. */
export interface Native {
  readonly contentType: string;
  readonly body: Buffer | string;
  readonly headers?: Readonly<Record<string, string>>;
}
