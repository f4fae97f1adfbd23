import {
  type Asked,
  type MessageServerOptions,
  type RunningMessageServer,
  startMessageServer,
} from './message-server.ts';

export type SmsGatewayOptions = MessageServerOptions;
export type RunningSmsGateway = RunningMessageServer;

const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['to', 'text'],
  properties: {
    to: { type: 'string', pattern: '^\\+[0-9]{6,15}$' },
    text: { type: 'string', minLength: 1, maxLength: 1_600 },
    receiptUrl: { type: 'string', pattern: '^https?://', maxLength: 2_000 },
  },
} as const;

/** The sandbox's SMS gateway: it takes a number and a text. */
export const startSmsGateway = (options: SmsGatewayOptions): Promise<RunningSmsGateway> =>
  startMessageServer(options, {
    ...{ name: 'sms', title: 'Sms-beskeder i sandkassen', schema },
    read: ({ body }) => body as Asked,
  });
