import type { HealthcareService } from '@medplum/fhirtypes';
import fc from 'fast-check';
import t from 'tap';
import { approvedAs } from '../../../src/resources/healthcare-service/activity.ts';
import { withOccasions } from '../../../src/resources/healthcare-service/activity-occasion.ts';
import type { PublishedActivity } from '../../../src/resources/healthcare-service/activity-published.ts';
import { rankActivities } from '../../../src/resources/healthcare-service/activity-rank.ts';
import { approvalAfter } from '../../../src/resources/healthcare-service/activity-write.ts';
import { structure, system } from './activity-scene.ts';

const activity: HealthcareService = {
  resourceType: 'HealthcareService',
  category: [{ coding: [{ system: system('service-category'), code: 'activity' }] }],
  name: 'Gåtur',
};
const dearer = {
  ...activity,
  extension: [{ url: structure('price'), valueMoney: { value: 5, currency: 'DKK' as const } }],
};
const renamed = { ...activity, name: 'Løbetur' };

t.test('what an association sends stays approved only where the change is harmless', async (t) => {
  const cases = [
    ['approved', activity, 'approved', 'approved'],
    ['approved', dearer, 'approved', 'approved'],
    ['approved', renamed, 'approved', 'pending'],
    ['approved', dearer, 'pending', 'pending'],
    ['approved', renamed, 'withdrawn', 'withdrawn'],
    ['rejected', renamed, 'rejected', 'pending'],
    ['pending', activity, 'approved', undefined],
    ['rejected', activity, 'approved', undefined],
    ['withdrawn', activity, 'withdrawn', 'withdrawn'],
    ['withdrawn', activity, 'pending', 'pending'],
  ] as const;
  for (const [stands, sent, asked, becomes] of cases)
    t.equal(
      approvalAfter(approvedAs(activity, stands), approvedAs(sent, asked), ['price']),
      becomes,
      `${stands}, ${sent.name} as ${asked}`,
    );
});

t.test('a time in the hour that the clock skips or repeats is one time', async (t) => {
  const at = (date: string): HealthcareService => ({
    ...activity,
    extension: [
      {
        url: structure('activity-session'),
        extension: [
          { url: 'date', valueDate: date },
          { url: 'from', valueTime: '01:30:00' },
          { url: 'to', valueTime: '04:00:00' },
        ],
      },
    ],
  });
  const periods = ['2026-10-25', '2027-03-28'].map(
    (date) => withOccasions(at(date), Date.parse(date)).extension?.at(-1)?.valuePeriod,
  );
  t.same(periods, [
    { start: '2026-10-25T01:30:00+02:00', end: '2026-10-25T04:00:00+01:00' },
    { start: '2027-03-28T01:30:00+01:00', end: '2027-03-28T04:00:00+02:00' },
  ]);
});

const published = (id: string, areas: readonly string[], services: readonly string[]) =>
  ({
    service: {
      ...{ ...activity, id },
      extension: [
        ...areas.map((valueCode) => ({ url: structure('postal-area'), valueCode })),
        ...services.map((reference) => ({
          url: structure('goes-with'),
          valueReference: { reference: `HealthcareService/${reference}` },
        })),
      ],
    },
    ahead: [{ start: 1, end: 2 }],
  }) as PublishedActivity;

t.test('a granted service counts more than any area, and the order is one', async (t) => {
  const all = [
    published('a', ['all'], []),
    published('b', ['9990'], []),
    published('c', ['9999'], ['s']),
    published('d', ['9999'], []),
    published('e', ['all'], ['s']),
  ];
  const services = new Map([['HealthcareService/s', 'Træning']]);
  const idsOf = (shuffled: readonly PublishedActivity[], postalCode?: string) =>
    rankActivities(shuffled, { services, isSelf: true, ...(postalCode && { postalCode }) }).map(
      ({ activity: { service } }) => service.id,
    );
  t.same(idsOf(all, '9990'), ['e', 'c', 'b', 'a']);
  t.same(idsOf(all), ['e', 'c', 'a'], 'an address that is protected gives no reason');
  fc.assert(
    fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
      t.same(idsOf(shuffled, '9990'), ['e', 'c', 'b', 'a']);
    }),
    { numRuns: 20 },
  );
});
