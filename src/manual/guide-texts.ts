/** What the client guide says beside its code. */

interface Step {
  readonly heading: string;
  readonly says: readonly string[];
  /** To type into a shell; `[base]` is that of the server. */
  readonly lines?: readonly string[];
  /** Behind `fixtures/client/guide/`; its code is shown whole. */
  readonly file?: string;
}

export const guideTexts: readonly Step[] = [
  {
    heading: 'FHIR in a minute',
    says: [
      'Everything is a resource: JSON with a `resourceType`, such as Appointment, and an `id`. It stands at `[base]/Appointment/<id>`. One resource names another by a `reference`: `Patient/<id>`.',
      'A search is a GET with parameters: `[base]/Appointment?patient=<id>&_sort=date`. It is answered by a Bundle, a list: each `entry` has a `resource`, and the `link` called `next` is the address of the next page. `_include` brings along what is referred to.',
      'What is more than reading and writing is an operation, with a `$` in front: `$find` finds free times, `$book` books one. Which elements an appointment has, and which parameters a search takes, stand on the page of each [resource](index#resources).',
    ],
  },
  {
    heading: 'Start a server to try it on',
    says: [
      'In the folder of Samspil: `npm ci && npm start`. It brings up the API at `[base]` with a sandbox of invented people. `npm run token -- citizen` prints a token of one of them, for first tries without a login.',
      'In another terminal, beside that folder, make one of your own with Node 24 or newer, and take the code of this page with you (each file also stands below, to copy under its name):',
    ],
    lines: [
      'mkdir my-client && cd my-client',
      'cp ../samspil/fixtures/client/guide/*.ts .',
      'npm init -y && npm pkg set type=module && npm install @medplum/fhirtypes fhir-kit-client',
      'TOKEN=$(npm --prefix ../samspil run token -- citizen)',
      'node first.ts [base] $TOKEN',
    ],
  },
  {
    heading: 'The first program',
    says: [
      'It shows what is coming, books a time and cancels it. The pages that follow are its parts. The code needs nothing but `fetch`, in Node and in browsers; its types are those of `@medplum/fhirtypes`. The tests run it as it is.',
    ],
    file: 'first.ts',
  },
  {
    heading: 'From a web page',
    says: [
      'A browser lets a page call another server only when that server names the page’s address: start Samspil with `ALLOWED_ORIGINS=http://localhost:5173 npm start`, or with the addresses of your own pages, separated by commas. `npx vite` and its like take the files as they are.',
    ],
  },
  {
    heading: 'Log in',
    says: [
      'The server says where: `.well-known/smart-configuration`. An app is a public client with PKCE. `begin` gives the address to send the person to, and what to keep meanwhile. The person logs in with MitID, chooses whom to act for, and comes back to the app’s own address, from which `finish` gets the token. In the sandbox the client is `samspil-app`, and `/callback` on any port of this machine may be come back to, such as `http://localhost:5173/callback`.',
      'Keep the token in memory. It is short-lived: at 401 send the person to log in again; who is still logged in at the issuer comes back at once.',
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
      'What [$find](operation-find) proposes can be booked by whoever asked, at that moment. `G1.39` is the code of a service in the sandbox; `HealthcareService` lists those that there are, each with its `type`. [$hold](operation-hold) keeps a time while the person makes up their mind. A late cancellation is taken and marked as late.',
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
