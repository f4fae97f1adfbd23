import { readConfig } from '../../src/config.ts';
import { start } from '../../src/main/start.ts';
import { answerCommands, setupOf } from './child.ts';

/** The workers as `work` starts them; settings as in the environment. */
const running = await start(readConfig(setupOf<Record<string, string>>()), {
  serve: false,
  work: true,
});

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

answerCommands({ cpuMs }, running.stop);
