import municipality from '../../../mappings/municipalities/9999/municipality.json' with {
  type: 'json',
};

const named = (names: Readonly<Record<string, string>>, meaning: string): string => {
  const [uri] = Object.entries(names).find(([, said]) => said === meaning) ?? [];
  if (uri === undefined) throw new RangeError(`the municipality has no name for ${meaning}`);
  return uri;
};

/** What the municipality has agreed with the brokers: its number, and URIs of rights and of jobs. */
export const authority = {
  cvr: municipality.cvr,
  privileges: {
    se: named(municipality.privileges, 'see'),
    handle: named(municipality.privileges, 'act'),
  },
  jobRoles: {
    staff: named(municipality.jobRoles, 'staff'),
    auditor: named(municipality.jobRoles, 'auditor'),
  },
} as const;
