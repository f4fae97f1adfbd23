import type { Parameters } from '@medplum/fhirtypes';
import { actorFor } from '../access/scope.ts';
import { forbidden, notFound } from '../fhir/outcome.ts';
import type { OperationParameter } from '../resources/operation.ts';
import { closeFeed, type Feed, openFeed } from '../resources/patient/calendar-feed.ts';
import type { Desk } from './exchange.ts';
import { looksAt } from './look.ts';
import { inputOf } from './operation.ts';
import { givenIn, truthIn } from './operation-input.ts';
import { idAt } from './place.ts';
import { read } from './read.ts';
import type { GeneralOperation } from './route.ts';

const parameter: readonly OperationParameter[] = [
  {
    ...{ name: 'active', use: 'in', min: 1, max: '1', type: 'boolean' },
    documentation: {
      da: 'true: åbn en ny adresse, som den gamle viger for. false: luk den.',
      en: 'true: open a new address, in the place of the old one. false: close it.',
    },
  },
  {
    ...{ name: 'url', use: 'out', min: 0, max: '1', type: 'url' },
    documentation: {
      da: 'Kalenderens adresse, som kun vises nu. Enhver, der har den, ser tiderne og ikke andet.',
      en: 'The address of the calendar, shown this once. Whoever has it sees the times and nothing else.',
    },
  },
];

const ownOnly = () =>
  forbidden('calendar-owner', {
    da: 'En kalender kan kun åbnes af borgeren selv, eller af en pårørende med fuldmagt til at handle, som kommunen har registreret.',
    en: 'A calendar can be opened by the citizen only, or by a relative with a mandate to act that the municipality has recorded.',
  });

/** Whose feed the caller opens or closes: what lasts needs a mandate that lasts. */
function feedFor({ call: { grant } }: Desk, patient: string): Feed {
  const actor = actorFor(grant, patient, 'Patient');
  if (!actor) throw notFound('Patient', patient);
  if (actor.capacity === 'self') return { patient, relatedPerson: undefined };
  const { mandate } = actor;
  const lasts = mandate?.source === 'cura' && mandate.rights.includes('act');
  if (actor.capacity !== 'relative' || !mandate || !lasts) throw ownOnly();
  return { patient, relatedPerson: mandate.relatedPerson };
}

const run: GeneralOperation['run'] = async (desk, { room, id = '', asking, operation }) => {
  if (!room) throw new TypeError('$calendar-feed is asked of a Patient');
  const patient = idAt(room, id);
  await read(desk.call, room, patient);
  const active = truthIn(givenIn(operation, inputOf(desk, room, asking, operation)), 'active');
  const feed = feedFor(desk, patient);
  const { ports } = desk.call;
  const answer: Parameters = { resourceType: 'Parameters' };
  if (active) {
    const code = await openFeed(ports, feed);
    answer.parameter = [{ name: 'url', valueUrl: `${ports.publicUrl}/calendar/${code}.ics` }];
  } else await closeFeed(ports, feed);
  const looks = looksAt([{ type: 'Patient', id: patient, patient }]);
  return { status: 200, body: JSON.stringify(answer), looks };
};

/** Opens or closes a calendar that needs no login. */
export const calendarFeedOperation: GeneralOperation = {
  code: 'calendar-feed',
  title: { da: 'Privat kalenderadresse', en: 'Private calendar address' },
  types: ['Patient'],
  offers: ({ patient }) => patient !== undefined,
  ...{ onSystem: false, onType: false, onInstance: true, affectsState: true },
  parameter,
  run,
};
