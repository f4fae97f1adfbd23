import t from 'tap';
import { registryFor } from '../../src/registry.ts';
import type { InsightRule } from '../../src/resources/insight.ts';
import { withoutReferences } from '../../src/resources/without-reference.ts';

const reference = (text: string) => ({ reference: text });

t.test('References to some types are left out, with what says nothing without them', async (t) => {
  const resource = {
    id: 'x',
    subject: reference('Patient/p'),
    diagnosis: [{ condition: reference('Condition/a'), rank: 1 }],
    addresses: [reference('Condition/b/_history/2'), reference('Observation/o')],
    extension: [{ url: 'u', valueReference: reference('https://here/fhir/Condition/c') }],
    event: [{ detail: [reference('Condition/d')] }],
    single: reference('Condition/e'),
    known: { ...reference('Condition/f'), identifier: { value: 'number' }, display: 'name' },
    logical: { type: 'Condition', identifier: { value: 'number' } },
    other: { type: 'Observation', identifier: { value: 'number' } },
  };
  t.matchOnlyStrict(withoutReferences(resource, ['Condition']), {
    id: 'x',
    subject: reference('Patient/p'),
    addresses: [reference('Observation/o')],
    other: { type: 'Observation', identifier: { value: 'number' } },
  });
  t.equal(withoutReferences(resource, ['Composition']), resource, 'the same where there are none');
});

t.test('What a municipality closes is named in no other room, to whom it is closed', async (t) => {
  const rule: InsightRule = {
    ...{ room: 'CarePlan', citizen: 'open', relative: 'closed' },
    reason: { da: 'Fordi.', en: 'Because.' },
  };
  const viewsOf = (insight: readonly InsightRule[], type: string) =>
    registryFor({ insight }).find((room) => room.type === type);
  const visit = {
    ...{ resourceType: 'Appointment', id: 'a', status: 'booked', participant: [] },
    supportingInformation: [reference('CarePlan/c')],
  };
  const room = viewsOf([rule], 'Appointment');
  t.equal(room?.views?.citizen?.(visit as never), visit);
  t.matchOnlyStrict(room?.views?.proxy?.(visit as never), {
    ...{ resourceType: 'Appointment', id: 'a', status: 'booked', participant: [] },
    meta: { security: [{ system: /ObservationValue$/, code: 'SUBSETTED' }] },
  });
  t.not(room?.edition, viewsOf([], 'Appointment')?.edition, 'and its views are made again');
});
