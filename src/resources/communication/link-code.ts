import { createHash, createHmac } from 'node:crypto';

/** 96 bits in 16 characters; the same for the same plan, so that a retry after a crash sends the same link. */
export const reminderCode = (installationKey: Buffer, planId: string): string =>
  createHmac('sha256', installationKey)
    .update(`reminder-code ${planId}`)
    .digest()
    .subarray(0, 12)
    .toString('base64url');

/** What is stored of a code. */
export const codeHash = (code: string): string => createHash('sha256').update(code).digest('hex');
