/** Files that are sent with a message: what may come, and as what it is stored. */
import { createHash } from 'node:crypto';
import type { Attachment, Binary } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { uuidv7 } from '../../fhir/id.ts';
import { fail, type Issue, issue, type Text } from '../../fhir/outcome.ts';
import { apart } from '../binary/content.ts';
import { endsAs } from '../binary/file-name.ts';

export const mostFiles = 5;
export const mostBytes = 5_000_000;
export const mostBytesInAll = 10_000_000;
const longestName = 200;

const startsWith =
  (...heads: readonly string[]) =>
  (bytes: Buffer): boolean =>
    heads.some((head) => bytes.subarray(0, head.length).equals(Buffer.from(head, 'latin1')));

const isUtf8Text = (bytes: Buffer): boolean => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what is no text has some of them.
    return !/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text);
  } catch {
    return false;
  }
};

/** Ends as the format ends, so that nothing else hangs on behind. */
const endsWith = (tail: string, within: number) => (bytes: Buffer) =>
  bytes.subarray(-within).includes(Buffer.from(tail, 'latin1'));

const both =
  (...tests: readonly ((bytes: Buffer) => boolean)[]) =>
  (bytes: Buffer): boolean =>
    tests.every((test) => test(bytes));

/** Types that may be sent, each with how its content is known. */
export const fileTypes: ReadonlyMap<string, (bytes: Buffer) => boolean> = new Map([
  ['application/pdf', both(startsWith('%PDF-'), endsWith('%%EOF', 1_024))],
  ['image/jpeg', both(startsWith('\xff\xd8\xff'), endsWith('\xff\xd9', 64))],
  ['image/png', both(startsWith('\x89PNG\r\n\x1a\n'), endsWith('IEND\xaeB`\x82', 12))],
  ['image/gif', both(startsWith('GIF87a', 'GIF89a'), endsWith(';', 1))],
  ['text/plain', isUtf8Text],
]);

/** A file of a message before it is stored. */
export interface File {
  readonly binary: Binary & { id: string };
  readonly attachment: Attachment;
  readonly bytes: Buffer;
}

interface Given extends Attachment {
  readonly at: string;
}

const refuse = (key: string, expression: string, text: Text): Issue =>
  issue({ code: 'business-rule', key, expression, text });

const noData = (at: string): Issue =>
  refuse('attachment-data', `${at}.data`, {
    da: 'En vedhæftet fil sendes med indhold (data), type (contentType) og navn (title), ikke som en adresse.',
    en: 'A file is sent with its content (data), type (contentType) and name (title), not as an address.',
  });

const otherType = (at: string): Issue =>
  refuse('attachment-type', `${at}.contentType`, {
    da: `Filen skal være en af ${[...fileTypes.keys()].join(', ')}.`,
    en: `The file must be one of ${[...fileTypes.keys()].join(', ')}.`,
  });

const otherContent = (at: string): Issue =>
  refuse('attachment-content', `${at}.data`, {
    da: 'Filens indhold er ikke af den type, der er angivet.',
    en: 'The content of the file is not of the type that is given.',
  });

const tooMany = (): Issue =>
  refuse('attachment-limit', 'Communication.payload', {
    da: `En besked kan have ${mostFiles} filer på højst ${mostBytes / 1e6} MB hver og ${mostBytesInAll / 1e6} MB i alt.`,
    en: `A message may have ${mostFiles} files of at most ${mostBytes / 1e6} MB each and ${mostBytesInAll / 1e6} MB in all.`,
  });

const badName = (at: string): Issue =>
  refuse('attachment-name', `${at}.title`, {
    da: `Filens navn må højst have ${longestName} tegn, ingen skråstreger, styretegn eller tegn, der vender skriveretningen, og en endelse, hvis det har en, der hører til filens type.`,
    en: `The name of the file may have at most ${longestName} characters, no slashes, control characters or signs that turn the direction of writing, and an ending, if it has one, that goes with the type of the file.`,
  });

/** A sign that turns the direction of what follows would show another ending than the name has. */
const nameFits = (name: string, contentType: string): boolean =>
  name.trim() !== '' &&
  name.length <= longestName &&
  !/[\p{Cc}\p{Bidi_Control}/\\]/u.test(name) &&
  endsAs(name, contentType);

function faultsOf({ at, data, url, contentType = '', title }: Given, bytes: Buffer): Issue[] {
  if (data === undefined || url !== undefined || title === undefined) return [noData(at)];
  const fits = fileTypes.get(contentType);
  return [
    ...(nameFits(title, contentType) ? [] : [badName(at)]),
    ...(fits === undefined ? [otherType(at)] : fits(bytes) ? [] : [otherContent(at)]),
    ...(bytes.length > mostBytes ? [tooMany()] : []),
  ];
}

/** Others may run between two files: each takes some milliseconds. */
const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const sha1 = (bytes: Buffer): string => createHash('sha1').update(bytes).digest('base64');

interface Owner {
  readonly message: string;
  readonly patient: string;
  readonly now: number;
}

function fileOf(given: Given, bytes: Buffer, { message, patient, now }: Owner): File {
  const { contentType = '', title = '' } = given;
  const id = uuidv7(now);
  const whose = [
    { url: 'citizen', valueReference: { reference: `Patient/${patient}` } },
    { url: 'name', valueString: title },
  ];
  return {
    bytes,
    binary: apart({
      resourceType: 'Binary',
      id,
      contentType,
      securityContext: {
        extension: [{ url: structure('file'), extension: whose }],
        reference: `Communication/${message}`,
      },
    }),
    attachment: {
      ...{ contentType, url: `Binary/${id}`, size: bytes.length },
      ...{ hash: sha1(bytes), title },
    },
  };
}

/** The files as they are stored. 422 with everything that is wrong with them. */
export async function filesIn(attachments: readonly Given[], owner: Owner): Promise<File[]> {
  const issues: Issue[] = attachments.length > mostFiles ? [tooMany()] : [];
  const files: File[] = [];
  let inAll = 0;
  for (const given of attachments.slice(0, mostFiles)) {
    const bytes = Buffer.from(given.data ?? '', 'base64');
    const faults = faultsOf(given, bytes);
    inAll += bytes.length;
    issues.push(...faults);
    if (faults.length === 0) files.push(fileOf(given, bytes, owner));
    await pause();
  }
  if (inAll > mostBytesInAll) issues.push(tooMany());
  if (issues.length > 0) throw fail(422, issues);
  return files;
}
