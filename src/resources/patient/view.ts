import { isDeepStrictEqual } from 'node:util';
import type { Address, Extension, Identifier, Meta, Patient } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { personSystems } from '../../store/index-row.ts';
import { asSubset, bears } from '../view.ts';

const isNumber = ({ system = '' }: Identifier): boolean => personSystems.includes(system);

/** The number that tells who the person is, if it is a CPR number: replacement numbers log nobody in. */
export const numberOf = (resource: { identifier?: Identifier[] }): string | undefined =>
  resource.identifier?.find(({ system }) => system === personSystems[0])?.value;

/** Without registration numbers. */
export const withoutNumber = <T extends { identifier?: Identifier[]; meta?: Meta }>(
  resource: T,
): T => {
  if (!resource.identifier?.some(isNumber)) return resource;
  const identifier = resource.identifier.filter((each) => !isNumber(each));
  const { identifier: _, ...rest } = asSubset(resource);
  return (identifier.length > 0 ? { ...rest, identifier } : rest) as T;
};

export const citizenView = (resource: Patient): Patient => withoutNumber(resource);

const wish = structure('reminder-preference');
const isPhone = ({ url }: Extension): boolean => url === 'number';

/** A reminder wish with its parts changed. */
const withParts = (
  extensions: readonly Extension[],
  change: (parts: readonly Extension[]) => Extension[],
): Extension[] =>
  extensions.map((one) =>
    one.url === wish ? { ...one, extension: change(one.extension ?? []) } : one,
  );

const partsOf = ({ extension = [] }: Patient): Extension[] =>
  extension.find(({ url }) => url === wish)?.extension ?? [];

/** A protected address stays hidden from relatives, and so do telephone numbers, wherever they stand. */
export function proxyView(resource: Patient): Patient {
  const shown = withoutNumber(resource);
  if (!bears(resource, 'R')) return shown;
  const { address: _, telecom: __, extension, ...rest } = asSubset(shown);
  const kept = extension && withParts(extension, (parts) => parts.filter((one) => !isPhone(one)));
  return { ...rest, ...(kept && { extension: kept }) };
}

const isWish = ({ url }: Extension): boolean => url === wish;

/**
 * Paths of what a relative changes of a protected citizen without being shown it. The same whether there is something or not: the
 * refusal tells nothing. The wish as a whole would take its number along.
 */
export function hiddenIn(written: Patient, stands: Patient, seen: Patient): string[] {
  if (!bears(stands, 'R')) return [];
  const wishes = (written.extension ?? []).filter(isWish);
  const isTaken = wishes.length === 0 && (seen.extension ?? []).some(isWish);
  const isGiven = wishes.some(({ extension = [] }) => extension.some(isPhone));
  return [
    ...(written.address ? ['Patient.address'] : []),
    ...(written.telecom ? ['Patient.telecom'] : []),
    ...(isTaken || isGiven ? [`Patient.extension('${wish}')`] : []),
  ];
}

/** The wish as it is to stand: its number is put back where the reader could not see it. */
function restoredWish(written: Patient, stands: Patient, seen: Patient): Extension[] | undefined {
  const hidden = partsOf(seen).some(isPhone) ? undefined : partsOf(stands).find(isPhone);
  if (!hidden || !written.extension || partsOf(written).some(isPhone)) return written.extension;
  return withParts(written.extension, (parts) =>
    isDeepStrictEqual(parts, partsOf(seen)) ? partsOf(stands) : [...parts, hidden],
  );
}

/** What `meta` says besides the version, which Cura keeps as its own. */
function labelsOf({ meta }: Patient): Pick<Patient, 'meta'> {
  const { versionId: _, lastUpdated: __, ...labels } = meta ?? {};
  return Object.keys(labels).length > 0 ? { meta: labels } : {};
}

/** What a reader's copy hides, put back into what the reader wrote: `restore(view(f), f)` is `f`. */
export function restore(written: Patient, stands: Patient, seen: Patient): Patient {
  const hiddenNumbers = (stands.identifier ?? []).filter(isNumber);
  const address: Address[] | undefined = seen.address ? written.address : stands.address;
  const telecom = seen.telecom ? written.telecom : (stands.telecom ?? written.telecom);
  const extension = restoredWish(written, stands, seen);
  // The labels are those that stand: a copy that hides something says so in its own.
  const { address: _, telecom: __, extension: ___, meta: ____, ...rest } = written;
  return {
    ...rest,
    ...(extension && { extension }),
    ...labelsOf(stands),
    identifier: [...hiddenNumbers, ...(written.identifier ?? []).filter((each) => !isNumber(each))],
    ...(address && { address }),
    ...(telecom && { telecom }),
  };
}
