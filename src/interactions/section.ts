/** One section of a document: opened by itself, and recorded by itself. */
import type { Composition, CompositionSection } from '@medplum/fhirtypes';
import { parseStored } from '../fhir/json.ts';
import { fail, issue, quote } from '../fhir/outcome.ts';
import type { OperationParameter } from '../resources/operation.ts';
import { asSubset } from '../resources/view.ts';
import { etagOf } from './exchange.ts';
import { inputOf } from './operation.ts';
import { givenIn, textIn } from './operation-input.ts';
import { idAt } from './place.ts';
import { read } from './read.ts';
import type { GeneralOperation } from './route.ts';

const parameter: readonly OperationParameter[] = [
  {
    ...{ name: 'code', use: 'in', min: 1, max: '1', type: 'string' },
    documentation: {
      da: 'Koden i afsnittets section.code, eventuelt med kodesystemet: system|kode.',
      en: 'The code in section.code, with the code system or without: system|code.',
    },
  },
  {
    ...{ name: 'return', use: 'out', min: 1, max: '1', type: 'Composition' },
    documentation: {
      da: 'Dokumentet med det ene afsnit, mærket SUBSETTED.',
      en: 'The document with that one section, marked SUBSETTED.',
    },
  },
];

const codesOf = ({ code }: CompositionSection): string[] =>
  (code?.coding ?? []).flatMap((one) =>
    one.code === undefined ? [] : [one.code, `${one.system ?? ''}|${one.code}`],
  );

/** One that is kept from the caller is as one that is not there. */
const noSection = (code: string, section: readonly CompositionSection[]) => {
  const known = section.flatMap((one) => codesOf(one)[0] ?? []).join(', ');
  return fail(
    404,
    issue({
      ...{ code: 'not-found', key: 'no-such-section', expression: 'code' },
      text: {
        da: `Dokumentet har ikke afsnittet ${quote(code)}. Det har: ${known || 'ingen'}.`,
        en: `The document has no section ${quote(code)}. It has: ${known || 'none'}.`,
      },
    }),
  );
};

const run: GeneralOperation['run'] = async (desk, { room, id, asking, operation }) => {
  if (!room) throw new TypeError('$section is asked of a Composition');
  const code = textIn(givenIn(operation, inputOf(desk, room, asking, operation)), 'code') ?? '';
  const row = await read(desk.call, room, idAt(room, id));
  const { section = [], ...rest } = parseStored<Composition>(row.content);
  const found = section.filter((one) => codesOf(one).includes(code));
  if (found.length === 0) throw noSection(code, section);
  const target = `${room.type}/${row.id}`;
  // What is recorded names the section, however it was asked for.
  const query = `${target}/$section?code=${codesOf(found[0] ?? {})[0]}`;
  return {
    status: 200,
    body: JSON.stringify(asSubset({ ...rest, section: found })),
    looks: [{ patient: row.patient, targets: [target], query }],
    etag: etagOf(row.version),
  };
};

/** A Composition with one of its sections. */
export const sectionOperation: GeneralOperation = {
  code: 'section',
  title: { da: 'Ét afsnit af et dokument', en: 'One section of a document' },
  types: ['Composition'],
  ...{ onSystem: false, onType: false, onInstance: true, affectsState: false },
  parameter,
  run,
};
