/** `$get-ws-binding-token` of the Subscriptions R5 Backport, and the secret by which a receiver knows us. */
import type { Parameters as FhirParameters, Subscription } from '@medplum/fhirtypes';
import { formatUtc } from '../fhir/instant.ts';
import { unprocessable } from '../fhir/outcome.ts';
import type { OperationParameter } from '../resources/operation.ts';
import { backportOperation } from '../resources/subscription/backport.ts';
import { signingSecret } from '../resources/subscription/signature.ts';
import type { Desk, Told } from './exchange.ts';
import { looksAt } from './look.ts';
import { inputOf } from './operation.ts';
import { givenIn, textsIn } from './operation-input.ts';
import { idAt } from './place.ts';
import type { GeneralOperation } from './route.ts';
import type { Row } from './row.ts';
import { bindingUntil, sealBinding } from './subscription-binding.ts';
import { ownOnes } from './subscription-own.ts';

type Asked = Parameters<GeneralOperation['run']>[1];

const out = (
  name: string,
  type: string,
  max: string,
  documentation: OperationParameter['documentation'],
): OperationParameter => ({
  ...{ name, use: 'out', min: max === '*' ? 0 : 1, max, type, documentation },
});

const noSocket = () =>
  unprocessable(
    'subscription-binding',
    {
      da: 'Kun abonnementer, der er i gang og har kanalen websocket eller server-sent-events, kan bindes.',
      en: 'Only subscriptions that run, with the channel websocket or server-sent-events, can be bound.',
    },
    { expression: 'id' },
  );

const isBindable = ({ content }: Row): boolean => {
  const { status, channel } = JSON.parse(content) as Subscription;
  return status === 'active' && channel.type === 'websocket';
};

const told = (rows: readonly Row[], body: FhirParameters): Told => ({
  ...{ status: 200, body: JSON.stringify(body), headers: { 'cache-control': 'no-store' } },
  looks: looksAt(rows.map(({ id, patient }) => ({ type: 'Subscription', id, patient }))),
});

/** Where the websocket is: beside the FHIR base. */
export const socketUrl = (publicUrl: string): string => `${publicUrl.replace(/^http/, 'ws')}/live`;

async function bindingToken(desk: Desk, { room, id, asking, operation }: Asked): Promise<Told> {
  if (!room) throw new TypeError('$get-ws-binding-token is asked of Subscription');
  const given = textsIn(givenIn(operation, inputOf(desk, room, asking, operation)), 'id');
  const ids = id === undefined ? (given.length > 0 ? given : undefined) : [idAt(room, id)];
  const all = await ownOnes(desk, ids);
  const rows = all.filter(isBindable);
  if (rows.length === 0 || (ids && rows.length < all.length)) throw noSocket();
  const { ports, grant } = desk.call;
  const { caller } = grant;
  const until = bindingUntil(ports, caller);
  const subscriptions = rows.map((row) => row.id);
  const token = await sealBinding(ports, { subscriptions, caller, until });
  return told(rows, {
    resourceType: 'Parameters',
    parameter: [
      { name: 'token', valueString: token },
      { name: 'expiration', valueDateTime: formatUtc(until) },
      ...subscriptions.map((one) => ({ name: 'subscription', valueString: one })),
      { name: 'websocket-url', valueUrl: socketUrl(ports.publicUrl) },
    ],
  });
}

/** A token by which a websocket, or an EventSource, is told of the caller's Subscriptions. */
export const bindingTokenOperation: GeneralOperation = {
  code: 'get-ws-binding-token',
  title: { da: 'Token til websocket', en: 'Token for a websocket' },
  definition: backportOperation('get-ws-binding-token'),
  types: ['Subscription'],
  ...{ onSystem: false, onType: true, onInstance: true, affectsState: false },
  parameter: [
    {
      ...{ name: 'id', use: 'in', min: 0, max: '*', type: 'string' },
      documentation: {
        da: 'Abonnementer, som tokenet skal gælde; uden: alle ens egne, der kan bindes.',
        en: 'The subscriptions that the token is for; without it all of one’s own that can be bound.',
      },
    },
    out('token', 'string', '1', {
      da: 'Sendes som bind-with-token, eller som ?token= i en EventSource. Det er en nøgle.',
      en: 'Is sent as bind-with-token, or as ?token= of an EventSource. It is a key.',
    }),
    out('expiration', 'dateTime', '1', {
      da: 'Så længe gælder det, og så længe bliver der fortalt; bind igen før.',
      en: 'So long it is good, and so long is told; bind again before.',
    }),
    out('subscription', 'string', '*', {
      da: 'Id på hvert abonnement.',
      en: 'The id of each subscription.',
    }),
    out('websocket-url', 'url', '1', {
      da: 'Adressen, der forbindes til.',
      en: 'The address to connect to.',
    }),
  ],
  run: bindingToken,
};

async function secretOf(desk: Desk, { room, id = '' }: Asked): Promise<Told> {
  if (!room) throw new TypeError('$signing-secret is asked of Subscription');
  const rows = await ownOnes(desk, [idAt(room, id)]);
  const secret = signingSecret(desk.call.ports, rows[0]?.id ?? '');
  return told(rows, {
    resourceType: 'Parameters',
    parameter: [{ name: 'secret', valueString: `whsec_${secret.toString('base64')}` }],
  });
}

/** The secret that notifications of a rest-hook are signed with, for its owner. */
export const signingSecretOperation: GeneralOperation = {
  code: 'signing-secret',
  title: { da: 'Hemmelighed til signatur', en: 'Signing secret' },
  types: ['Subscription'],
  ...{ onSystem: false, onType: false, onInstance: true, affectsState: false },
  parameter: [
    out('secret', 'string', '1', {
      da: 'whsec_ og hemmeligheden i base64, som Standard Webhooks skriver den.',
      en: 'whsec_ and the secret in base64, as Standard Webhooks writes it.',
    }),
  ],
  run: secretOf,
};
