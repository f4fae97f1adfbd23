import { badInput, noSuch, type OperationTexts } from './texts.ts';

/** Operations about activities near home, and the figures for evaluation. */
export const activityTexts: Readonly<Record<string, OperationTexts>> = {
  approve: {
    about: 'Staff let an activity be seen by all.',
    says: [
      'Only staff whose function the municipality names (`activities.approvedBy`) approve. `version` is the version (`meta.versionId`) that was looked at: what the association has changed since is not approved. The answer is the activity; it is in every public search at once, and in `/activities.json`.',
    ],
    answers: [
      [200, 'the activity, approved'],
      [400, 'it is not said which version was looked at', 'parameter-missing'],
      [403, 'the function of the staff member does not let it', 'activity-approver'],
      noSuch,
      [412, 'the activity is another than the one that was looked at', 'stale-version'],
      [422, 'it is approved already, or withdrawn', 'activity-answered'],
    ],
  },
  reject: {
    about: 'Staff keep an activity back, or take it away again.',
    says: [
      '`reason` is needed: the association reads it. Who holds it may change it and ask again.',
    ],
    answers: [
      [200, 'the activity, rejected'],
      [400, 'there is no reason', 'parameter-missing'],
      [403, 'the function of the staff member does not let it', 'activity-approver'],
      noSuch,
      [412, 'the activity is another than the `version` that was given', 'stale-version'],
      [422, 'it is rejected already, or withdrawn', 'activity-answered', 'value-too-long'],
    ],
  },
  activities: {
    about: 'What there is near a citizen to take part in, the best first, and why.',
    says: [
      'Approved activities that are still held and for which there is a reason: a granted service that they go well with counts 0.6, the own postal code 0.3, all of the municipality 0.1. `search.score` is the sum, and beside it stand the reasons in words. Of equal ones the soonest is first.',
      'A protected address counts for nothing. A relative is told by what a relative may see: services that are kept back give no reason.',
    ],
    answers: [[200, 'a Bundle of HealthcareServices'], badInput, noSuch],
  },
  'evaluate-measure': {
    about: 'Works out a figure of a whole day, week or month that is over, now. It is not kept.',
    says: [
      '`measure` is the code of a figure, `periodStart` a date in the period, `period` its length. Days are those of Copenhagen, and today is not over. The figures of past periods are worked out each night and kept as MeasureReports.',
      'Of a month numbers below five, or what the municipality sets, are masked; and so much beside them that neither the total nor another figure about the same things tells them. Days and weeks lie in months and across them: theirs are to the nearest five (extension `figure-rounding`), so that nothing is worked out by taking one period from another.',
    ],
    answers: [
      [200, 'a MeasureReport'],
      badInput,
      [403, 'the caller is no staff, auditor or system', 'figures-for-staff'],
    ],
  },
};
