/** One operation at work: its parts, and the place that its path leads to. */
import { readPath, type Step, sized } from './fhirpath-patch-path.ts';
import { type Json, type Place, pay, placesAt, type Visit } from './fhirpath-patch-place.ts';
import { forbidden } from './json-scan.ts';
import { quote, type Text } from './outcome.ts';

/** One operation with its parts by name, on the resource as it is by now. */
export interface Work extends Visit {
  readonly root: Place;
  readonly parts: ReadonlyMap<string, Json>;
}

const fixedInMeta = new Set(['versionId', 'lastUpdated']);

export const say = (da: string, en: string): Text => ({ da, en });
export const fixed = say('feltet må ikke ændres', 'the element may not be changed');

export function textOf({ parts, refuse }: Work, name: string): string {
  const { valueString, valueCode } = parts.get(name) ?? {};
  const text = valueString ?? valueCode;
  if (typeof text === 'string') return text;
  throw refuse(say(`${name} skal være en tekst`, `${name} must be a string`));
}

export function wholeOf({ parts, refuse }: Work, name: string, max: number): number {
  const { valueInteger, valueUnsignedInt, valuePositiveInt } = parts.get(name) ?? {};
  const value = valueInteger ?? valueUnsignedInt ?? valuePositiveInt;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max) {
    return value;
  }
  throw refuse(say(`${name} skal være fra 0 til ${max}`, `${name} must be from 0 to ${max}`));
}

export const partOf = ({ parts }: Work, name: string): Json => parts.get(name) ?? {};

export function assertAllowed(work: Work, name: string): void {
  if (forbidden.has(name))
    throw work.refuse(say('stien er ikke tilladt', 'the path is not allowed'));
}

/** What the server alone decides. */
export function assertChangeable(work: Work, owner: Place, name: string): void {
  const isFixed = owner.at
    ? owner.at.owner === work.root && owner.at.member.name === 'meta' && fixedInMeta.has(name)
    : name === 'id' || name === 'resourceType';
  if (isFixed) throw work.refuse(fixed);
}

export function stepsOf(work: Work): readonly Step[] {
  const path = readPath(textOf(work, 'path'));
  if (!('steps' in path)) throw work.refuse(path);
  pay(work, sized(path.steps));
  for (const step of path.steps) {
    if (step.kind === 'member') assertAllowed(work, step.name);
    if (step.kind === 'member' && step.name === 'resourceType') throw work.refuse(fixed);
  }
  if (path.type === '' || path.type === work.root.type) return path.steps;
  throw work.refuse(
    say(
      `stien begynder ikke med ${work.root.type}`,
      `the path does not begin with ${work.root.type}`,
    ),
  );
}

/** The one place of a path; undefined when there is none. */
export function placeAt(work: Work, steps: readonly Step[]): Place | undefined {
  const [found, second] = placesAt(work, [work.root], steps);
  if (!second) return found;
  const path = quote(textOf(work, 'path'));
  throw work.refuse(say(`${path} findes flere gange`, `there are several of ${path}`));
}

export function existing(work: Work, steps: readonly Step[]): Place {
  const found = placeAt(work, steps);
  if (found) return found;
  const path = quote(textOf(work, 'path'));
  throw work.refuse(say(`${path} findes ikke`, `there is no ${path}`));
}
