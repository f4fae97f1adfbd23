import { type FhirError, fail, issue, type Text } from '../fhir/outcome.ts';

/** Cura's words for what somebody else has, or the citizen has already: another time helps. */
const taken: Readonly<Record<string, { readonly key: string; readonly text: Text }>> = {
  overlap: { key: 'slot-free', text: { da: 'Tiden er optaget.', en: 'The time is taken.' } },
  fuldt: {
    key: 'class-full',
    text: {
      da: 'Der er ikke flere pladser på holdet den dag.',
      en: 'There are no seats left in the class on that day.',
    },
  },
};

/** A refusal of Cura's as an answer that says what to do next. Cura's own sentence is shown; it names no other citizen. */
export function refusedByCura({
  kode,
  tekst,
}: {
  readonly kode: string;
  readonly tekst: string;
}): FhirError {
  const known = Object.hasOwn(taken, kode) ? taken[kode] : undefined;
  if (known) return fail(409, issue({ code: 'conflict', ...known }));
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
