/** What a client may say of a message; the rest is set by who it is. */
import type { Communication, CommunicationPayload, Identifier } from '@medplum/fhirtypes';
import { messageCategory } from '../../../mappings/codes/message.ts';
import { fail, type Issue, issue, type Text } from '../../fhir/outcome.ts';
import { idIn } from '../define.ts';
import { sharedUrl } from './thread.ts';

const longestTopic = 200;
const longestText = 10_000;
const longestIdentifier = 250;

const known: readonly (keyof Communication)[] = [
  ...(['resourceType', 'id', 'meta', 'identifier', 'status', 'category', 'subject'] as const),
  ...(['sender', 'recipient', 'topic', 'about', 'inResponseTo', 'partOf', 'payload'] as const),
  ...(['extension', 'sent'] as const),
];

const refuse = (key: string, expression: string, text: Text): Issue =>
  issue({ code: 'business-rule', key, text, expression: `Communication.${expression}` });

/** 422: the server sets it, and to something else. */
export const setByServer = (element: string): Issue =>
  refuse('message-set', element, {
    da: `${element} sættes ud fra, hvem der skriver, hvornår og i hvilken tråd; udelad det.`,
    en: `${element} follows from who writes, when and in which thread; leave it out.`,
  });

const notTaken = (element: string): Issue =>
  refuse('message-element', element, {
    da: `${element} kan ikke stå i en besked.`,
    en: `${element} cannot stand in a message.`,
  });

const draft = (): Issue =>
  refuse('message-draft', 'status', {
    da: 'En besked sendes, når den oprettes: status skal være in-progress. Kladder (preparation) gemmes ikke her.',
    en: 'A message is sent when it is created: status must be in-progress. Drafts (preparation) are not kept here.',
  });

const textNeeded = (): Issue =>
  refuse('message-text', 'payload', {
    da: `En besked har netop én tekst (contentString) på højst ${longestText} tegn.`,
    en: `A message has exactly one text (contentString) of at most ${longestText} characters.`,
  });

const topicNeeded = (): Issue =>
  refuse('message-topic', 'topic.text', {
    da: `Den første besked har en titel (topic.text) på højst ${longestTopic} tegn; resten af tråden har den samme.`,
    en: `The first message has a title (topic.text) of at most ${longestTopic} characters; the rest of the thread has the same.`,
  });

const oneOf = (element: string): Issue =>
  refuse('message-one', element, {
    da: `Der kan højst stå én værdi i ${element}.`,
    en: `At most one value may stand in ${element}.`,
  });

/** Blanks of other languages and signs without a width are no title. */
const isBlank = (text: string): boolean => text.replace(/[\s\p{C}]/gu, '') === '';

const textsOf = (payload: readonly CommunicationPayload[]): string[] =>
  payload.flatMap(({ contentString }) => contentString ?? []);

function textFaults(payload: readonly CommunicationPayload[]): Issue[] {
  const [text = '', ...more] = textsOf(payload);
  const fits = more.length === 0 && !isBlank(text) && text.length <= longestText;
  const references = payload.findIndex(({ contentReference }) => contentReference !== undefined);
  return [
    ...(fits ? [] : [textNeeded()]),
    ...(references < 0 ? [] : [notTaken(`payload[${references}].contentReference`)]),
  ];
}

const isOurCategory = ({ category = [] }: Communication): boolean =>
  category.every(({ coding = [], text }) => {
    const [one] = messageCategory.coding ?? [];
    return (
      text === undefined &&
      coding.every(({ system, code }) => system === one?.system && code === one?.code)
    );
  });

/** Cura keeps a system and a value, in one line. */
const isKept = (identifier: Identifier): boolean =>
  Object.keys(identifier).every((key) => key === 'system' || key === 'value') &&
  identifier.value !== undefined &&
  !/\|/.test(identifier.system ?? (identifier.value.includes('|') ? '|' : '')) &&
  `${identifier.system ?? ''}${identifier.value}`.length <= longestIdentifier;

const badIdentifier = (): Issue =>
  refuse('message-identifier', 'identifier', {
    da: `En besked har højst én identifier med value og eventuelt system, uden andet, på højst ${longestIdentifier} tegn i alt og uden | i system.`,
    en: `A message has at most one identifier of a value and perhaps a system, nothing else, of at most ${longestIdentifier} characters in all and without | in the system.`,
  });

/** Whom it is about is a citizen, named by a reference. */
const isCitizen = ({ subject }: Communication): boolean =>
  subject === undefined || idIn(subject.reference, 'Patient') !== undefined;

const single = ['identifier', 'about', 'inResponseTo', 'partOf'] as const;

/** Refuses (422), with every fault, what no message may say; what depends on the thread is looked at afterwards. */
export function assertSendable(given: Communication): void {
  const { status, payload = [], extension = [], topic } = given;
  const foreign = extension.findIndex(({ url }) => url !== sharedUrl);
  const title = topic?.text;
  const issues = [
    ...Object.keys(given)
      .filter((key) => !known.some((one) => one === key))
      .map(notTaken),
    ...(status === 'in-progress' ? [] : [draft()]),
    ...(isOurCategory(given) ? [] : [setByServer('category')]),
    ...(isCitizen(given) ? [] : [setByServer('subject')]),
    ...((given.identifier ?? []).every(isKept) ? [] : [badIdentifier()]),
    ...(given.sent === undefined ? [] : [setByServer('sent')]),
    ...single.filter((name) => (given[name]?.length ?? 0) > 1).map(oneOf),
    ...(topic?.coding ? [notTaken('topic.coding')] : []),
    ...(title !== undefined &&
    (isBlank(title) || /\p{Cc}/u.test(title) || title.length > longestTopic)
      ? [topicNeeded()]
      : []),
    ...(foreign < 0 ? [] : [notTaken(`extension[${foreign}]`)]),
    ...textFaults(payload),
  ];
  if (issues.length > 0) throw fail(422, issues);
}

/** The title of a thread's first message; 422 without one. */
export function titleOf({ topic }: Communication): string {
  if (topic?.text === undefined) throw fail(422, topicNeeded());
  return topic.text;
}

export const wordsOf = ({ payload = [] }: Communication): string => textsOf(payload)[0] ?? '';
