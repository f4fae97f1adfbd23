/** The files of the manual as they are sent: each made once, with its name by content and, where it pays, compressed. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { describe } from '../manual/described.ts';
import { type Site, type SiteFile, siteOf } from '../manual/site.ts';
import type { Service } from './server.ts';

export interface Kept extends SiteFile {
  readonly name: string;
  /** Without quotes. */
  readonly tag: string;
  readonly packed?: Buffer;
}

export interface Shelf {
  readonly file: (name: string) => Promise<Kept> | undefined;
  readonly missing: (up: string) => SiteFile;
}

/** Below this the header of a compressed file costs more than it saves. */
const leastBytes = 1_024;

async function keptAs(name: string, file: SiteFile): Promise<Kept> {
  const tag = createHash('sha256').update(file.body).digest('base64url').slice(0, 22);
  const isSmall = Buffer.byteLength(file.body) < leastBytes;
  return { ...file, name, tag, ...(!isSmall && { packed: await promisify(gzip)(file.body) }) };
}

function open({ rooms, definitions, presented, ports, terms }: Service): Site {
  const base = `${ports.publicUrl}/fhir`;
  const isSecured = presented.security !== undefined;
  const { municipality } = ports;
  const shown = { rooms, definitions, base, isSecured, codes: terms?.codes, municipality };
  return siteOf(describe(shown), true);
}

/** Each file by its name; made when first asked for, as it stays the same while the process runs. What could not be made is tried again. */
export function shelfOf(site: () => Site): Shelf {
  const made = new Map<string, Promise<Kept>>();
  let opened: Site | undefined;
  const whole = (): Site => {
    opened ??= site();
    return opened;
  };
  return {
    file: (name) => {
      const known = made.get(name);
      if (known) return known;
      const file = whole()
        .file(name)
        ?.then((one) => keptAs(name, one));
      if (file) made.set(name, file);
      file?.catch(() => made.delete(name));
      return file;
    },
    missing: (up) => whole().missing(up),
  };
}

/** The shelf of a server. */
export const shelfOfService = (service: Service): Shelf => shelfOf(() => open(service));
