/** https://hl7.org/fhir/R4/resource-operation-validate.html */
import type { Parameters, ParametersParameter, Resource } from '@medplum/fhirtypes';
import { ours } from '../fhir/canonical.ts';
import { badRequest, type Issue, issue, quote, render } from '../fhir/outcome.ts';
import { assertReadable } from '../fhir/search-query.ts';
import { type ValidateMode, validateCall, validateModes } from '../fhir/validate-mode.ts';
import type { Room } from '../resources/define.ts';
import type { Interaction } from '../resources/interaction.ts';
import type { OperationParameter } from '../resources/operation.ts';
import type { Asking, Desk } from './exchange.ts';
import { looksAt } from './look.ts';
import { inputFromQuery } from './operation.ts';
import { asEntry, givenIn, listIn, textIn, textsIn } from './operation-input.ts';
import { idAt } from './place.ts';
import type { GeneralOperation } from './route.ts';
import { refuseMissing, visibleRow } from './row.ts';

const parameter: readonly OperationParameter[] = [
  {
    ...{ name: 'resource', use: 'in', min: 0, max: '1', type: 'Resource' },
    documentation: {
      da: 'Den, der skal efterprøves; uden den efterprøves, hvad der er gemt under id’et.',
      en: 'What is to be checked; without it, what is stored under the id.',
    },
  },
  {
    ...{ name: 'mode', use: 'in', min: 0, max: '1', type: 'code' },
    documentation: {
      da: `Hvad den skal bruges til: ${validateModes.join(', ')}.`,
      en: `What it is meant for: ${validateModes.join(', ')}.`,
    },
  },
  {
    ...{ name: 'profile', use: 'in', min: 0, max: '*', type: 'uri' },
    documentation: {
      da: 'Profiler, der skal holdes, ud over rummets egen.',
      en: 'Profiles to hold, beside the one of the room.',
    },
  },
  {
    ...{ name: 'return', use: 'out', min: 1, max: '1', type: 'OperationOutcome' },
    documentation: {
      da: 'Alt, hvad der er galt; er der intet, siges det.',
      en: 'Everything that is wrong; when nothing is, it says so.',
    },
  },
];

/** Mode and profiles are read as elsewhere; the resource may be wrong in any way, and is not looked at here. */
const plain = {
  code: 'validate',
  parameter: parameter.filter(({ name, use }) => use === 'in' && name !== 'resource'),
};

interface Asked {
  readonly mode?: ValidateMode | undefined;
  readonly profiles: readonly string[];
  readonly resource: unknown;
}

const names: readonly string[] = parameter.filter(({ use }) => use === 'in').map((one) => one.name);

/** Of a type that is Parameters itself: only what names a `resource` is a call. */
const isCall = (room: Room, all: readonly ParametersParameter[]): boolean =>
  room.type !== 'Parameters' || all.some(({ name }) => names.includes(name));

interface Sent {
  readonly entries: readonly ParametersParameter[];
  readonly resource: unknown;
}

function sentIn(room: Room, asking: Asking): Sent {
  const body = asking.method === 'POST' ? asking.body(['resource']) : undefined;
  if (body?.kind !== 'resource') return { entries: [], resource: undefined };
  const resource = body.resource as Resource | Parameters;
  if (resource.resourceType !== 'Parameters') return { entries: [], resource };
  const all = listIn(resource);
  if (!isCall(room, all)) return { entries: [], resource };
  const given = all.find(({ name }) => name === 'resource');
  return { entries: all.filter((one) => one !== given), resource: given?.resource };
}

const unknownMode = (mode: string) =>
  badRequest(
    'parameter-value',
    {
      da: `mode kan ikke være ${quote(mode)}; det kan ${validateModes.join(', ')}.`,
      en: `mode cannot be ${quote(mode)}; ${validateModes.join(', ')} can.`,
    },
    { expression: 'mode' },
  );

function askedIn(room: Room, asking: Asking): Asked {
  assertReadable(asking.query, 'GET');
  const { entries, resource } = sentIn(room, asking);
  const all = [...asking.query, ...entries.map(asEntry)];
  const given = givenIn(plain, inputFromQuery(plain, all));
  const wanted = textIn(given, 'mode');
  const mode = validateModes.find((one) => one === wanted);
  if (wanted !== undefined && !mode) throw unknownMode(wanted);
  return { mode, resource, profiles: textsIn(given, 'profile') };
}

/** What a mode needs of the room. */
const needed: Readonly<Partial<Record<ValidateMode, Interaction>>> = {
  create: 'create',
  update: 'update',
  delete: 'delete',
};

/** A resource may be good and yet not be taken. */
function refused(room: Room, mode: ValidateMode | undefined): Issue[] {
  const interaction = mode && needed[mode];
  if (!interaction || room.interactions.includes(interaction)) return [];
  return [
    issue({
      code: 'not-supported',
      key: 'method-not-allowed',
      text: {
        da: `${room.type} tager ikke imod ${interaction}; det gør ${room.interactions.join(', ')}.`,
        en: `${room.type} does not take ${interaction}; it takes ${room.interactions.join(', ')}.`,
      },
    }),
  ];
}

/** What stands under the id as the caller sees it. 404, 410 unless it may be made by the one who writes it. */
async function standing(desk: Desk, room: Room, id: string, asked: Asked) {
  const row = await visibleRow(desk.call, room, id);
  const mayBegin = asked.resource !== undefined && room.own?.updateCreate;
  return row || mayBegin ? row : refuseMissing(desk.call, room, id);
}

const profilesOf = ({ profile }: Room, { mode, profiles }: Asked): readonly string[] =>
  mode === 'profile' || !profile.startsWith(ours) ? profiles : [...new Set([...profiles, profile])];

type Run = GeneralOperation['run'];

const run: Run = async (desk, { room, id, asking }) => {
  if (!room) throw new TypeError('$validate is asked of a type');
  const asked = askedIn(room, asking);
  const at = id === undefined ? undefined : idAt(room, id);
  const row = at === undefined ? undefined : await standing(desk, room, at, asked);
  const resource = asked.resource ?? (row && JSON.parse(row.content));
  const { mode } = asked;
  const profiles = profilesOf(room, asked);
  const call = { type: room.type, id: at, mode, resource, profiles };
  const issues = [...refused(room, mode), ...validateCall(call, desk.definitions)];
  const body = JSON.stringify(render(issues, desk.call.language));
  return { status: 200, body, looks: row ? looksAt([{ ...row, type: room.type }]) : [] };
};

/** Checks a resource, or what is stored, as a write would: on every type. */
export const validateOperation: GeneralOperation = {
  code: 'validate',
  title: { da: 'Efterprøv en ressource', en: 'Check a resource' },
  definition: 'http://hl7.org/fhir/OperationDefinition/Resource-validate',
  ...{ onSystem: false, onType: true, onInstance: true, affectsState: false },
  parameter,
  run,
};
