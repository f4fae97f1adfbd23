import { type Asked, openingsOf } from './enter-intent.ts';
import { type Opened, openIn } from './open-intent.ts';
import type { SyncPorts } from './ports.ts';

/** What kept some from being opened together, in the order of `asked`. */
export class NotTogether extends Error {
  override readonly name = 'NotTogether';
  readonly opened: readonly Opened[];
  constructor(opened: readonly Opened[]) {
    super('Not all of them could be opened.');
    this.opened = opened;
  }
}

const mayGoOn = ({ kind }: Opened): boolean => kind === 'open' || kind === 'joined';

/** As `openAll`, but none is opened unless all are. Throws `NotTogether`. */
export const openTogether = (ports: SyncPorts, asked: readonly Asked[]): Promise<Opened[]> =>
  ports.db.transaction(async (tx) => {
    const opened = await openIn(tx, ports, openingsOf(ports, asked));
    if (!opened.every(mayGoOn)) throw new NotTogether(opened);
    return opened;
  });
