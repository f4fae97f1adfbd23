import type { Extension, HealthcareService, Organization } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { type Issue, issue, type Language, type Text } from '../../fhir/outcome.ts';
import { idIn, type Ports } from '../define.ts';
import { findOne } from '../find-resource.ts';

const openingHours = structure('opening-hours');
const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const names: Readonly<Record<Language, readonly string[]>> = {
  da: ['man', 'tir', 'ons', 'tor', 'fre', 'lør', 'søn'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
};

const timeIn = (parts: readonly Extension[], name: string): string =>
  parts.find(({ url }) => url === name)?.valueTime?.slice(0, 5) ?? '';

/** `man-fre 08:00-15:30`: days that follow each other as a span. */
function spoken({ extension = [] }: Extension, language: Language): string {
  const open = extension.flatMap(({ valueCode }) => (valueCode ? [days.indexOf(valueCode)] : []));
  const [first = 0, last = 0] = [Math.min(...open), Math.max(...open)];
  const shown = names[language];
  const span = open.length > 1 && last - first === open.length - 1;
  const when = span
    ? `${shown[first]}-${shown[last]}`
    : open.map((day) => shown[day] ?? '').join(', ');
  return `${when} ${timeIn(extension, 'from')}-${timeIn(extension, 'to')}`;
}

function text(unit: Organization, phone: string): Text {
  const hours = (unit.extension ?? []).filter(({ url }) => url === openingHours);
  const all = (language: Language) => hours.map((each) => spoken(each, language)).join('; ');
  return {
    da: `${unit.name}: telefon ${phone}.${hours.length > 0 ? ` Åbent ${all('da')}.` : ''}`,
    en: `${unit.name}: phone ${phone}.${hours.length > 0 ? ` Open ${all('en')}.` : ''}`,
  };
}

/** How to reach a unit. Empty when no phone is known. */
export function contactOf(unit: Organization): Issue[] {
  const phone = unit.telecom?.find(({ system }) => system === 'phone')?.value;
  if (phone === undefined) return [];
  return [
    issue({
      severity: 'information',
      code: 'informational',
      key: 'unit-contact',
      text: text(unit, phone),
    }),
  ];
}

/** How to reach the unit of a service, to say with a refusal that sends the citizen there. Empty when no phone is known. */
export async function contact(
  ports: Pick<Ports, 'db' | 'room'>,
  service: HealthcareService,
): Promise<Issue[]> {
  const id = idIn(service.providedBy?.reference, 'Organization');
  const unit = await findOne<Organization>(ports.db, ports.room('Organization'), id);
  return unit ? contactOf(unit.resource) : [];
}
