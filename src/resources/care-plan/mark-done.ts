/** CarePlan/[id]/$mark-done: an exercise of a programme was done at home, or was not after all. */
import type { CarePlan, Parameters } from '@medplum/fhirtypes';
import { exerciseCategory } from '../../../mappings/codes/exercise.ts';
import { exerciseUrl } from '../../../mappings/element/exercise.ts';
import { addDays, wallToInstant } from '../../fhir/instant.ts';
import { badRequest, type FhirError, fail, issue, notFound } from '../../fhir/outcome.ts';
import { instantInput, textInput } from '../appointment/input.ts';
import { parameter } from '../appointment/operation-parameter.ts';
import type { Operation, Ports, Call as Resources } from '../define.ts';
import { findShown } from '../find-shown.ts';
import { assertTokenReaches } from '../mandate-to-act.ts';
import { patientIn, type Sender, senderFor } from '../observation/sender.ts';
import type { Answer, Input } from '../operation.ts';
import { type Doing, markDone as mark, takeBack } from '../procedure/done.ts';
import { progressOf, type Week } from '../procedure/progress.ts';

type Kept = CarePlan & { id: string };
type Call = Resources & { readonly id?: string; readonly input: Input };

/** A programme of exercises, and no granted service. */
export const isProgramme = ({ category = [] }: CarePlan): boolean =>
  category.some(({ coding = [] }) => coding.some(({ code }) => code === exerciseCategory.code));

async function programmeOf(call: Call, id: string): Promise<Kept> {
  const room = { type: 'CarePlan', access: { kind: 'compartment' } } as const;
  const stored = await findShown<CarePlan>(call, room, id);
  if (!stored || !isProgramme(stored.resource)) throw notFound('CarePlan', id);
  return stored.resource;
}

const refused = (key: string, expression: string, text: { da: string; en: string }): FhirError =>
  fail(422, issue({ code: 'business-rule', key, text, expression }));

const keysOf = ({ activity = [] }: CarePlan): string[] =>
  activity.flatMap(
    ({ extension = [] }) => extension.find(({ url }) => url === exerciseUrl)?.valueString ?? [],
  );

/** Clocks of telephones differ. */
const aheadMs = 5 * 60_000;

/** Refuses what the programme has no place for. */
function assertOf(plan: CarePlan, { exercise, at }: Pick<Doing, 'exercise' | 'at'>, now: number) {
  if (plan.status !== 'active')
    throw refused('programme-active', 'CarePlan.status', {
      da: 'Programmet er ikke i gang.',
      en: 'The programme is not active.',
    });
  if (!keysOf(plan).includes(exercise))
    throw refused('exercise-unknown', 'exercise', {
      da: 'Programmet har ingen øvelse med den nøgle.',
      en: 'The programme has no exercise with that key.',
    });
  const { start = '', end } = plan.period ?? {};
  const from = wallToInstant(start.slice(0, 10), '00:00');
  const to = end === undefined ? now : wallToInstant(addDays(end.slice(0, 10), 1), '00:00');
  if (at >= from && at <= Math.min(to, now + aheadMs)) return;
  throw refused('exercise-time', 'performed', {
    da: 'Tidspunktet ligger i fremtiden eller uden for programmet.',
    en: 'The time lies ahead, or outside the programme.',
  });
}

const commentLength = 2_000;

function commentIn(input: Input): string | undefined {
  const comment = textInput(input, 'comment');
  if (comment === undefined || comment.length <= commentLength) return comment;
  throw badRequest(
    'parameter-value',
    {
      da: `Parameteren comment må højst have ${commentLength} tegn.`,
      en: `The parameter comment may have at most ${commentLength} characters.`,
    },
    { expression: 'comment' },
  );
}

function doingIn(plan: Kept, input: Input, now: number): Doing {
  const exercise = textInput(input, 'exercise');
  if (exercise === undefined)
    throw badRequest(
      'parameter-missing',
      { da: 'Parameteren exercise mangler.', en: 'The parameter exercise is missing.' },
      { expression: 'exercise' },
    );
  const at = input.values.has('performed') ? instantInput(input, 'performed') : now;
  return { plan, exercise, at, comment: commentIn(input) };
}

const told = (resource: Parameters['parameter'], weeks: readonly Week[]): Parameters => ({
  resourceType: 'Parameters',
  parameter: [
    ...(resource ?? []),
    ...weeks.map(({ start, done, planned }) => ({
      name: 'week',
      part: [
        { name: 'start', valueDate: start },
        { name: 'done', valueInteger: done },
        { name: 'planned', valueInteger: planned },
      ],
    })),
  ],
});

const isUndone = ({ values }: Input): boolean => {
  const [given] = values.get('undo') ?? [];
  return given?.valueBoolean === true || given?.valueString === 'true';
};

async function act(
  call: Call,
  sender: Sender,
  doing: Doing,
): Promise<{ status: number; stored?: { resource: object } }> {
  if (isUndone(call.input)) {
    const stored = await takeBack(call, sender, doing);
    if (stored) return { status: 200, stored };
    throw refused('exercise-not-done', 'performed', {
      da: 'Øvelsen er ikke markeret som lavet på det tidspunkt.',
      en: 'The exercise is not marked as done at that time.',
    });
  }
  const { stored, isNew } = await mark(call, sender, doing);
  return { status: isNew ? 201 : 200, stored };
}

async function answer(call: Call, ports: Pick<Ports, 'db' | 'now'>): Promise<Answer> {
  const id = call.id ?? '';
  const plan = await programmeOf(call, id);
  const patient = patientIn(plan.subject) ?? '';
  const hidden = notFound('CarePlan', id);
  const sender = await senderFor(call, patient, { type: 'Procedure', hidden });
  assertTokenReaches(call.grant, 'Procedure', isUndone(call.input) ? 'u' : 'c');
  const doing = doingIn(plan, call.input, ports.now());
  assertOf(plan, doing, ports.now());
  const { status, stored } = await act(call, sender, doing);
  const resource = stored?.resource as never;
  const weeks = await progressOf(ports, plan, patient);
  return { status, body: told([{ name: 'procedure', resource }], weeks) };
}

/** Marks an exercise as done, and takes it back. */
export const markDone: Operation = {
  code: 'mark-done',
  feature: 'exercise',
  title: { da: 'Marker en øvelse som lavet', en: 'Mark an exercise as done' },
  ...{ onType: false, onInstance: true, affectsState: true },
  parameter: [
    parameter('exercise', 'string', 'Øvelsens nøgle.', 'The key of the exercise.', { min: 1 }),
    parameter('performed', 'dateTime', 'Hvornår; nu, når intet er sagt.', 'When; now unless said.'),
    parameter('comment', 'string', 'Til terapeuten.', 'For the therapist.'),
    parameter(
      'undo',
      'boolean',
      'Sand: den blev ikke lavet alligevel.',
      'True: it was not done after all.',
    ),
    parameter('procedure', 'Procedure', 'Det, der nu står.', 'What now stands.', {
      use: 'out',
      min: 1,
    }),
    parameter(
      'week',
      'string',
      'En uge med start, done og planned; den sidste er denne uge.',
      'A week with start, done and planned; the last is the present one.',
      { use: 'out', min: 1, max: '*' },
    ),
  ],
  run: (call) => answer(call, call.ports),
};
