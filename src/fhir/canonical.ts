/** Canonical base of everything that we publish, until an owning organisation gives its own. */
export const ours = 'https://samspil.example/fhir';

/** URL of a profile or extension of ours. */
export const structure = (name: string): string => `${ours}/StructureDefinition/${name}`;
/** URL of a code system of ours. */
export const codeSystem = (name: string): string => `${ours}/CodeSystem/${name}`;
/** URL of a search parameter of ours. */
export const searchParameter = (name: string): string => `${ours}/SearchParameter/${name}`;
/** URL of an operation of ours. */
export const operationDefinition = (name: string): string => `${ours}/OperationDefinition/${name}`;
/** System of an identifier that the installation gives, such as `cura/aftale`. */
export const identifierSystem = (name: string): string => `${ours}/${name}`;
