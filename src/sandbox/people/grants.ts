import type { Ydelse, Ydelsestype } from '../../cura/care-records.ts';
import { addDays } from '../../fhir/instant.ts';
import { citizenId, type Register } from './person.ts';
import { randomFor } from './random.ts';

/** The first citizen always has these: the stories need them. */
const ofTheFirst = ['yt-saar', 'yt-medicin', 'yt-kompression'];

function grantId(index: number, service: Ydelsestype): string {
  return `yd-${citizenId(index).slice('borger-'.length)}-${service.id.slice(3)}`;
}

/** The id of the citizen's granted service of that kind; undefined when there is none. */
export function grantOf(seed: number, index: number, service: Ydelsestype): string | undefined {
  if (!service.kraeverYdelse) return undefined;
  const granted =
    index === 0
      ? ofTheFirst.includes(service.id)
      : randomFor(seed, 'ydelse', index, service.id).chance(0.35);
  return granted ? grantId(index, service) : undefined;
}

const often = ['1 gang om ugen', '2 gange om ugen', 'Hver 14. dag', 'Dagligt'];

/** All services granted to one citizen. */
export function grants(
  { seed, stamp, today }: Register,
  index: number,
  services: readonly Ydelsestype[],
): Ydelse[] {
  return services.flatMap((service) => {
    const id = grantOf(seed, index, service);
    if (id === undefined) return [];
    const random = randomFor(seed, id);
    const from = addDays(today, -30 - random.below(400));
    return [
      {
        id,
        ...stamp,
        borgerId: citizenId(index),
        ydelsestypeId: service.id,
        navn: service.navn,
        kode: service.kode,
        kodeUuid: service.kodeUuid,
        status: 'aktiv',
        oprettet: `${from}T09:30:00Z`,
        gyldigFra: from,
        hyppighed: random.pick(often),
        ansvarligEnhedId: service.enhedId,
        leverandoerEnhedId: service.enhedId,
        ...(random.chance(0.3) && { internNote: 'Revurderes ved næste statusmøde.' }),
      },
    ];
  });
}
