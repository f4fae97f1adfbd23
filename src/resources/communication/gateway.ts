import type { Channel } from './channel.ts';
import { type HttpChannelOptions, httpChannel } from './http-channel.ts';

const json = 'application/json';
const given = (receiptUrl: string | undefined) => (receiptUrl === undefined ? {} : { receiptUrl });

/** The municipality's own SMS gateway: it is given a number. */
export const createHttpGateway = (options: HttpChannelOptions): Channel =>
  httpChannel(options, {
    contentType: json,
    body: ({ to, text }, receiptUrl) => JSON.stringify({ to, text, ...given(receiptUrl) }),
  });

/** NemSMS: it is given a CPR number, and knows the number that its holder has enrolled, if any. */
export const createNemSms = (options: HttpChannelOptions): Channel =>
  httpChannel(options, {
    contentType: json,
    body: ({ to, text }, receiptUrl) => JSON.stringify({ cpr: to, text, ...given(receiptUrl) }),
  });
