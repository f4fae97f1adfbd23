import { pino } from 'pino';
import type { LogLevel } from '../config/setting.ts';
import type { Log } from '../resources/define.ts';

const keptBytes = 1_048_576;

/** Lines of JSON on standard error: standard output is for people. Facts are ids, types and counts, never a person's data. */
export const openLog = (level: LogLevel): Log => {
  // At once, or a full disk would be waited for when the process ends; what cannot be written is kept for a while, and then lost.
  const lines = pino.destination({ dest: 2, sync: true, maxLength: keptBytes });
  lines.on('error', () => undefined);
  const logger = pino({ level, base: null }, lines);
  return {
    info: (facts, text) => logger.info(facts, text),
    error: (facts, text) => logger.error(facts, text),
  };
};
