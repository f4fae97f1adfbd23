import fc from 'fast-check';
import t from 'tap';
import type { Letter } from '../../../src/resources/communication/channel.ts';
import { asVersion4, memoOf } from '../../../src/resources/communication/memo.ts';
import { memoTexts } from '../../../src/sandbox/digital-post.ts';

const id = '01a20cc8-c009-72d9-b4bb-da9a2af76771';
const letter: Letter = {
  ...{ kind: 'reminder', language: 'da', appointment: '6eb4965b-58f6-5ef3-9904-b010a28bdf49' },
  createdAt: Date.UTC(2026, 10, 24, 9, 0, 0, 123),
  start: Date.UTC(2026, 10, 25, 6),
  end: Date.UTC(2026, 10, 25, 6, 30),
};
const sender = { cvr: '99994398', name: 'Sandby Kommune' };
const message = { id, to: '1105481234', text: 'Husk din aftale', letter };

t.test('a reminder is a MeMo message with everything that the format asks for', (t) => {
  const action = 'Message/MessageBody/MainDocument/Action';
  const entry = `${action}/Reservation`;
  const texts = Object.fromEntries(
    [...memoTexts(memoOf(message, sender))].filter(([, text]) => text !== ''),
  );
  t.same(texts, {
    'Message/MessageHeader/messageType': 'DIGITALPOST',
    'Message/MessageHeader/messageUUID': '01a20cc8-c009-42d9-b4bb-da9a2af76771',
    'Message/MessageHeader/messageID': id,
    'Message/MessageHeader/label': 'Påmindelse om en aftale',
    'Message/MessageHeader/mandatory': 'false',
    'Message/MessageHeader/legalNotification': 'false',
    'Message/MessageHeader/Sender/senderID': '99994398',
    'Message/MessageHeader/Sender/idType': 'CVR',
    'Message/MessageHeader/Sender/label': 'Sandby Kommune',
    'Message/MessageHeader/Recipient/recipientID': '1105481234',
    'Message/MessageHeader/Recipient/idType': 'CPR',
    'Message/MessageBody/createdDateTime': '2026-11-24T09:00:00Z',
    'Message/MessageBody/MainDocument/File/encodingFormat': 'text/plain',
    'Message/MessageBody/MainDocument/File/filename': 'besked.txt',
    'Message/MessageBody/MainDocument/File/language': 'da',
    'Message/MessageBody/MainDocument/File/content':
      Buffer.from('Husk din aftale').toString('base64'),
    [`${action}/label`]: 'Læg aftalen i kalenderen',
    [`${action}/actionCode`]: 'AFTALE',
    [`${action}/startDateTime`]: '2026-11-25T06:00:00Z',
    [`${action}/endDateTime`]: '2026-11-25T06:30:00Z',
    [`${entry}/description`]: 'Aftale med kommunen',
    [`${entry}/reservationUUID`]: '6eb4965b-58f6-4ef3-9904-b010a28bdf49',
    [`${entry}/abstract`]: 'Aftale med kommunen',
    [`${entry}/location`]: 'Stedet fremgår af selvbetjeningen',
    [`${entry}/startDateTime`]: '2026-11-25T06:00:00Z',
    [`${entry}/endDateTime`]: '2026-11-25T06:30:00Z',
    [`${entry}/organizerName`]: 'Sandby Kommune',
  });
  t.end();
});

t.test('what is cancelled, or only offered, is put in no calendar', (t) => {
  t.notMatch(memoOf({ ...message, letter: { ...letter, kind: 'offer' } }, sender), 'memo:Action');
  const xml = memoOf({ ...message, letter: { ...letter, kind: 'cancelled' } }, sender);
  t.notMatch(xml, 'memo:Action');
  t.match(memoTexts(xml).get('Message/MessageHeader/label'), 'Din aftale er aflyst');
  t.end();
});

t.test('whatever is written in it, it is well-formed and says just that', (t) => {
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(name, fc.string({ unit: 'grapheme' }), (municipality, text) => {
      const xml = memoOf({ ...message, text }, { cvr: '99994398', name: municipality });
      const texts = memoTexts(xml);
      const content = texts.get('Message/MessageBody/MainDocument/File/content') ?? '';
      t.equal(Buffer.from(content, 'base64').toString('utf8'), text.toWellFormed());
      t.equal(texts.get('Message/MessageHeader/Sender/idType'), 'CVR');
    }),
    { numRuns: 100 },
  );
  const hostile = memoOf(message, { cvr: '1', name: '</memo:label><memo:x/>&"\u0000' });
  t.equal(
    memoTexts(hostile).get('Message/MessageHeader/Sender/label'),
    '</memo:label><memo:x/>&"\ufffd',
  );
  t.end();
});

t.test('the same message is the same letter, under an id that the format takes', (t) => {
  t.equal(memoOf(message, sender), memoOf(message, sender));
  t.match(asVersion4(id), /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  t.end();
});
