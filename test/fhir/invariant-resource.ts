import { basic } from './basic.ts';
import { concept, type InvariantCase, patient } from './invariant-case.ts';

const question = (item: object) => ({
  resourceType: 'Questionnaire',
  status: 'draft',
  item: [item],
});
const bundle = (members: object) => ({ resourceType: 'Bundle', type: 'collection', ...members });
const entry = (id: string) => ({ fullUrl: `http://a.dk/${id}`, resource: patient({ id }) });
/** Of Bundles, Questionnaires and contained resources, and what spans a resource. */
export const resourceCases: readonly InvariantCase[] = [
  ['a total of a collection', bundle({ total: 1 }), 'bdl-1 Bundle'],
  ['an entry twice', bundle({ entry: [entry('a'), entry('a')] }), 'bdl-7 Bundle'],
  ['entries that are two', bundle({ entry: [entry('a'), entry('b')] })],
  [
    'a version in fullUrl',
    bundle({ entry: [{ ...entry('a'), fullUrl: 'http://a.dk/_history/1' }] }),
    'bdl-8 Bundle.entry[0]',
  ],
  ['a batch without requests', bundle({ type: 'batch', entry: [entry('a')] }), 'bdl-3 Bundle'],
  ['a message without header', bundle({ type: 'message', entry: [entry('a')] }), 'bdl-12 Bundle'],
  [
    'a group without items',
    question({ linkId: '1', type: 'group' }),
    'que-1 Questionnaire.item[0]',
  ],
  [
    'a link id twice',
    question({ linkId: '1', type: 'group', item: [{ linkId: '1', type: 'string' }] }),
    'que-2 Questionnaire',
  ],
  [
    'a condition that asks wrongly',
    question({
      linkId: '1',
      type: 'string',
      enableWhen: [{ question: '2', operator: 'exists', answerString: 'x' }],
    }),
    'que-7 Questionnaire.item[0].enableWhen[0]',
  ],
  [
    'a task changed before it was made',
    {
      resourceType: 'Task',
      status: 'draft',
      intent: 'order',
      authoredOn: '2026-02-01',
      lastModified: '2026-01-01',
    },
    'inv-1 Task',
  ],
  [
    'a member for somebody who is none',
    {
      resourceType: 'CareTeam',
      participant: [
        { member: { reference: 'Patient/1' }, onBehalfOf: { reference: 'Organization/1' } },
      ],
    },
    'ctm-1 CareTeam.participant[0]',
  ],
  [
    'a risk over all',
    {
      resourceType: 'RiskAssessment',
      status: 'final',
      subject: { reference: 'Patient/1' },
      prediction: [{ probabilityDecimal: 101 }],
    },
    'ras-2 RiskAssessment.prediction[0]',
  ],
  [
    'a code twice',
    {
      resourceType: 'CodeSystem',
      status: 'draft',
      content: 'complete',
      concept: [{ code: 'a' }, { code: 'a' }],
    },
    'csd-1 CodeSystem',
  ],
  [
    'a contained one that contains',
    patient({
      contained: [
        {
          resourceType: 'Organization',
          id: 'o',
          name: 'x',
          contained: [{ resourceType: 'Basic', id: 'b', code: concept }],
        },
      ],
      managingOrganization: { reference: '#o' },
    }),
    'dom-2 Patient.contained[0]',
    'dom-3 Patient.contained[0].contained[0]',
  ],
  [
    'a contained one with a version',
    patient({
      contained: [{ resourceType: 'Organization', id: 'o', name: 'x', meta: { versionId: '1' } }],
      managingOrganization: { reference: '#o' },
    }),
    'dom-4 Patient.contained[0]',
  ],
  [
    'a contained one that refers back',
    patient({
      contained: [{ resourceType: 'Basic', id: 'b', code: concept, subject: { reference: '#' } }],
    }),
  ],
  [
    'contained ones of two entries',
    bundle({ entry: [entry('a'), { resource: { ...basic.Slot, schedule: { reference: '#s' } } }] }),
    'contained-missing Bundle.entry[1].resource.schedule',
  ],
];
