/** OIO Basic Privilege Profile: who may act for whom and in which job, as XML in base64. */
import { escapeHtml } from '../html.ts';
import type { Mandator } from '../people/personas.ts';
import type { Authority } from './authority.ts';

const namespaces = {
  '1.1': 'http://itst.dk/oiosaml/basic_privilege_profile',
  '1.2': 'http://digst.dk/oiosaml/basic_privilege_profile',
} as const;

const scopes = {
  national: 'urn:dk:gov:saml:cprNumberIdentifier:',
  procuration: 'urn:dk:healthcare:saml:actThroughProcurationBy:cprNumberIdentifier:',
  custody: 'urn:dk:healthcare:saml:actThroughCustodyOver:cprNumberIdentifier:',
  company: 'urn:dk:gov:saml:cvrNumberIdentifier:',
} as const;

const unitConstraint = 'http://sts.kombit.dk/constraints/orgenhed/1';

type Version = keyof typeof namespaces;

const element = (name: string, content: string): string =>
  `<${name}>${escapeHtml(content)}</${name}>`;

const group = (scope: string, content: string): string =>
  `<PrivilegeGroup Scope="${escapeHtml(scope)}">${content}</PrivilegeGroup>`;

const list = (version: Version, groups: readonly string[]): string =>
  Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><bpp:PrivilegeList xmlns:bpp="${namespaces[version]}">${groups.join('')}</bpp:PrivilegeList>`,
  ).toString('base64');

/** One group for each mandator. Brokers differ in version and in what they call a fuldmagt's scope. */
export function mandatorList(
  mandators: readonly Mandator[],
  {
    version,
    fuldmagt,
    authority,
  }: { version: Version; fuldmagt: 'national' | 'procuration'; authority: Authority },
): string {
  const groups = mandators.map(({ cpr, rights, custody }) => {
    const prefix = scopes[custody ? 'custody' : fuldmagt];
    const lines = rights.map((right) => element('Privilege', authority.privileges[right]));
    return group(`${prefix}${cpr}`, lines.join(''));
  });
  return list(version, groups);
}

/** The job of an employee, held to units when there are some; SOR codes. */
export function jobList(
  authority: Authority,
  role: keyof Authority['jobRoles'],
  units: readonly string[],
): string {
  const limits =
    units.length === 0
      ? ''
      : `<Constraint Name="${unitConstraint}">${escapeHtml(units.join(','))}</Constraint>`;
  const job = element('Privilege', authority.jobRoles[role]);
  return list('1.2', [group(`${scopes.company}${authority.cvr}`, `${job}${limits}`)]);
}

/** Value of the claim that names the one for whom a login was made. */
export const behalfOf = ({ cpr, custody }: Mandator): string =>
  `${scopes[custody ? 'custody' : 'procuration']}${cpr}`;
