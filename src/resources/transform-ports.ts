import type { Context } from '../mapping/mapping.ts';

/** What `$transform` needs of the outside. */
export interface TransformPorts {
  /** Our id of a record of Cura. `isOpen`: the records are a sandbox's, and whoever has logged in may see how they are mapped. */
  readonly transform?: {
    readonly fhirId: Context['fhirId'];
    readonly isOpen: boolean;
  };
}
