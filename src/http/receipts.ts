import type { FastifyInstance } from 'fastify';
import { readReceipt } from '../resources/communication/gateway.ts';
import { enterReceipt } from '../resources/communication/record.ts';
import type { Service, SmsDoor } from './server.ts';

const header = (value: string | string[] | undefined): string =>
  (Array.isArray(value) ? value[0] : value) ?? '';

/** Where the SMS gateway tells of delivery. An unsigned or old receipt is refused. */
export function addReceipts(
  app: FastifyInstance,
  { ports }: Service,
  { secret, samspil }: SmsDoor,
): void {
  app.post('/sms/receipts', async (request, reply) => {
    const received = {
      body: Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '',
      signedAt: header(request.headers['x-sms-time']),
      signature: header(request.headers['x-sms-signature']),
    };
    const receipt = readReceipt(received, { secret, now: ports.now() });
    if (!receipt) return reply.code(403).send();
    await enterReceipt({ ...ports, samspil }, receipt);
    return reply.code(204).send();
  });
}
