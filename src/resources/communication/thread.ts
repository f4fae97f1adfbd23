/** What a message says of its thread. */
import type { Communication, Extension } from '@medplum/fhirtypes';
import { codeSystem, structure } from '../../fhir/canonical.ts';
import { idIn } from '../define.ts';

export type Kept = Communication & { id: string };

export const replyDueUrl = structure('reply-due');
export const awaitingUrl = structure('awaiting-reply');
export const unitUrl = structure('message-unit');
export const unreadUrl = structure('unread-by');
export const sharedUrl = structure('shared-with-relatives');

/** A message of a thread, and no reminder. */
export const isMessage = ({ category = [] }: Communication): boolean =>
  category.some(({ coding = [] }) =>
    coding.some(
      ({ system, code }) => system === codeSystem('message-category') && code === 'message',
    ),
  );

/** Id of the first message of the thread. */
export const threadOf = ({ id, partOf }: Communication): string =>
  idIn(partOf?.[0]?.reference, 'Communication') ?? `${id}`;

/** Whether staff, or their unit, wrote it. */
export const isFromStaff = ({ sender }: Communication): boolean =>
  idIn(sender?.reference, 'PractitionerRole') !== undefined ||
  idIn(sender?.reference, 'Organization') !== undefined;

/** Id of the unit that a message goes to or comes from. */
export const unitOf = ({ extension = [], recipient = [] }: Communication): string | undefined => {
  const from = extension.find(({ url }) => url === unitUrl)?.valueReference;
  return [from, ...recipient]
    .map((one) => idIn(one?.reference, 'Organization'))
    .find((id) => id !== undefined);
};

export const citizenOfMessage = ({ subject }: Communication): string | undefined =>
  idIn(subject?.reference, 'Patient');

/** References to the Binaries that a message names. */
export const filesOf = ({ payload = [] }: Communication): string[] =>
  payload.flatMap(({ contentAttachment }) => contentAttachment?.url ?? []);

/** Who has not read it, as references. */
export const unreadBy = ({ extension = [] }: Communication): string[] =>
  extension
    .filter(({ url }) => url === unreadUrl)
    .flatMap(({ valueReference }) => valueReference?.reference ?? []);

export const unread = (readers: readonly string[]): Extension[] =>
  readers.map((reference) => ({ url: unreadUrl, valueReference: { reference } }));

/** When the unit answers at the latest, as the message says it. */
export const dueOf = ({ extension = [] }: Communication): string | undefined =>
  extension.find(({ url }) => url === replyDueUrl)?.valueDateTime;

/** The message without some extensions of ours, and with others. */
export function extended(
  message: Kept,
  urls: readonly string[],
  added: readonly Extension[] = [],
): Kept {
  const { extension = [], ...rest } = message;
  const left = [...extension.filter(({ url }) => !urls.includes(url)), ...added];
  return (left.length > 0 ? { ...rest, extension: left } : rest) as Kept;
}
