import type { HealthcareService, Location, Reference, Resource } from '@medplum/fhirtypes';
import type { Aktivitet, Aktivitetssted } from '../../src/cura/activity-records.ts';
import { text } from '../../src/mapping/codec.ts';
import { reference } from '../../src/mapping/element.ts';
import { type Group, inside } from '../../src/mapping/make-rows.ts';
import { inMember, refusal, Unmappable } from '../../src/mapping/unmappable.ts';
import { address } from './person.ts';
import { position } from './position.ts';

const { row, fixed, group, shape } = inside<Aktivitetssted, Location>();

/** The place of an activity that is at none of Cura's places: it goes with the activity, and is known to nothing else. */
const venue = shape('venue', [
  fixed('resourceType', 'Location'),
  fixed('id', 'place'),
  row('navn', 'name', text),
  row('adresse', 'address', address),
  group(['bredde?', 'laengde?'], ['position'], position),
]);

const ownPlace = '#place';
const known = reference('lokation', 'Location');
const isContained = ({ reference: to }: Reference): boolean => to === ownPlace;

type Places = Group<Aktivitet, HealthcareService, 'lokationId' | 'sted', 'contained' | 'location'>;

const decode: Places['decode'] = ({ lokationId, sted }, context) => {
  const place = sted && venue.decode(sted, context);
  const location = [
    ...(lokationId === undefined ? [] : [known.decode(lokationId, context)]),
    ...(place ? [{ reference: ownPlace }] : []),
  ];
  return {
    ...(place && { contained: [place as Resource] }),
    ...(location.length > 0 && { location }),
  };
};

const encode: Places['encode'] = ({ contained = [], location = [] }, context, base) => {
  const [place, another] = contained;
  if (another) throw new Unmappable(refusal.repeated, 'contained[1]');
  const [at, second] = location.filter((one) => !isContained(one));
  if (second) throw new Unmappable(refusal.repeated, 'location[1]');
  return {
    ...(at && {
      lokationId: inMember('location[0]', () => known.encode(at, context, base?.lokationId)),
    }),
    ...(place && {
      sted: inMember('contained[0]', () => venue.encode(place as Location, context, base?.sted)),
    }),
  };
};

/** `lokationId` as a Location of the municipality's, `sted` as one that is contained. */
export const activityPlace: Places = { name: 'activityPlace', decode, encode };
