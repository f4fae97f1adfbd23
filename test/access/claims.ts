export type Claims = Readonly<Record<string, unknown>>;

const eid = 'https://data.gov.dk/model/core/eid';
const nsisLevel = 'https://data.gov.dk/concept/core/nsis/loa';

/** Names of the claims by what they hold. */
export const named = {
  cpr: `${eid}/cprNumber`,
  uuid: `${eid}/cprUuid`,
  name: `${eid}/fullName`,
  level: nsisLevel,
  cvr: `${eid}/professional/cvr`,
  organisation: `${eid}/professional/orgName`,
  employee: `${eid}/professional/uuid/persistent`,
  jobs: `${eid}/privilegesIntermediate`,
} as const;

export const ownCvr = '99994398';
const second = Date.UTC(2026, 10, 24, 9, 0) / 1_000;

/** What every token says; what is undefined is left out of it. */
export const login: Claims = {
  aud: 'samspil-test',
  sub: 'someone',
  client_id: 'app',
  iat: second,
  nbf: second,
  exp: second + 900,
  scope: 'openid patient/*.cruds',
};

/** A citizen who comes by NemLog-in. */
export const citizen: Claims = {
  ...login,
  [named.name]: 'Karen Margrethe Lindgaard',
  [named.level]: 'Substantial',
  [named.cpr]: '1403480000',
};

/** The same by Signicat. */
export const bySignicat: Claims = {
  ...login,
  nin: '1403480000',
  nin_type: 'PERSON',
  mitid_uuid: '5f1e6c1e-0000-4000-8000-000000000001',
  name: 'Karen Margrethe Lindgaard',
  mitid_loa: 'SUBSTANTIAL',
};

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** One group of a privilege list. */
export interface Group {
  readonly scope: string;
  readonly privileges: readonly string[];
  /** SOR codes, separated by commas. */
  readonly units?: string;
}

const unitConstraint = 'http://sts.kombit.dk/constraints/orgenhed/1';

const groupXml = ({ scope, privileges, units }: Group): string =>
  [
    `<PrivilegeGroup Scope="${escaped(scope)}">`,
    ...privileges.map((one) => `<Privilege>${escaped(one)}</Privilege>`),
    units === undefined ? '' : `<Constraint Name="${unitConstraint}">${units}</Constraint>`,
    '</PrivilegeGroup>',
  ].join('');

export const inBase64 = (text: string): string => Buffer.from(text).toString('base64');

/** A privilege list as a claim, of version 1.2 unless another namespace is named. */
export const listOf = (
  groups: readonly Group[],
  namespace = 'http://digst.dk/oiosaml/basic_privilege_profile',
): string =>
  inBase64(
    `<?xml version="1.0" encoding="UTF-8"?>\n<bpp:PrivilegeList xmlns:bpp="${namespace}">${groups.map(groupXml).join('')}</bpp:PrivilegeList>`,
  );

const role = (name: string) => `http://sandby.example/roles/jobrole/samspil_${name}/1`;
export const staffRole = role('medarbejder');
export const auditorRole = role('revisor');

/** A job in the municipality. */
export const jobs = (...privileges: readonly string[]): string =>
  listOf([
    {
      scope: `urn:dk:gov:saml:cvrNumberIdentifier:${ownCvr}`,
      privileges,
      units: '1234567890123456, 2345678901234567',
    },
  ]);

/** A member of staff who comes by KOMBIT's Context Handler, which knows no scopes. */
export const employee: Claims = {
  ...login,
  scope: undefined,
  [named.name]: 'Mette Holm',
  [named.level]: 'Substantial',
  [named.cvr]: ownCvr,
  [named.employee]: 'medarbejder-1',
  [named.jobs]: jobs(staffRole),
};

/** A machine of the municipality's own. */
export const machine: Claims = {
  ...login,
  sub: 'journal',
  client_id: 'journal',
  client_kind: 'system',
  scope: 'system/*.rs',
};
