import { readHandlers, systemReadHandlers } from './read-handlers.ts';
import type { Handler, SystemHandler } from './route.ts';
import { systemWriteHandlers, writeHandlers } from './write-handlers.ts';

/** What a room does for each of its interactions. */
export const handlers: readonly Handler[] = [...readHandlers, ...writeHandlers];

/** What the system does as a whole. */
export const systemHandlers: readonly SystemHandler[] = [
  ...systemReadHandlers,
  ...systemWriteHandlers,
];
