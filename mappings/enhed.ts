import type { Extension, Organization } from '@medplum/fhirtypes';
import type { Aabningstid, Enhed } from '../src/cura/place-records.ts';
import { structure } from '../src/fhir/canonical.ts';
import { codes } from '../src/mapping/code-table.ts';
import { endTime, text, wallTime } from '../src/mapping/codec.ts';
import {
  contactPoint,
  extension,
  extensionOf,
  identifier,
  reference,
} from '../src/mapping/element.ts';
import { inside } from '../src/mapping/make-rows.ts';
import { between } from '../src/mapping/mapping.ts';
import { weekday } from './codes/care.ts';
import { system } from './codes/system.ts';
import { carried } from './element/unmapped.ts';

const { row, list, part, parts, mapping } = between<Enhed, Organization>('enhed', 'Organization');
const open = inside<Aabningstid, Extension>();

const url = structure('opening-hours');
const dayOrTime = (item: Extension) => String(item.valueCode ?? item.valueTime);
const hoursKey = (item: Extension) =>
  (item.extension ?? []).map((inner) => `${inner.url}=${dayOrTime(inner)}`).join();

/** Opening hours: R4's Organization has none. */
const openingHours = open.shape('openingHours', [
  open.fixed('url', url),
  open.list('extension', [
    open.parts('dage', extension('day', 'valueCode', codes(weekday)), dayOrTime),
    open.part('fra', extension('from', 'valueTime', wallTime)),
    open.part('til', extension('to', 'valueTime', endTime)),
  ]),
]);

const declared = {
  da: 'som kommunens indstillinger siger, hvor Cura intet siger',
  en: 'as the settings of the municipality say, where Cura says nothing',
};

/** A unit. */
export const enhedMapping = mapping(
  [
    list('extension', [parts('aabningstider', extensionOf(url, openingHours), hoursKey)]),
    list('identifier', [part('sor', identifier(system.sor, 'official'))]),
    row('navn', 'name', text),
    list('telecom', [
      part('telefon?', contactPoint('phone')),
      part('email?', contactPoint('email')),
    ]),
    row('overordnetId?', 'partOf', reference('enhed', 'Organization')),
  ],
  carried,
  {
    completed: {
      telecom: declared,
      [`extension('${url}')`]: declared,
    },
  },
);
