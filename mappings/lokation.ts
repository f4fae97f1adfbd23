import type { Location } from '@medplum/fhirtypes';
import type { Lokation } from '../src/cura/place-records.ts';
import { concept } from '../src/mapping/code-table.ts';
import { text } from '../src/mapping/codec.ts';
import { identifier, reference } from '../src/mapping/element.ts';
import { between } from '../src/mapping/mapping.ts';
import { physicalType } from './codes/place.ts';
import { system } from './codes/system.ts';
import { address } from './element/person.ts';
import { position } from './element/position.ts';
import { carried } from './element/unmapped.ts';

const { row, list, part, fixed, group, mapping } = between<Lokation, Location>(
  'lokation',
  'Location',
);

/** A site, building, floor or room, or the citizen's home, which has no address here. */
export const lokationMapping = mapping(
  [
    list('identifier', [part('lokalenummer?', identifier(system.roomNumber))]),
    row('navn', 'name', text),
    row('vejvisning?', 'description', text),
    fixed('mode', 'instance'),
    row('adresse?', 'address', address),
    group(['bredde?', 'laengde?'], ['position'], position),
    row('art', 'physicalType', concept(physicalType)),
    row('enhedId?', 'managingOrganization', reference('enhed', 'Organization')),
    row('overordnetId?', 'partOf', reference('lokation', 'Location')),
  ],
  carried,
);
