import type { InsightRule } from '../../../src/resources/insight.ts';
import { loadMunicipality } from '../../../src/resources/municipality.ts';

/** Words that stand nowhere else in the town. */
export const words = { intern: 'Hemmeligtafsnit', draft: 'Kladdetekst', exempt: 'Undtagettekst' };

const closed: readonly InsightRule[] = [
  {
    ...{ room: 'Composition', kind: 'care-note', citizen: 'open', relative: 'closed' },
    reason: { da: 'Din journal.', en: 'Your record.' },
  },
  {
    ...{ room: 'Goal', citizen: 'closed', relative: 'closed' },
    reason: { da: 'Ikke åbnet.', en: 'Not opened.' },
  },
];

/** What the municipality of the sandbox opens, but for those. */
export const rules = [
  ...closed,
  ...(loadMunicipality('9999').insight ?? []).filter(
    (rule) => !closed.some(({ room, kind }) => room === rule.room && kind === rule.kind),
  ),
];

/** Every way to ask that might lead to a note, to one that is kept back, or to a draft. */
export const questions = ({
  note,
  kept,
  sketch,
  patient,
}: Record<'note' | 'kept' | 'sketch' | 'patient', string>) => [
  ...['Composition', 'Composition?_total=accurate', 'Composition?section=intern'],
  ...['Composition?section=vurdering', `Composition?title=${words.draft}`],
  ...[`Composition?_id=${kept},${sketch}`, 'Composition/_history', `Composition/${note}/_history`],
  ...[`Patient/${patient}/$everything`, `Patient/${patient}/*`, `Composition/${note}/$document`],
  ...['Composition?_include=*&_revinclude=*', `Practitioner?_revinclude=Composition:author`],
  ...[`EpisodeOfCare?_revinclude=*`, `Patient?_has:Composition:patient:section=intern`],
  ...[`Practitioner?_has:Composition:author:title=${words.draft}`],
  ...[`Composition?_filter=title co ${words.draft}`, `Composition?_content=${words.intern}`],
  ...[`Composition?_text=${words.intern}`, `Composition?section:text=intern`],
  ...[`Composition?status=preliminary`, `Composition?section:not=observation&_summary=count`],
];
