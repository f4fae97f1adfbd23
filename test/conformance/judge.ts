import type { Bundle, BundleEntry, SearchParameter } from '@medplum/fhirtypes';
import { inTurns, type Plain } from './plain.ts';
import { comparable, type Example } from './published.ts';
import { emptyQuestions, type Question, questionsFor } from './questions.ts';

const present = (found: readonly (string | undefined)[]): string[] =>
  found.filter((one) => one !== undefined);

/** Stores each example under its own id and reads it again: what went wrong, a line each, and what is there. */
export async function judgeStored(
  plain: Plain,
  examples: readonly Example[],
): Promise<{ readonly faults: string[]; readonly stored: Example[] }> {
  const faults = await inTurns(examples, async ({ type, id, text }) => {
    const put = await plain.send('PUT', `${type}/${id}`, text);
    if (put.status !== 201) return `${type}/${id}: ${put.status} ${put.text.slice(0, 600)}`;
    const read = await plain.send('GET', `${type}/${id}`);
    const [sent, back] = [text, read.text].map((one) => comparable(one, { withId: true }));
    return sent === back ? undefined : `${type}/${id}: is read otherwise`;
  });
  return {
    faults: present(faults),
    stored: examples.filter((_, at) => faults[at] === undefined),
  };
}

/** Makes each example anew under an id of the server's. */
export async function judgeCreated(plain: Plain, examples: readonly Example[]): Promise<string[]> {
  const faults = await inTurns(examples, async ({ type, id, text }) => {
    const { status, text: answer } = await plain.send('POST', type, text);
    if (status !== 201) return `${type}/${id}: ${status} ${answer.slice(0, 600)}`;
    const [sent, back] = [text, answer].map((one) => comparable(one, { withId: false }));
    return sent === back ? undefined : `${type}/${id}: is answered otherwise`;
  });
  return present(faults);
}

/** Reads each as XML and sends that back: an update that changes nothing makes no new version. */
export async function judgeXml(plain: Plain, examples: readonly Example[]): Promise<string[]> {
  const headers = { 'content-type': 'application/fhir+xml', accept: 'application/fhir+xml' };
  const faults = await inTurns(examples, async ({ type, id }) => {
    const address = `${plain.base}/${type}/${id}`;
    const read = await fetch(address, { headers: { accept: headers.accept } });
    const body = await read.text();
    if (!body.includes('xmlns="http://hl7.org/fhir"'))
      return `${type}/${id}: ${body.slice(0, 200)}`;
    const put = await fetch(address, { method: 'PUT', headers, body });
    const answer = await put.text();
    const isSame = put.status === 200 && put.headers.get('etag') === read.headers.get('etag');
    return isSame ? undefined : `${type}/${id}: ${put.status} ${answer.slice(0, 600)}`;
  });
  return present(faults);
}

function fault(question: Question, { response, resource }: BundleEntry): string | undefined {
  const [asked] = question.url.split('&_elements');
  if (!response?.status?.startsWith('200')) return `${asked} ${JSON.stringify(response)}`;
  const { entry = [] } = (resource ?? {}) as Bundle;
  const found = new Set(entry.map((one) => `${one.resource?.id}`));
  const missing = [...question.ids].filter((id) => !found.has(id));
  const wrong = question.exact ? [...found].filter((id) => !question.ids.has(id)) : [];
  if (missing.length + wrong.length === 0) return undefined;
  return `${asked} lacks ${missing.slice(0, 3)} has ${wrong.slice(0, 3)}`;
}

/** Looks for every example by every parameter that R4 has for its type and that is offered. */
export async function judgeFound(
  plain: Plain,
  examples: readonly Example[],
): Promise<{ readonly asked: number; readonly params: number; readonly faults: string[] }> {
  const { rooms, definitions } = plain.service;
  const offered = new Map(rooms.map(({ type, search }) => [type, new Set(Object.keys(search))]));
  const params = (type: string): SearchParameter[] =>
    definitions.searchParameters(type).filter(({ code = '' }) => offered.get(type)?.has(code));
  const questions = questionsFor(examples, params, definitions);
  const all = [...questions, ...emptyQuestions([...offered.keys()], params)];
  const answers = await plain.searchAll(all.map(({ url }) => url));
  return {
    asked: all.length,
    params: new Set(questions.map(({ type, param }) => `${type}.${param}`)).size,
    faults: all.flatMap((question, at) => fault(question, answers[at] ?? {}) ?? []),
  };
}
