import type pg from 'pg';
import { registry } from '../../src/registry.ts';
import type { Channel } from '../../src/resources/communication/channel.ts';
import { createHttpGateway } from '../../src/resources/communication/gateway.ts';
import { planReminders } from '../../src/resources/communication/plan.ts';
import { type SendPorts, sendReminders } from '../../src/resources/communication/send.ts';
import { loadTexts } from '../../src/resources/communication/sms-text.ts';
import { loadMunicipality } from '../../src/resources/municipality.ts';
import { type Database, openDatabase, type Transaction } from '../../src/store/database.ts';
import { storeRoom } from '../../src/store/stored-room.ts';

/** What the process sends, and at which of its calls it dies; 0: it lives. */
export interface Doom {
  readonly connection: pg.PoolConfig;
  readonly smsUrl: string;
  readonly secrets: Readonly<Record<'person' | 'reminder' | 'number', string>>;
  readonly now: number;
  readonly samspil: string;
  readonly planIds: readonly string[];
  readonly killAt: number;
}

function reaper(killAt: number) {
  let count = 0;
  return {
    count: () => count,
    tick: () => {
      count += 1;
      if (count === killAt) process.kill(process.pid, 'SIGKILL');
    },
  };
}

function mortal(db: Database, tick: () => void): Database {
  const queryOf = (asked: Pick<Transaction, 'query'>): Database['query'] => {
    return (...given) => {
      tick();
      return asked.query(...given);
    };
  };
  return {
    ...db,
    query: queryOf(db),
    transaction: (work, options) =>
      db.transaction(async (tx) => {
        const result = await work({ ...tx, query: queryOf(tx) });
        // Before the commit; what comes after it is before the next call.
        tick();
        return result;
      }, options),
  };
}

const mortalChannel = (channel: Channel, tick: () => void): Channel => ({
  ...channel,
  send: async (message) => {
    tick();
    const outcome = await channel.send(message);
    tick();
    return outcome;
  },
});

function portsOf(doom: Doom, db: Database, tick: () => void): SendPorts {
  const person = Buffer.from(doom.secrets.person, 'hex');
  const rooms = new Map(registry.map((one) => [one.type, storeRoom(one, person)]));
  return {
    db: mortal(db, tick),
    now: () => doom.now,
    room: (type) => {
      const found = rooms.get(type as (typeof registry)[number]['type']);
      if (!found) throw new Error(`No room ${type}.`);
      return found;
    },
    secret: (purpose) => Buffer.from(doom.secrets[purpose as 'person'], 'hex'),
    municipality: loadMunicipality('9999'),
    publicUrl: 'https://samspil.test',
    texts: loadTexts('9999'),
    samspil: doom.samspil,
    channels: {
      sms: mortalChannel(
        createHttpGateway({ baseUrl: doom.smsUrl, secret: 'test', timeoutMs: 5_000 }),
        tick,
      ),
    },
  };
}

/** Plans and sends, and is killed before its nth call of database or gateway; or says how many calls there were. */
async function main([text = '']: readonly string[]): Promise<void> {
  const doom = JSON.parse(text) as Doom;
  const { tick, count } = reaper(doom.killAt);
  const db = openDatabase({ connection: doom.connection, applicationName: 'doomed' });
  const ports = portsOf(doom, db, tick);
  await planReminders(ports);
  await sendReminders(ports, doom.planIds);
  tick();
  process.stdout.write(String(count()));
  await db.close();
}

await main(process.argv.slice(2));
