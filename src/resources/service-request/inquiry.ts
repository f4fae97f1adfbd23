import type { Coding, ServiceRequest } from '@medplum/fhirtypes';
import { measurementCategory } from '../../../mappings/codes/exercise.ts';
import { structure } from '../../fhir/canonical.ts';
import { idIn } from '../define.ts';
import { undelivered as refused } from '../delivery-state.ts';
import { extensionOf } from '../extension.ts';

type Kept = ServiceRequest & { id: string };
type State = 'received' | 'in-progress' | 'closed' | 'withdrawn';

const stateUrl = structure('inquiry-state');
const fsiii = 'urn:oid:1.2.208.176.2.21';

/** FSIII's "Henvendelse fra": by it an inquiry is known among the requests of the room. */
export const inquiryFrom = {
  self: { system: fsiii, code: 'A1', display: 'Borger' },
  relative: { system: fsiii, code: 'A2', display: 'Pårørende' },
} as const satisfies Record<string, Coding>;

const categories: readonly string[] = Object.values(inquiryFrom).map(({ code }) => code);

/** Whether a request is an inquiry; the rest of the room is asked for by staff. */
export const isInquiry = ({ category = [] }: ServiceRequest): boolean =>
  category.some(({ coding = [] }) =>
    coding.some(({ system, code = '' }) => system === fsiii && categories.includes(code)),
  );

/** Whether a request asks a citizen to measure at home. */
export const isMeasurePlan = ({ category = [] }: ServiceRequest): boolean =>
  category.some(({ coding = [] }) => coding.some(({ code }) => code === measurementCategory.code));

export const stateOf = (inquiry: ServiceRequest): State | undefined =>
  extensionOf(inquiry, stateUrl)?.valueCode as State | undefined;

/** The extension that says how far an inquiry has come. */
export const stateAs = (state: State) => ({ url: stateUrl, valueCode: state });

/** An inquiry in another state, and the status that follows from it. */
export const become = (inquiry: Kept, state: State, status: ServiceRequest['status']): Kept => ({
  ...inquiry,
  status,
  extension: (inquiry.extension ?? []).map((one) => (one.url === stateUrl ? stateAs(state) : one)),
});

/** Nobody will see in Cura what was asked: it is withdrawn, and says why. */
export const undelivered = (inquiry: ServiceRequest): ServiceRequest => ({
  ...become(inquiry as Kept, 'withdrawn', 'revoked'),
  meta: { tag: [{ ...refused }] },
});

/** The service that is asked for, where one is named. */
export const serviceOf = ({ performer = [] }: ServiceRequest): string | undefined =>
  performer
    .map(({ reference }) => idIn(reference, 'HealthcareService'))
    .find((id) => id !== undefined);

export const unitOf = ({ performer = [] }: ServiceRequest): string | undefined =>
  performer.map(({ reference }) => idIn(reference, 'Organization')).find((id) => id !== undefined);
