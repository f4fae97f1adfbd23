import type { Composition, CompositionEvent } from '@medplum/fhirtypes';
import type { Helhedsvurdering } from '../src/cura/insight-records.ts';
import { codes } from '../src/mapping/code-table.ts';
import { date } from '../src/mapping/codec.ts';
import { member, reference } from '../src/mapping/element.ts';
import { between } from '../src/mapping/mapping.ts';
import { only, slice } from '../src/mapping/structure.ts';
import { documentStatus } from './codes/insight.ts';
import { system } from './codes/system.ts';
import { textOr } from './element/plain-text.ts';
import { section } from './element/section.ts';
import { carried } from './element/unmapped.ts';
import { withheldFrom } from './element/withheld.ts';

const { row, list, parts, fixed, group, mapping } = between<Helhedsvurdering, Composition>(
  'helhedsvurdering',
  'Composition',
);

const course = member<string, CompositionEvent, 'detail'>(
  'detail',
  only(reference('forloeb', 'EpisodeOfCare')),
  {},
);

/** An overall assessment, which is read section by section. */
export const helhedsvurderingMapping = mapping(
  [
    group(['fritaget?'], ['meta'], withheldFrom),
    row('status', 'status', codes(documentStatus)),
    fixed('type', {
      coding: [{ system: system.documentKind, code: 'assessment', display: 'Helhedsvurdering' }],
    }),
    row('borgerId', 'subject', reference('borger', 'Patient')),
    row('dato', 'date', date),
    row('medarbejderId', 'author', only(reference('medarbejder', 'Practitioner'))),
    row('titel', 'title', textOr('Uden titel')),
    row('enhedId', 'custodian', reference('enhed', 'Organization')),
    row('forloebId?', 'event', only(course)),
    list('section', [
      parts(
        'afsnit',
        slice(section, '', () => true),
        ({ code }) => `${code?.coding?.[0]?.code}`,
      ),
    ]),
  ],
  carried,
);
