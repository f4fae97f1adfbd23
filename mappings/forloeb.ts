import type { CodeableConcept, EpisodeOfCare, EpisodeOfCareDiagnosis } from '@medplum/fhirtypes';
import type { Forloeb } from '../src/cura/insight-records.ts';
import { structure } from '../src/fhir/canonical.ts';
import { codes, concept } from '../src/mapping/code-table.ts';
import { type Codec, text } from '../src/mapping/codec.ts';
import { extension, member, reference } from '../src/mapping/element.ts';
import { between } from '../src/mapping/mapping.ts';
import { only, slice } from '../src/mapping/structure.ts';
import { legalBasis } from './codes/care.ts';
import { courseKind, courseStatus } from './codes/insight.ts';
import { datesFromTo } from './element/course-period.ts';
import { carried } from './element/unmapped.ts';

const { row, list, part, parts, mapping } = between<Forloeb, EpisodeOfCare>(
  'forloeb',
  'EpisodeOfCare',
);

type Kind = Pick<Forloeb, 'art' | 'navn'>;
const coded = concept(courseKind);

/** What kind of course it is, and what Cura calls it. */
const kindAndName: Codec<Kind, CodeableConcept> = {
  name: 'kindAndName',
  decode: ({ art, navn }, context) => {
    const name = text.decode(navn, context);
    return { ...coded.decode(art, context), ...(name !== undefined && { text: name }) };
  },
  encode: ({ text: name, ...rest }, context, base) => ({
    art: coded.encode(rest, context, base?.art),
    navn: name === undefined ? (base?.navn ?? '') : text.encode(name, context, base?.navn),
  }),
};

const condition = member<string, EpisodeOfCareDiagnosis, 'condition'>(
  'condition',
  reference('tilstand', 'Condition'),
  {},
);

/** A course of care that services belong to. */
export const forloebMapping = mapping(
  [
    list('extension', [
      part('lovgrundlag', extension(structure('legal-basis'), 'valueUri', codes(legalBasis))),
    ]),
    row('status', 'status', codes(courseStatus)),
    row(['art', 'navn'], 'type', only(kindAndName)),
    list('diagnosis', [
      parts(
        'tilstandIds?',
        slice(condition, '', () => true),
        (item) => `${item.condition?.reference}`,
      ),
    ]),
    row('borgerId', 'patient', reference('borger', 'Patient')),
    row('enhedId', 'managingOrganization', reference('enhed', 'Organization')),
    row(['fra', 'til?'], 'period', datesFromTo),
    row('medarbejderId?', 'careManager', reference('medarbejder', 'Practitioner')),
  ],
  carried,
);
