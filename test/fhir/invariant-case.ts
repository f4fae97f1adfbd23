/** What breaks a rule, or does not; with the issues that follow. */
export type InvariantCase = readonly [title: string, resource: object, ...issues: string[]];

export const patient = (members: object) => ({ resourceType: 'Patient', ...members });
export const concept = { text: 'x' };
export const observation = (members: object) => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'urn:s', code: 'a' }] },
  ...members,
});
