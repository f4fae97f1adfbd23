import type { FastifyRequest } from 'fastify';
import { SaxesParser } from 'saxes';
import {
  type Asked,
  type MessageServerOptions,
  type RunningMessageServer,
  startMessageServer,
} from './message-server.ts';

const namespace = 'https://DigitalPost.dk/MeMo-1';

/** Texts of the elements of a MeMo message by their path, such as `Message/MessageHeader/label`. Throws of what is not well-formed. */
export function memoTexts(xml: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const path: string[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ local, uri }) => {
    path.push(uri === namespace ? local : `{${uri}}${local}`);
    texts.set(path.join('/'), '');
  });
  parser.on('text', (text) => {
    const at = path.join('/');
    if (path.length > 0) texts.set(at, `${texts.get(at) ?? ''}${text}`);
  });
  parser.on('closetag', () => void path.pop());
  parser.write(xml).close();
  return texts;
}

const head = 'Message/MessageHeader';
const bodyPath = 'Message/MessageBody';

/** What every message has. */
const required = [
  ...['messageType', 'messageUUID', 'label', 'mandatory', 'legalNotification'].map(
    (name) => `${head}/${name}`,
  ),
  ...['senderID', 'idType', 'label'].map((name) => `${head}/Sender/${name}`),
  ...['recipientID', 'idType'].map((name) => `${head}/Recipient/${name}`),
  `${bodyPath}/createdDateTime`,
  ...['encodingFormat', 'filename', 'language', 'content'].map(
    (name) => `${bodyPath}/MainDocument/File/${name}`,
  ),
];

function read({ body, headers }: FastifyRequest): Asked | string {
  try {
    const texts = memoTexts(String(body));
    const missing = required.find((path) => !texts.get(path));
    if (missing) return `${missing} mangler.`;
    const receiptUrl = headers['x-receipt-url'];
    const content = texts.get(`${bodyPath}/MainDocument/File/content`) ?? '';
    const letter = Buffer.from(content, 'base64').toString('utf8');
    return {
      to: texts.get(`${head}/Recipient/recipientID`) ?? '',
      text: `${texts.get(`${head}/label`)}\n\n${letter}`,
      ...(typeof receiptUrl === 'string' && { receiptUrl }),
    };
  } catch {
    return 'Beskeden er ikke velformet XML.';
  }
}

/** The sandbox's Digital Post: it takes MeMo messages. Nobody is exempt but those whom the switches name. */
export const startDigitalPost = (options: MessageServerOptions): Promise<RunningMessageServer> =>
  startMessageServer(options, {
    ...{ name: 'digital-post', title: 'Digital Post i sandkassen' },
    read,
  });
