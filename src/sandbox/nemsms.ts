import {
  type MessageServerOptions,
  type RunningMessageServer,
  startMessageServer,
} from './message-server.ts';

const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['cpr', 'text'],
  properties: {
    cpr: { type: 'string', pattern: '^[0-9]{10}$' },
    // NemSMS does not join several to one.
    text: { type: 'string', minLength: 1, maxLength: 160 },
    receiptUrl: { type: 'string', pattern: '^https?://', maxLength: 2_000 },
  },
} as const;

interface Body {
  readonly cpr: string;
  readonly text: string;
  readonly receiptUrl?: string;
}

/** The sandbox's NemSMS: it takes a CPR number and a text. Everybody is enrolled but those whom the switches name. */
export const startNemSms = (options: MessageServerOptions): Promise<RunningMessageServer> =>
  startMessageServer(options, {
    ...{ name: 'nemsms', title: 'NemSMS-beskeder i sandkassen', schema },
    read: ({ body }) => {
      const { cpr, ...rest } = body as Body;
      return { ...rest, to: cpr };
    },
  });
