import { type FhirError, fail, issue } from '../fhir/outcome.ts';

/** Cura's word for a time that somebody else has. */
const overlap = 'overlap';

/** A refusal of Cura's as an answer that says what to do next. Cura's own sentence is shown; it names no other citizen. */
export function refusedByCura({
  kode,
  tekst,
}: {
  readonly kode: string;
  readonly tekst: string;
}): FhirError {
  if (kode === overlap)
    return fail(
      409,
      issue({
        code: 'conflict',
        key: 'slot-free',
        text: { da: 'Tiden er optaget.', en: 'The time is taken.' },
      }),
    );
  const key = `cura-${kode.toLowerCase().replace(/[^a-z0-9-]/g, '')}`;
  return fail(
    422,
    issue({
      code: 'business-rule',
      key,
      text: {
        da: `Kommunens system afviste: ${tekst}`,
        en: `The municipality's system refused: ${tekst}`,
      },
    }),
  );
}
