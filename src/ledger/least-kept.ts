/** The least time that rows of the ledger are kept, whatever a municipality decides. */
import schema from '../../mappings/municipalities/municipality.schema.json' with { type: 'json' };

const { accessYears, provenanceYears } = schema.properties.retention.properties;

/** Years that hold for rows of every kind: of one that says nothing any more the kind is not known either. */
export const leastKeptYears: number = Math.min(accessYears.minimum, provenanceYears.minimum);
