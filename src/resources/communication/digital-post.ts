import type { Channel } from './channel.ts';
import { type HttpChannelOptions, httpChannel } from './http-channel.ts';
import { type MemoSender, memoOf } from './memo.ts';

/** Digital Post: it is given a letter in MeMo to a CPR number. Whoever is exempt from it is not enrolled. Throws `TypeError` of a message that is no letter. */
export const createDigitalPost = (options: HttpChannelOptions, sender: MemoSender): Channel =>
  httpChannel(options, {
    contentType: 'application/xml',
    receiptHeader: true,
    body: (message) => {
      const { letter } = message;
      if (!letter) throw new TypeError('Digital Post carries letters only.');
      return memoOf({ ...message, letter }, sender);
    },
  });
