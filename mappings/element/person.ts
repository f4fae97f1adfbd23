import type { Address, Extension, HumanName } from '@medplum/fhirtypes';
import type { Paamindelse } from '../../src/cura/person-records.ts';
import type { Adresse } from '../../src/cura/post.ts';
import { structure } from '../../src/fhir/canonical.ts';
import { codes } from '../../src/mapping/code-table.ts';
import type { Codec, Context } from '../../src/mapping/codec.ts';
import { finer, flag, instant, text } from '../../src/mapping/codec.ts';
import { extension, member } from '../../src/mapping/element.ts';
import { inside } from '../../src/mapping/make-rows.ts';
import { only, slice } from '../../src/mapping/structure.ts';
import { refusal, Unmappable } from '../../src/mapping/unmappable.ts';
import { reminderChannel } from '../codes/person.ts';
import { system } from '../codes/system.ts';

interface Given {
  readonly fornavn: string;
  readonly mellemnavn?: string;
}

/** `['Karen', 'Bech']`: first names, then middle name, each as Cura writes it. */
const given: Codec<Given, string[]> = finer({
  name: 'given',
  decode: ({ fornavn, mellemnavn }, context) => {
    const names = [fornavn, mellemnavn ?? ''].map((name) => text.decode(name, context));
    const shown = names.filter((name) => name !== undefined);
    return shown.length > 0 ? shown : undefined;
  },
  encode: ([fornavn, mellemnavn, ...more]) => {
    if (fornavn === undefined) throw new Unmappable(refusal.missing, '[0]');
    if (more.length > 0) throw new Unmappable(refusal.repeated, '[2]');
    return mellemnavn === undefined ? { fornavn } : { fornavn, mellemnavn };
  },
});

interface Named {
  readonly fornavn: string;
  readonly efternavn: string;
}
interface FullyNamed extends Named {
  readonly mellemnavn?: string;
}

/** dk-core asks for a family name in an official name. */
const useOf = ({ efternavn }: Named, context: Context): NonNullable<HumanName['use']> =>
  text.decode(efternavn, context) === undefined ? 'usual' : 'official';

const full = inside<FullyNamed, HumanName>();
const short = inside<Named, HumanName>();

/** A name with a middle name. */
export const fullName = only(
  full.shape('humanName', [
    full.derived('use', useOf),
    full.row('efternavn', 'family', text),
    full.row(['fornavn', 'mellemnavn?'], 'given', given),
  ]),
);

/** A name where Cura has no middle name. */
export const shortName = only(
  short.shape('humanName', [
    short.derived('use', useOf),
    short.row('efternavn', 'family', text),
    short.row('fornavn', 'given', only(text)),
  ]),
);

const municipalityCode = 'http://hl7.dk/fhir/core/StructureDefinition/dk-core-municipalityCodes';
const place = inside<Adresse, Address>();

const municipality = member<string, { coding?: { code?: string }[] }, 'coding'>(
  'coding',
  only(
    member<string, { system?: string; code?: string }, 'code'>('code', text, {
      system: system.municipality,
    }),
  ),
  {},
);

/** Street, postal code and town, and the municipality's code in dk-core's extension. */
export const address = place.shape('address', [
  place.list('extension', [
    place.part('kommunekode?', extension(municipalityCode, 'valueCodeableConcept', municipality)),
  ]),
  place.row('vej', 'line', only(text)),
  place.row('postnr', 'postalCode', text),
  place.row('by', 'city', text),
]);

const wish = inside<Paamindelse, Extension>();
const reminderUrl = structure('reminder-preference');

/** Whether and how the citizen wants to be reminded: a wish, not a consent. */
export const reminderPreference = slice(
  wish.shape('reminderPreference', [
    wish.fixed('url', reminderUrl),
    wish.list('extension', [
      wish.part('kanal', extension('channel', 'valueCode', codes(reminderChannel))),
      wish.part('oensket', extension('wanted', 'valueBoolean', flag)),
      wish.part('nummer?', extension('number', 'valueString', text)),
      wish.part('paaroerende?', extension('relatives', 'valueBoolean', flag)),
      wish.part('registreret', extension('recorded', 'valueDateTime', instant)),
    ]),
  ]),
  `('${reminderUrl}')`,
  (item) => item.url === reminderUrl,
);
