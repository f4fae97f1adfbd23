import { pino } from 'pino';
import type { LogLevel } from '../config/setting.ts';
import type { Log } from '../resources/define.ts';

/** Lines of JSON on standard error: standard output is for people. Facts are ids, types and counts, never a person's data. */
export const openLog = (level: LogLevel): Log => {
  const logger = pino({ level, base: null }, pino.destination(2));
  return {
    info: (facts, text) => logger.info(facts, text),
    error: (facts, text) => logger.error(facts, text),
  };
};
