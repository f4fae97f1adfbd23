import type { OperationDefinition } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { canonicalSearch } from '../canonical-search.ts';
import { defineResource } from '../define.ts';

const { identifier: _, ...canonical } = canonicalSearch('OperationDefinition');

/** What the operations that are ours take and give. https://hl7.org/fhir/R4/operationdefinition.html */
export const operationDefinition = defineResource<OperationDefinition>({
  type: 'OperationDefinition',
  profile: structure('samspil-operation-definition'),
  origin: 'here',
  about: {
    da: 'En operation, som er vores: hvad den tager imod, og hvad den svarer.',
    en: 'An operation that is ours: what it takes, and what it answers.',
  },
  interactions: ['read', 'vread', 'history-instance', 'history-type', 'search-type'],
  access: { kind: 'open', public: true },
  search: {
    ...canonical,
    code: { type: 'token', expression: 'OperationDefinition.code', index: 'range' },
    kind: { type: 'token', expression: 'OperationDefinition.kind', index: 'range' },
    type: { type: 'token', expression: 'OperationDefinition.type', index: 'range' },
    instance: { type: 'token', expression: 'OperationDefinition.instance', index: 'range' },
    system: { type: 'token', expression: 'OperationDefinition.system', index: 'range' },
  },
});
