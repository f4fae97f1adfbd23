import { escapeHtml } from './html.ts';

/** What somebody may do for the one whose CPR this is. */
export interface Mandator {
  readonly cpr: string;
  readonly rights: readonly ('see' | 'act')[];
}

/** The municipality's privilege for each right. */
const privileges = {
  see: 'urn:dk:sandby:samspil:se',
  act: 'urn:dk:sandby:samspil:handle',
} as const;

const group = ({ cpr, rights }: Mandator): string => {
  const lines = rights.map((right) => `<Privilege>${privileges[right]}</Privilege>`).join('');
  return `<PrivilegeGroup Scope="urn:dk:gov:saml:cprNumberIdentifier:${escapeHtml(cpr)}">${lines}</PrivilegeGroup>`;
};

/** The claim `privileges_intermediate`: OIO Basic Privilege Profile 1.2, XML in base64. */
export const privilegeList = (mandators: readonly Mandator[]): string =>
  Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><bpp:PrivilegeList xmlns:bpp="http://digst.dk/oiosaml/basic_privilege_profile">${mandators.map(group).join('')}</bpp:PrivilegeList>`,
  ).toString('base64');
