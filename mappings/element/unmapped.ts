/** Why no row maps what every record has. */
export const carried = {
  version: "carried: Cura's version is the precondition of a write; FHIR versions are the store's",
  aendret: 'carried: the store dates its own versions',
  aendretAf: 'carried: the agent of the Provenance',
} as const;

/** As `carried`, for records with notes for staff. */
export const internal = {
  ...carried,
  internNote: 'withheld: written for staff, never leaves Cura',
} as const;

/** As `internal`, for records that Samspil writes to. */
export const written = {
  ...internal,
  udfoertAf: 'carried: set anew at each write, from the caller',
} as const;
