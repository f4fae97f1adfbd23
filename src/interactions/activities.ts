import type { Bundle, BundleEntry, CarePlan, Patient } from '@medplum/fhirtypes';
import { structure } from '../fhir/canonical.ts';
import { parseStored } from '../fhir/json.ts';
import type { Room } from '../resources/define.ts';
import { standingActivities } from '../resources/healthcare-service/activity-published.ts';
import {
  type Interest,
  type Ranked,
  rankActivities,
} from '../resources/healthcare-service/activity-rank.ts';
import { bears } from '../resources/view.ts';
import type { Asking, Desk, Entries, Told } from './exchange.ts';
import { inputOf } from './operation.ts';
import { idAt } from './place.ts';
import { read } from './read.ts';
import type { GeneralOperation } from './route.ts';
import { answerSearch } from './search.ts';

/** Nobody is granted more services at a time. */
const mostPlans = 200;
const most = 100;

const roomOf = ({ rooms }: Desk, type: string): Room => {
  const room = rooms.find((one) => one.type === type);
  if (!room) throw new TypeError(`There are no ${type}.`);
  return room;
};

/** The granted services that the caller sees, and that they were looked at. */
async function plansOf(desk: Desk, patient: string, asking: Asking) {
  const plain: Asking = { ...asking, method: 'GET', conditions: {}, body: () => undefined };
  const entries: Entries = [
    ['patient', `Patient/${patient}`],
    ['status', 'active'],
    ['_count', String(mostPlans)],
  ];
  const room = roomOf(desk, 'CarePlan');
  const { body, looks } = await answerSearch(desk, {
    ...{ room, asking: plain, address: room.type, entries, inUrl: false },
  });
  const { entry = [] } = JSON.parse(String(body)) as Bundle<CarePlan>;
  return { plans: entry.flatMap(({ resource }) => resource ?? []), looks };
}

const servicesIn = (plans: readonly CarePlan[]): Map<string, string> =>
  new Map(
    plans.flatMap(({ supportingInfo = [], title = '' }) =>
      supportingInfo.flatMap(({ reference = '' }): [string, string][] =>
        reference.startsWith('HealthcareService/') ? [[reference, title]] : [],
      ),
    ),
  );

/** A protected address says nothing, not even where one lives about. */
const postalCodeOf = (patient: Patient): string | undefined =>
  bears(patient, 'R') ? undefined : patient.address?.[0]?.postalCode;

const entryOf =
  ({ base, call: { language } }: Desk) =>
  ({ activity: { service }, score, reasons }: Ranked): BundleEntry => ({
    fullUrl: `${base}/HealthcareService/${service.id}`,
    resource: service,
    search: {
      extension: reasons.map((reason) => ({
        url: structure('activity-reason'),
        valueString: reason[language],
      })),
      ...{ mode: 'match', score },
    },
  });

const run: GeneralOperation['run'] = async (
  desk,
  { room, id, asking, operation },
): Promise<Told> => {
  if (!room || id === undefined) throw new TypeError('$activities is asked of a Patient');
  inputOf(desk, room, asking, operation);
  const row = await read(desk.call, room, idAt(room, id));
  const { grant, ports } = desk.call;
  const { plans, looks } = await plansOf(desk, row.id, asking);
  const postalCode = postalCodeOf(parseStored<Patient>(row.content));
  const interest: Interest = {
    ...{ services: servicesIn(plans), isSelf: grant.self === row.id },
    ...(postalCode !== undefined && { postalCode }),
  };
  const all = rankActivities(await standingActivities(ports), interest);
  const entry = all.slice(0, most).map(entryOf(desk));
  const bundle: Bundle = {
    ...({ resourceType: 'Bundle', type: 'searchset', total: all.length } as const),
    link: [{ relation: 'self', url: `${desk.base}/Patient/${row.id}/$activities` }],
    ...(entry.length > 0 && { entry }),
  };
  return { status: 200, body: JSON.stringify(bundle), looks };
};

/** What there is near a citizen to take part in, the best first, and why. */
export const activitiesOperation: GeneralOperation = {
  code: 'activities',
  feature: 'activities',
  title: { da: 'Aktiviteter for en borger', en: 'Activities for a citizen' },
  types: ['Patient'],
  ...{ onSystem: false, onType: false, onInstance: true, affectsState: false },
  parameter: [
    {
      ...{ name: 'return', use: 'out', min: 1, max: '1', type: 'Bundle' },
      documentation: {
        da: 'Godkendte aktiviteter; search.score er 0,6 for en bevilget ydelse, 0,3 for eget postnummer og 0,1 for hele kommunen, og grundene står ved siden af.',
        en: 'Approved activities; search.score is 0.6 for a granted service, 0.3 for the own postal code and 0.1 for the whole municipality, and the reasons stand beside it.',
      },
    },
  ],
  run,
};
