/** What nobody has in a municipality is refused by its name, to whoever could else ask for it. */
import { FhirError } from '../fhir/outcome.ts';
import type { FeatureName } from '../resources/feature.ts';
import { featureOff, offHere } from '../resources/feature-refusal.ts';
import type { OpenRoute, Route } from './route.ts';

/** To a relative who is sent away it is said that no relative is let in. */
const forRelatives =
  (run: OpenRoute['run']): OpenRoute['run'] =>
  async (desk, asking, place) => {
    try {
      return await run(desk, asking, place);
    } catch (error) {
      const isRelative = error instanceof FhirError && error.issues[0]?.key === 'no-mandate';
      if (!isRelative) throw error;
      const { status, issues, headers } = error;
      const off = offHere('relatives', desk.call.ports.municipality);
      throw new FhirError(status, [...issues, off], headers);
    }
  };

/** A route as it is where these features are off. */
export function switched(
  route: OpenRoute,
  off: ReadonlySet<FeatureName>,
): OpenRoute & Pick<Route, 'off'> {
  const { feature } = route;
  if (feature !== undefined && off.has(feature))
    return {
      ...route,
      off: feature,
      run: async ({ call }) => {
        throw featureOff(feature, call.ports.municipality);
      },
    };
  return off.has('relatives') ? { ...route, run: forRelatives(route.run) } : route;
}
