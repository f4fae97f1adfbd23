import { badInput, noSuch, type OperationTexts } from './texts.ts';

/** Operations of Subscriptions. */
export const subscriptionTexts: Readonly<Record<string, OperationTexts>> = {
  status: {
    about: 'How subscriptions stand: their status, how many events there were, and what is wrong.',
    says: [
      'Subscriptions R5 Backport. Of each one’s own the Parameters that notifications begin with, as entries of a `searchset`; at the type of those named by `id` and in a state named by `status`.',
      '`requested`: the address has not shaken hands yet. `active`. `error`: the address did not take three notifications in a row; they are sent on, in their order, and it is `active` again when it takes them. `off`: turned off by the owner, or because the right, the login or the time has ended, or nothing was taken for a day; then `error` says which.',
    ],
    answers: [[200, 'a Bundle of Parameters'], badInput, noSuch],
  },
  events: {
    about: 'Earlier events of a subscription, for whoever has missed some.',
    says: [
      'Subscriptions R5 Backport. From `eventsSinceNumber` to `eventsUntilNumber`, both included, a hundred at most, of the last seven days; `content` is as the subscription has it unless it is given. What the caller may not see now is left out, whatever was told then.',
    ],
    answers: [[200, 'a notification of the type `query-event`'], badInput, noSuch],
  },
  'get-ws-binding-token': {
    about: 'A token that lets a websocket, or an EventSource of a browser, be told.',
    says: [
      'Subscriptions R5 Backport. The client connects to `websocket-url` and sends `bind-with-token: [token]` within ten seconds; the server answers with a `handshake` for each subscription, and then with what happens. A connection is closed when the token expires: a new one sent before that goes on without a gap.',
      'The same as server-sent events: `GET /live/[id]` with the header `Authorization`, or with `?token=` where none can be sent. The id of each event is its number, so that `Last-Event-ID` goes on where it was left; comments keep the connection open.',
      'What is told is what the owner may see at that moment. A mandate that is stopped, or has ended, ends the subscription: the connection is closed with 1008 `right-ended`. A connection that reads too slowly is closed with 1013.',
    ],
    answers: [
      [200, 'Parameters with the token and how long it is good: 15 minutes at most'],
      badInput,
      noSuch,
      [422, 'it does not run, or its channel is no live one', 'subscription-binding'],
    ],
  },
  'signing-secret': {
    about: 'The secret by which the receiver of a rest-hook knows that a notification is ours.',
    says: [
      'Standard Webhooks: the headers `webhook-id`, `webhook-timestamp` (seconds) and `webhook-signature`, which is `v1,` and the HMAC-SHA256 in base64 of `[id].[timestamp].[body]` under this secret, which is written as `whsec_` and base64. Refuse what is older than five minutes; a repeated id is the same notification again.',
      'A rest-hook is told over https at a public address; redirects are not followed, and what is answered is not read. A 2xx takes the notification. What is not taken is sent again, after one second, two, four and so on, then each minute; later events wait for it.',
    ],
    answers: [[200, 'Parameters with the secret'], badInput, noSuch],
  },
};
