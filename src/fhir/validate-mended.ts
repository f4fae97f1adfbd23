/** Invariants that R4 publishes wrongly, or in a grammar that not every reader takes, with what they mean. */
export const mended: Readonly<Record<string, string>> = {
  'app-4': "cancelationReason.exists() implies (status = 'noshow' or status = 'cancelled')",
  'bdl-8': "fullUrl.exists() implies fullUrl.contains('/_history/').not()",
  'dom-6': 'text.div.exists()',
  'ras-2': 'probability.empty() or (probability is decimal implies probability <= 100)',
  'tim-9':
    "offset.empty() or (when.exists() and when.where($this = 'C' or $this = 'CM' or $this = 'CD' or $this = 'CV').empty())",
};

/** Invariants that the pass itself checks: emptiness, contained resources, references and narrative. */
export const seenByPass: ReadonlySet<string> = new Set([
  ...['ele-1', 'dom-2', 'dom-3', 'dom-4', 'dom-5', 'ref-1', 'txt-1', 'txt-2'],
]);
