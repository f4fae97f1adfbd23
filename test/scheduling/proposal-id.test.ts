import { match, deepStrictEqual as same } from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { parseProposalId, proposalId } from '../../src/scheduling/proposal-id.ts';
import { law } from './law.ts';

t.test('a proposal id is a FHIR id and gives its slot and service back', async (t) => {
  law(t, [fc.uuid(), fc.uuid()], (slotId, serviceId) => {
    const id = proposalId({ slotId, serviceId });
    match(id, /^[A-Za-z0-9\-.]{1,64}$/);
    same(parseProposalId(id), { slotId, serviceId });
  });
});

const [slotId, serviceId] = [
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
];
const id = proposalId({ slotId, serviceId });

t.test('the extreme ids keep their length and come back', async (t) => {
  t.equal(id.length, 54);
  t.same(parseProposalId(id), { slotId, serviceId });
  t.same(parseProposalId(proposalId({ slotId: serviceId, serviceId: slotId })), {
    slotId: serviceId,
    serviceId: slotId,
  });
});

t.test('what is no proposal id is undefined', async (t) => {
  for (const text of [
    '',
    'p-',
    slotId,
    id.slice(2),
    id.toUpperCase(),
    `${id}0`,
    `p-2${id.slice(3)}`,
    `${id}\n`,
  ]) {
    t.equal(parseProposalId(text), undefined, JSON.stringify(text));
  }
});

t.test('what is no UUID gets no proposal id', async (t) => {
  t.throws(() => proposalId({ slotId: 'x', serviceId }), {
    name: 'RangeError',
    message: 'not a UUID',
  });
});
