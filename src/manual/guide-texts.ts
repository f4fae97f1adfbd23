/** What the client guide says beside its code. */

interface Step {
  readonly heading: string;
  readonly says: readonly string[];
  /** Behind `fixtures/client/guide/`; its code is shown whole. */
  readonly file?: string;
}

export const guideTexts: readonly Step[] = [
  {
    heading: 'Start a server to try it on',
    says: [
      '`npm ci && npm start` brings up the API with a sandbox of invented people; `npm run token -- citizen` prints a token, for first tries without a login. The API is at `[base]`. The code below needs nothing but `fetch`; its types are those of `@medplum/fhirtypes`. It stands in `fixtures/client/guide`, and the tests run it as it is.',
    ],
  },
  {
    heading: 'Log in',
    says: [
      'The server says where: `.well-known/smart-configuration`. An app is a public client with PKCE. The person logs in with MitID, chooses whom to act for, and comes back with a code. In the sandbox the client is `samspil-app`, and `http://127.0.0.1:8765/callback` may be come back to.',
      'Keep the token in memory. It is short-lived: at 401 ask for a new one, once.',
    ],
    file: 'log-in.ts',
  },
  {
    heading: 'Ask, and go by what is refused',
    says: [
      'Every refusal is an OperationOutcome with all that is wrong. Show `details.text`, which is in the language of `Accept-Language`; let the program go by the key in `details.coding`. Each key stands among the [errors](errors) with what to do, and the header `Link` of the refusal leads there.',
      '408, 429 and 503 may be tried again after `Retry-After`; nothing else of 4xx. An act is never done twice: see the last section.',
    ],
    file: 'ask.ts',
  },
  {
    heading: 'My appointments, page after page',
    says: [
      'A citizen’s `Patient` search answers with the citizen; a relative’s with those whom the relative may see. Includes bring people and places along. Follow `next` as it stands: it is sealed, and of whoever got it.',
    ],
    file: 'my-appointments.ts',
  },
  {
    heading: 'Find, book, cancel',
    says: [
      'What [$find](operation-find) proposes can be booked by whoever asked, at that moment. [$hold](operation-hold) keeps a time while the person makes up their mind. A late cancellation is taken and marked as late.',
    ],
    file: 'book-and-cancel.ts',
  },
  {
    heading: 'Ask only for what has changed',
    says: [
      'Reads have an ETag, and so has a search under one citizen. With `If-None-Match` what is the same costs next to nothing. With `If-Match` a change is made only to what the person saw.',
    ],
    file: 'unchanged.ts',
  },
  {
    heading: 'Write a message',
    says: [
      '[$message-form](operation-message-form) says whom the person may write to and what may be attached. A message is accepted at once, also while Cura is away: until it has arrived there it carries the tag `awaiting-delivery`.',
    ],
    file: 'write-message.ts',
  },
  {
    heading: 'Send a measurement',
    says: [
      'Give each an `identifier` of the app’s own and keep it until there is an answer: sent again, it is answered with 200 and what stands. A value that must be a slip is refused (`implausible-value`); one that is unlikely (`unlikely-value`) can be confirmed by the person.',
    ],
    file: 'measure.ts',
  },
  {
    heading: 'Be told',
    says: [
      'A websocket while the app is open; a server of the app’s own can be called instead (`rest-hook`). What is told is a hint and may come twice: read what it names, which asks anew whether the person may see it.',
    ],
    file: 'listen.ts',
  },
  {
    heading: 'The same with fhir-kit-client',
    says: ['Any FHIR R4 client works. Operations are asked by their name.'],
    file: 'kit-client.ts',
  },
  {
    heading: 'When no answer comes',
    says: [
      'Ask again. $book of the same proposal, $cancel, $reschedule and $mark-read are answered as the first time; a message and a measurement with the same `identifier` too; an update with `If-Match` is done once or refused with `stale-version`. Where a booking is answered with `outcome-unknown`, the time is kept until it is known: ask again after `Retry-After`.',
      'How each is asked for stands on the pages of interactions and operations, whole in [OpenAPI](openapi/index.html), and ready to send among the [requests](http-examples).',
    ],
  },
];
