import { readFileSync } from 'node:fs';

/** What a municipality has agreed with the brokers: its number, and URIs of rights and of jobs. */
export interface Authority {
  readonly cvr: string;
  readonly privileges: Readonly<Record<'se' | 'handle', string>>;
  readonly jobRoles: Readonly<Record<'staff' | 'auditor', string>>;
}

interface Agreed {
  readonly cvr: string;
  readonly privileges: Readonly<Record<string, string>>;
  readonly jobRoles: Readonly<Record<string, string>>;
}

const folder = new URL('../../../mappings/municipalities/', import.meta.url);

const named = (names: Readonly<Record<string, string>>, meaning: string): string => {
  const [uri] = Object.entries(names).find(([, said]) => said === meaning) ?? [];
  if (uri === undefined) throw new RangeError(`the municipality has no name for ${meaning}`);
  return uri;
};

/** That of a municipality, by its code. */
export function readAuthority(code: string): Authority {
  const file = new URL(`${code}/municipality.json`, folder);
  const { cvr, privileges, jobRoles } = JSON.parse(readFileSync(file, 'utf8')) as Agreed;
  return {
    cvr,
    privileges: { se: named(privileges, 'see'), handle: named(privileges, 'act') },
    jobRoles: { staff: named(jobRoles, 'staff'), auditor: named(jobRoles, 'auditor') },
  };
}

/** That of the sandbox's own. */
export const sandboxAuthority = readAuthority('9999');
