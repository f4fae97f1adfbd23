/** REST interactions by their R4 code. https://hl7.org/fhir/R4/valueset-type-restful-interaction.html */
export type Interaction =
  | 'read'
  | 'vread'
  | 'history-instance'
  | 'history-type'
  | 'search-type'
  | 'create'
  | 'update'
  | 'patch'
  | 'delete';
