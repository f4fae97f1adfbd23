import type { Composition } from '@medplum/fhirtypes';
import type { Journalnotat } from '../src/cura/insight-records.ts';
import { codes } from '../src/mapping/code-table.ts';
import { instant } from '../src/mapping/codec.ts';
import { reference } from '../src/mapping/element.ts';
import { between } from '../src/mapping/mapping.ts';
import { only, slice } from '../src/mapping/structure.ts';
import { documentStatus } from './codes/insight.ts';
import { system } from './codes/system.ts';
import { textOr } from './element/plain-text.ts';
import { section } from './element/section.ts';
import { carried } from './element/unmapped.ts';
import { withheldFrom } from './element/withheld.ts';

const { row, list, parts, fixed, group, mapping } = between<Journalnotat, Composition>(
  'journalnotat',
  'Composition',
);

const { endelig, rettet, fejl } = documentStatus;

/** A note of the care record, which is read section by section. */
export const journalnotatMapping = mapping(
  [
    group(['fritaget?'], ['meta'], withheldFrom),
    row('status', 'status', codes({ endelig, rettet, fejl })),
    fixed('type', {
      coding: [{ system: system.documentKind, code: 'care-note', display: 'Journalnotat' }],
    }),
    row('borgerId', 'subject', reference('borger', 'Patient')),
    row('tidspunkt', 'date', instant),
    row('medarbejderId', 'author', only(reference('medarbejder', 'Practitioner'))),
    row('emne', 'title', textOr('Uden titel')),
    row('enhedId', 'custodian', reference('enhed', 'Organization')),
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
