/** Which units have a feature that is not for all. */
import type { HealthcareService, Organization } from '@medplum/fhirtypes';
import type { Issue } from '../fhir/outcome.ts';
import { idIn, type Ports } from './define.ts';
import { type FeatureName, offIn, unitsOf } from './feature.ts';
import { featureOff, offAtUnit } from './feature-refusal.ts';
import { findOne } from './find-resource.ts';
import { isVideo } from './healthcare-service/remote.ts';
import { contactOf } from './organization/contact.ts';

type Needs = Pick<Ports, 'db' | 'room' | 'municipality'>;

const sor = 'urn:oid:1.2.208.176.1.1';

const unitSql = `select o.content, c.cura_id from organization o
  left join cura_record c on c.id = o.id and c.record = 'enhed'
  where o.id = any($1::text[]) and o.view & 1 <> 0`;

interface UnitRow {
  readonly content: string;
  readonly cura_id: string | null;
}

/** The unit, and all that a list may name it by. */
function namesOf({ content, cura_id }: UnitRow): readonly [string, readonly string[]] {
  const { id = '', name = '', identifier = [] } = JSON.parse(content) as Organization;
  const numbers = identifier.flatMap(({ system, value = '' }) => (system === sor ? value : []));
  return [id, [name, ...numbers, ...(cura_id === null ? [] : [cura_id])]];
}

type Names = ReadonlyMap<string, readonly string[]>;

/** All that lists may name these units by. */
async function namesIn({ db }: Needs, units: readonly string[]): Promise<Names> {
  const ids = [...new Set(units)];
  const { rows } = await db.query<UnitRow>(unitSql, [ids], { name: 'feature-units' });
  return new Map(rows.map(namesOf));
}

/** The units among these that lack a feature; `names` is asked for only where it is for some units alone. */
function lacking(
  { municipality }: Needs,
  feature: FeatureName,
  units: readonly string[],
  names: Names,
): ReadonlySet<string> {
  if (offIn(municipality).has(feature)) return new Set(units);
  const on = unitsOf(municipality, feature);
  if (on === undefined) return new Set();
  const isOn = (unit: string): boolean => names.get(unit)?.some((one) => on.includes(one)) ?? false;
  return new Set(units.filter((unit) => !isOn(unit)));
}

const nobody: Names = new Map();

/** The units among these that lack the feature. The store is asked only where it is for some units alone. */
export async function offAt(
  ports: Needs,
  feature: FeatureName,
  units: readonly string[],
): Promise<ReadonlySet<string>> {
  const isForSome = unitsOf(ports.municipality, feature) !== undefined;
  return lacking(ports, feature, units, isForSome ? await namesIn(ports, units) : nobody);
}

/** Refuses what a unit has not, with its phone and hours. */
export async function assertOnAt(
  ports: Needs,
  feature: FeatureName,
  unit: string | undefined,
): Promise<void> {
  const { municipality } = ports;
  if (offIn(municipality).has(feature)) throw featureOff(feature, municipality);
  const off = await offAt(ports, feature, [unit ?? '']);
  if (off.size === 0) return;
  const found = await findOne<Organization>(ports.db, ports.room('Organization'), unit);
  const more: Issue[] = found ? contactOf(found.resource) : [];
  throw offAtUnit(feature, found?.resource.name ?? municipality.name, more);
}

type Service = HealthcareService & { id?: string };

/** The unit that gives a service. */
export const unitOfService = ({ providedBy }: Service): string =>
  idIn(providedBy?.reference, 'Organization') ?? '';

const concerns: readonly (readonly [FeatureName, (service: Service) => boolean])[] = [
  ['booking', () => true],
  ['waitlist', () => true],
  ['video', isVideo],
];

/** Of the features that times of a service take, those that its unit lacks; in the order of the services. */
export async function offForTimes(
  ports: Needs,
  services: readonly Service[],
): Promise<readonly (readonly FeatureName[])[]> {
  const units = services.map(unitOfService);
  const isForSome = concerns.some(([name]) => unitsOf(ports.municipality, name) !== undefined);
  const names = isForSome ? await namesIn(ports, units) : nobody;
  const found = concerns.map(([name, meant]) => ({
    ...{ name, meant },
    off: lacking(ports, name, units, names),
  }));
  return services.map((service, at) =>
    found
      .filter(({ off, meant }) => off.has(units[at] ?? '') && meant(service))
      .map(({ name }) => name),
  );
}
