/** Activities as schema.org has them, for whoever shows what goes on. https://schema.org/Event */
import type { ContactPoint, Location } from '@medplum/fhirtypes';
import { formatInstant } from '../../fhir/instant.ts';
import { partsOf } from '../extension.ts';
import { activityUrl, extensionsOf } from './activity.ts';
import { classOf } from './activity-class.ts';
import type { PublishedActivity } from './activity-published.ts';
import { isSafe } from './activity-text.ts';

/** Of what goes on for months so many times are told. */
const mostTimes = 30;

const telecom = (all: readonly ContactPoint[] | undefined, system: string): string | undefined =>
  all?.find((one) => one.system === system)?.value;

/** What Cura has may be older than our rules for addresses. */
const page = (link: unknown): string | undefined =>
  typeof link === 'string' && isSafe(link) ? link : undefined;

const given = (fields: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const placeOf = ({ name, address, position }: Location): object =>
  given({
    ...{ '@type': 'Place', name },
    address:
      address &&
      given({
        ...{ '@type': 'PostalAddress', streetAddress: address.line?.join(', ') },
        ...{ postalCode: address.postalCode, addressLocality: address.city, addressCountry: 'DK' },
      }),
    geo: position && {
      ...{ '@type': 'GeoCoordinates' },
      ...{ latitude: position.latitude, longitude: position.longitude },
    },
  });

const organizerOf = ({ holder }: PublishedActivity): object | undefined =>
  holder &&
  given({
    ...{ '@type': 'Organization', name: holder.name },
    telephone: telecom(holder.telecom, 'phone'),
    email: telecom(holder.telecom, 'email'),
    url: page(telecom(holder.telecom, 'url')),
  });

function offerOf({ service }: PublishedActivity, selfService: string): object | undefined {
  const isHere = classOf(service) !== undefined;
  const link = isHere
    ? selfService
    : page(partsOf(extensionsOf(service, activityUrl.signUp)[0]).link);
  const price = extensionsOf(service, activityUrl.price)[0]?.valueMoney?.value;
  if (link === undefined && price === undefined) return undefined;
  return given({ '@type': 'Offer', url: link, price: price ?? 0, priceCurrency: 'DKK' });
}

const displays = (all: readonly { coding?: { display?: string }[] }[] = []): string[] =>
  all.flatMap(({ coding = [] }) => coding.flatMap(({ display }) => display ?? []));

const codes = (all: readonly { coding?: { code?: string }[] }[] = []): string[] =>
  all.flatMap(({ coding = [] }) => coding.flatMap(({ code }) => code ?? []));

/** One activity. `id` is its address, `selfService` where one books here; its next times are events of their own. */
export function eventOf(
  one: PublishedActivity,
  { id, selfService }: { readonly id: string; readonly selfService: string },
): object {
  const { service, place, ahead } = one;
  const times = ahead.slice(0, mostTimes).map(({ start, end }) => ({
    ...{ '@type': 'Event', startDate: formatInstant(start), endDate: formatInstant(end) },
  }));
  return given({
    ...{ '@type': 'EventSeries', '@id': id, name: service.name, description: service.comment },
    startDate: times[0]?.startDate,
    inLanguage: codes(service.communication),
    keywords: displays(service.category?.slice(1)),
    audience: displays(service.eligibility?.flatMap(({ code }) => code ?? [])).map(
      (audienceType) => ({ '@type': 'Audience', audienceType }),
    ),
    location: place && placeOf(place),
    organizer: organizerOf(one),
    offers: offerOf(one, selfService),
    subEvent: times,
  });
}
