import type { FastifyInstance } from 'fastify';
import { inGroups } from '../ledger/group-commit.ts';
import { type CameIn, enterReceipts } from '../resources/communication/enter-receipts.ts';
import { readReceipt } from '../resources/communication/receipt.ts';
import type { ChannelName } from '../resources/municipality.ts';
import type { Service, SmsDoor } from './server.ts';

const header = (value: string | string[] | undefined): string =>
  (Array.isArray(value) ? value[0] : value) ?? '';

/** Where each channel tells of delivery. A receipt that is unsigned, old, or signed for another channel is refused. */
export function addReceipts(
  app: FastifyInstance,
  { ports }: Service,
  { secrets, samspil }: SmsDoor,
): void {
  const enter = inGroups<CameIn>(async (group) => {
    await enterReceipts({ ...ports, samspil }, group);
    return [];
  });
  for (const [name, secret] of Object.entries(secrets)) {
    const channel = name as ChannelName;
    app.post(`/${channel}/receipts`, async (request, reply) => {
      const received = {
        body: Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '',
        signedAt: header(request.headers['x-sms-time']),
        signature: header(request.headers['x-sms-signature']),
      };
      const receipt = readReceipt(received, { secret, now: ports.now() });
      if (!receipt) return reply.code(403).send();
      await enter({ ...receipt, channel });
      return reply.code(204).send();
    });
  }
}
