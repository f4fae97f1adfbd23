import type { Coding, Reference, Task, TaskRestriction } from '@medplum/fhirtypes';
import type { Sag } from '../src/cura/insight-records.ts';
import { codeSystem, structure } from '../src/fhir/canonical.ts';
import { parseInstant } from '../src/fhir/instant.ts';
import { codes } from '../src/mapping/code-table.ts';
import { type Codec, type Context, date, instant, text } from '../src/mapping/codec.ts';
import { extension, identifier, member, reference } from '../src/mapping/element.ts';
import { between } from '../src/mapping/mapping.ts';
import { only, slice } from '../src/mapping/structure.ts';
import { inMember, refusal, Unmappable } from '../src/mapping/unmappable.ts';
import { legalBasis } from './codes/care.ts';
import { caseState, caseStatus } from './codes/insight.ts';
import { system } from './codes/system.ts';
import { caseNote } from './element/case-note.ts';
import { internal } from './element/unmapped.ts';

const { row, list, part, parts, fixed, group, mapping } = between<Sag, Task>('sag', 'Task');

const inquiry = reference('henvendelse', 'ServiceRequest');

/** By Cura's number too: an inquiry that was born here has another id than one that Cura made. */
const asked: Codec<string, Reference> = {
  name: 'reference(ServiceRequest)',
  decode: (value, context) => ({
    ...inquiry.decode(value, context),
    identifier: { system: system.curaInquiry, value },
  }),
  encode: ({ identifier: number, reference: target }) => {
    if (target !== undefined && !target.startsWith('ServiceRequest/'))
      throw new Unmappable(refusal.wrongReference, 'reference');
    if (number?.system !== system.curaInquiry || number.value === undefined)
      throw new Unmappable(refusal.missing, 'identifier');
    return number.value;
  },
};

const states = Object.keys(caseState) as Sag['status'][];

/** The business status decides: R4's is coarser. */
function stateOf({ businessStatus, status }: Task): Sag['status'] {
  const code = businessStatus?.coding?.[0]?.code;
  const found = states.find((one) => caseState[one].code === code && caseStatus[one] === status);
  if (found === undefined) throw new Unmappable(refusal.unknownCode, 'businessStatus');
  return found;
}

const laterOf = ({ aendret, oprettet }: Sag, context: Context): string | undefined => {
  const [changed, made] = [aendret, oprettet].map((one) => instant.decode(one, context) ?? '');
  return parseInstant(`${changed}`) < parseInstant(`${made}`) ? made : changed;
};

/** R4 knows no change before the making (inv-1): then the making is shown. */
const changedAt = {
  name: 'changedAt',
  decode: (record: Sag, context: Context) => {
    const lastModified = inMember('lastModified', () => laterOf(record, context));
    return lastModified === undefined ? {} : { lastModified };
  },
  encode: ({ lastModified, authoredOn }: Task, context: Context, base: Sag | undefined) => {
    const isSame = base && instant.decode(base.oprettet, context) === authoredOn;
    if (isSame && laterOf(base, context) === lastModified) return { aendret: base.aendret };
    if (lastModified === undefined) throw new Unmappable(refusal.missing, 'lastModified');
    return {
      aendret: inMember('lastModified', () => instant.encode(lastModified, context, undefined)),
    };
  },
};

/** A case that the municipality works on. */
export const sagMapping = mapping(
  [
    list('extension', [
      part('lovgrundlag', extension(structure('legal-basis'), 'valueUri', codes(legalBasis))),
      part(
        'medarbejderId?',
        extension(
          structure('case-officer'),
          'valueReference',
          reference('medarbejder', 'Practitioner'),
        ),
      ),
    ]),
    list('identifier', [part('sagsnummer', identifier(system.caseNumber))]),
    row('henvendelseId?', 'basedOn', only(asked)),
    group(['status'], ['status', 'businessStatus'], {
      name: 'caseState',
      decode: ({ status }) => ({
        status: stateFor(status),
        businessStatus: { coding: [{ ...caseState[status] } as Coding] },
      }),
      encode: (task) => ({ status: stateOf(task) }),
    }),
    fixed('intent', 'order'),
    fixed('code', {
      coding: [{ system: codeSystem('task-code'), code: 'case', display: 'Sag' }],
    }),
    row('titel', 'description', text),
    row('borgerId', 'for', reference('borger', 'Patient')),
    row(
      'afsluttet?',
      'executionPeriod',
      member<string, { end?: string }, 'end'>('end', instant, {}),
    ),
    row('oprettet', 'authoredOn', instant),
    group(['aendret'], ['lastModified'], changedAt),
    row('enhedId', 'owner', reference('enhed', 'Organization')),
    list('note', [
      parts(
        'notater',
        slice(caseNote, '', () => true),
        ({ time, text: said }) => `${time} ${said}`,
      ),
    ]),
    row(
      'fristDato?',
      'restriction',
      member<string, TaskRestriction, 'period'>(
        'period',
        member<string, { end?: string }, 'end'>('end', date, {}),
        {},
      ),
    ),
  ],
  {
    version: internal.version,
    aendretAf: internal.aendretAf,
    internNote: internal.internNote,
  },
  {
    completed: {
      basedOn: {
        da: 'en henvendelse, der blev til her, har det id, den fik her',
        en: 'an inquiry that was born here has the id that it was born with',
      },
    },
  },
);

function stateFor(status: Sag['status']): Task['status'] {
  if (!Object.hasOwn(caseStatus, status)) throw new Unmappable(refusal.unknownCuraCode, 'status');
  return caseStatus[status];
}
