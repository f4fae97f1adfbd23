type Answered = Promise<Response>;

/** Ways of sending that a test has. */
interface Sending {
  readonly send: (method: string, path: string, body: unknown) => Answered;
  readonly patch: (path: string, at: string, value: unknown) => Answered;
  readonly operate: (path: string, ...given: [string, string][]) => Answered;
}

/** Every way of writing activities, tried on a service; none but an association and staff have any. */
export const activityAttempts = (
  service: string,
  offered: unknown,
  { send, patch, operate }: Sending,
): Record<string, () => Answered> => ({
  'HealthcareService create': () => send('POST', 'HealthcareService', offered),
  'HealthcareService update': () => send('PUT', service, offered),
  'HealthcareService patch': () => patch(service, '/name', 'x'),
  'HealthcareService $approve': () =>
    send('POST', `${service}/$approve`, { resourceType: 'Parameters' }),
  'HealthcareService $reject': () => operate(`${service}/$reject`, ['reason', 'x']),
});
