/** Messages and their files as a relative and staff may know of them, worked out from the resources alone. */
import type { Binary, Communication } from '@medplum/fhirtypes';
import type { World } from './world.ts';

const messagesOf = ({ resources }: World) =>
  resources('Communication') as (Communication & { id: string })[];

const isMessage = ({ category }: Communication): boolean =>
  category?.[0]?.coding?.[0]?.code === 'message';

/** `Communication/x` and `Binary/x` of all that a relative sees: reminders, what is from or to her, and threads that she began. */
export function writtenFor(world: World, self: string): ReadonlySet<string> {
  const all = messagesOf(world);
  const begun = new Set(
    all.filter(({ sender }) => sender?.reference === self).map(({ id }) => `Communication/${id}`),
  );
  const seen = all.filter(
    (one) =>
      !isMessage(one) ||
      [one.sender, ...(one.recipient ?? [])].some((each) => each?.reference === self) ||
      begun.has(`${one.partOf?.[0]?.reference}`),
  );
  const references = new Set(seen.map(({ id }) => `Communication/${id}`));
  const files = (world.resources('Binary') as (Binary & { id: string })[]).filter((file) =>
    references.has(`${file.securityContext?.reference}`),
  );
  return new Set([...references, ...files.map(({ id }) => `Binary/${id}`)]);
}

/** The citizens who have written to one of these units. */
export const writersTo = (world: World, units: ReadonlySet<string>): string[][] =>
  messagesOf(world)
    .filter(({ recipient }) => recipient?.some(({ reference = '' }) => units.has(reference)))
    .map(({ subject }) => [subject?.reference ?? '']);
